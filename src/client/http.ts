import { DrapeApiError, DrapeConnectionError, type FailedRequest, type Refusal } from "./errors.js";
import { DEFAULT_RETRY, nextDelayMs, readRetryAfterMs, systemClock } from "./retry.js";
import type { ClientOptions } from "./types.js";

const TIMEOUT_MS = 60_000;
/** Refused before anything was done: the same request can always be sent again. */
const REFUSED: readonly number[] = [429, 503];
/** Nobody knows what was done. */
const UNCLEAR: readonly number[] = [408, 500, 502, 504];

/** One call of an API. */
export interface ApiCall<T> {
  readonly method: string;
  readonly url: string;
  /** Made for each attempt: tokens grow old. */
  readonly makeHeaders: () => Promise<Readonly<Record<string, string>>>;
  readonly body?: string | FormData;
  readonly signal: AbortSignal | undefined;
  /** Reads the answer. A throw makes it an answer that cannot be read. */
  readonly read: (response: Response) => Promise<T>;
  /** Looks whether an earlier attempt whose answer was lost has done it, before it is sent again. @default it may be done twice */
  readonly recover?: () => Promise<T | undefined>;
}

type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly error: Error;
      readonly retry: "never" | "refused" | "unclear";
      readonly afterMs?: number;
    };

/** Sends calls, and repeats those whose failure may pass. */
export class Http {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  get clock() {
    return this.#options.clock ?? systemClock;
  }

  /** @throws DrapeApiError, DrapeConnectionError, or the signal's reason */
  async send<T>(call: ApiCall<T>): Promise<T> {
    const { random = Math.random, retry } = this.#options;
    for (let attempts = 1; ; attempts++) {
      const outcome = await this.#attempt(call, attempts);
      if (outcome.ok) return outcome.value;
      if (outcome.retry === "never") throw outcome.error;
      const delayMs = nextDelayMs(
        attempts,
        { ...DEFAULT_RETRY, ...retry },
        {
          random: random(),
          retryAfterMs: outcome.afterMs,
        },
      );
      if (delayMs === undefined) throw outcome.error;
      await this.clock.sleep(delayMs, call.signal);
      const done = outcome.retry === "unclear" ? await call.recover?.() : undefined;
      if (done !== undefined) return done;
    }
  }

  async #attempt<T>(call: ApiCall<T>, attempts: number): Promise<Outcome<T>> {
    const { timeoutMs = TIMEOUT_MS } = this.#options;
    const request: FailedRequest = { method: call.method, url: withoutQuery(call.url), attempts };
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = call.signal === undefined ? timeout : AbortSignal.any([call.signal, timeout]);
    try {
      call.signal?.throwIfAborted();
      const response = await this.#fetch(call, signal);
      if (response.ok) return { ok: true, value: await call.read(response) };
      return toOutcome(request, await readRefusal(response, this.clock.nowMs()));
    } catch (cause) {
      if (cause instanceof RefusalError) return toOutcome(request, cause.refusal);
      call.signal?.throwIfAborted();
      return { ok: false, error: new DrapeConnectionError(request, cause), retry: "unclear" };
    }
  }

  async #fetch<T>(call: ApiCall<T>, signal: AbortSignal): Promise<Response> {
    const send = this.#options.fetch ?? fetch;
    return await send(call.url, {
      method: call.method,
      headers: await call.makeHeaders(),
      signal,
      ...(call.body !== undefined && { body: call.body }),
    });
  }
}

/** Thrown by an ApiCall's read(): a refusal that came with a good HTTP status. */
export class RefusalError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

function toOutcome(request: FailedRequest, refusal: Refusal): Outcome<never> {
  const { status, retryAfterMs } = refusal;
  const error = new DrapeApiError(request, refusal);
  const retry = REFUSED.includes(status) ? "refused" : UNCLEAR.includes(status) ? "unclear" : "never";
  return { ok: false, error, retry, ...(retryAfterMs !== undefined && { afterMs: retryAfterMs }) };
}

/** Reads the errors of all fronts: problems (RFC 9457), `{code, message}`, `{error, details}`, and what proxies send. */
async function readRefusal(response: Response, nowMs: number): Promise<Refusal> {
  const text = await response.text();
  const body = parseObject(text);
  const pick = (...names: readonly string[]): unknown =>
    names.map((name) => body[name]).find((value) => value !== undefined);
  const code = pick("code");
  return {
    status: response.status,
    code: typeof code === "string" || typeof code === "number" ? code : undefined,
    message:
      toText(pick("detail", "details", "message", "error")) ?? (text.slice(0, 200) || response.statusText),
    requestId: toText(pick("request_id")) ?? response.headers.get("x-request-id") ?? undefined,
    retryAfterMs: readRetryAfterMs(response.headers.get("retry-after"), nowMs),
  };
}

function toText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {}; // not JSON: a proxy's page, whose words are taken as they are
  }
}

/** Links to results carry a signature there, which is not for logs. */
function withoutQuery(url: string): string {
  return url.replace(/\?.*$/s, "");
}
