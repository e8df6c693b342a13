import type { ClientOptions, Clock } from "../../src/client/mod.js";

/** A request as the fake server got it. */
export interface SentRequest {
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string | FormData | undefined;
}

/** What comes of a request: an answer, or no connection. */
export type FakeAnswer =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | "no connection";

export interface FakeApi {
  /** For a client: its requests come here, its clock is this one's, and its jitter is none. */
  readonly options: Required<Pick<ClientOptions, "fetch" | "clock" | "random">>;
  readonly sent: readonly SentRequest[];
  /** When each request was sent, in ms from the first. */
  readonly times: () => readonly number[];
}

/** A server that gives these answers in turn, and a clock that jumps when somebody sleeps. */
export function createFakeApi(answers: readonly FakeAnswer[]): FakeApi {
  let nowMs = 1_731_928_289_693;
  const sent: SentRequest[] = [];
  const clock: Clock = {
    nowMs: () => nowMs,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      nowMs += ms;
    },
  };
  const answer: typeof fetch = async (input, init = {}) => {
    init.signal?.throwIfAborted();
    const { pathname, search } = new URL(input as string); // the clients send strings
    sent.push({
      atMs: nowMs,
      method: init.method ?? "GET",
      path: pathname + search,
      headers: new Headers(init.headers),
      body: init.body as SentRequest["body"],
    });
    const next = answers[sent.length - 1];
    if (next === undefined) throw new Error(`There is no answer to request ${sent.length}`);
    if (next === "no connection") throw new TypeError("fetch failed");
    const { status = 200, headers, body } = next;
    const isBytes = body instanceof Uint8Array;
    const content = body === undefined ? null : isBytes ? Uint8Array.from(body) : JSON.stringify(body);
    return new Response(content, { status, ...(headers && { headers }) });
  };
  return {
    options: { fetch: answer, clock, random: () => 0 },
    sent,
    times: () => sent.map(({ atMs }) => atMs - (sent[0]?.atMs ?? 0)),
  };
}
