import { request, type Agent, type Dispatcher } from "undici";
import {
  createSafeAgent,
  discard,
  failed,
  findUrlFault,
  refused,
  toSafeFailure,
  type SafeAgentOptions,
  type SafeFailure,
} from "./safe-agent.js";

export interface SafeFetcherOptions extends SafeAgentOptions {
  /** @default 10 MiB */
  readonly maxBytes?: number;
  /** For all of it: connecting, redirects and body. @default 20 s */
  readonly timeoutMs?: number;
  /** @default 3 */
  readonly maxRedirects?: number;
}

export type FetchOutcome = { readonly ok: true; readonly bytes: Uint8Array } | SafeFailure;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Fetches URLs that strangers gave, without ever connecting to an address off the public internet: literal addresses are
 * checked before the request, names when they are resolved for the connection itself (so a second answer of the name server
 * cannot slip in), and every redirect again.
 */
export class SafeFetcher {
  readonly #options: Required<Omit<SafeFetcherOptions, "resolve">>;
  readonly #agent: Agent;

  constructor(options: SafeFetcherOptions = {}) {
    this.#options = {
      allowHosts: [],
      maxBytes: 10 * 1024 * 1024,
      timeoutMs: 20_000,
      maxRedirects: 3,
      ...options,
    };
    this.#agent = createSafeAgent(options);
  }

  /** The body behind `url`. Rejects only with the signal's reason. */
  async fetch(url: string, { signal }: { readonly signal: AbortSignal }): Promise<FetchOutcome> {
    const deadline = AbortSignal.timeout(this.#options.timeoutMs);
    try {
      return await this.#follow(url, AbortSignal.any([signal, deadline]));
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (deadline.aborted) return failed(`no complete answer within ${this.#options.timeoutMs / 1000} s`);
      return toSafeFailure(error);
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #follow(start: string, signal: AbortSignal): Promise<FetchOutcome> {
    let url = start;
    for (let hop = 0; hop <= this.#options.maxRedirects; hop++) {
      const reason = findUrlFault(url, this.#options.allowHosts);
      if (reason !== undefined) return refused(reason);
      const reply = await request(url, {
        dispatcher: this.#agent,
        signal,
        headers: {
          accept: "image/jpeg, image/png, */*;q=0.1",
          "accept-encoding": "identity",
          "user-agent": "Drape (image fetch)",
        },
      });
      const { location } = reply.headers;
      if (!REDIRECTS.has(reply.statusCode) || typeof location !== "string") return await this.#read(reply);
      discard(reply.body);
      if (!URL.canParse(location, url)) return failed("redirected to something that is not a URL");
      url = new URL(location, url).href;
    }
    return failed(`more than ${this.#options.maxRedirects} redirects`);
  }

  async #read({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<FetchOutcome> {
    const { maxBytes } = this.#options;
    const tooLarge = failed(`larger than ${maxBytes} bytes`);
    if (statusCode !== 200 || Number(headers["content-length"] ?? 0) > maxBytes) {
      discard(body);
      return statusCode === 200 ? tooLarge : failed(`the server answered ${statusCode}`);
    }
    const chunks: Uint8Array[] = [];
    let sizeBytes = 0;
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) {
        discard(body);
        return tooLarge;
      }
      chunks.push(chunk);
    }
    return { ok: true, bytes: Buffer.concat(chunks) };
  }
}
