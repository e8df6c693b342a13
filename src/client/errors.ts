import type { TryOnStatus } from "./types.js";

/** The request that an error is about; it holds no key. */
export interface FailedRequest {
  readonly method: string;
  readonly url: string;
  /** How often it was sent. */
  readonly attempts: number;
}

/** Everything that this client throws, besides the reason of an aborted signal. */
export class DrapeError extends Error {
  override readonly name: string = "DrapeError";
}

/** The server said no, after all repetitions that could have helped. */
export class DrapeApiError extends DrapeError {
  override readonly name = "DrapeApiError";
  readonly request: FailedRequest;
  /** HTTP status. */
  readonly status: number;
  /** The front's own code: `RATE_LIMITED` and the like of `/v1`, a number such as 1302 of Kling's API; undefined from a proxy. */
  readonly code: string | number | undefined;
  /** What to tell the server's operator. */
  readonly requestId: string | undefined;
  /** When the server wants to be asked again, counted from its answer. */
  readonly retryAfterMs: number | undefined;

  constructor(request: FailedRequest, refusal: Refusal) {
    const { status, message, code } = refusal;
    super(
      `${request.method} ${request.url} was answered ${status}: ${message}${code === undefined ? "" : ` (${code})`}`,
    );
    this.request = request;
    this.status = status;
    this.code = code;
    this.requestId = refusal.requestId;
    this.retryAfterMs = refusal.retryAfterMs;
  }
}

/** What a server's refusal says. */
export interface Refusal {
  readonly status: number;
  readonly code: string | number | undefined;
  readonly message: string;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
}

/** No answer came, or one that cannot be read; `cause` has the reason. */
export class DrapeConnectionError extends DrapeError {
  override readonly name = "DrapeConnectionError";
  readonly request: FailedRequest;

  constructor(request: FailedRequest, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`${request.method} ${request.url} got no answer: ${why}`, { cause });
    this.request = request;
  }
}

/** The try-on ended without a picture; the message is the service's, in words for the shopper. */
export class TryOnFailedError extends DrapeError {
  override readonly name = "TryOnFailedError";
  readonly tryOn: TryOnStatus;

  constructor(tryOn: TryOnStatus) {
    super(tryOn.error?.message ?? `The try-on was ${tryOn.status}`);
    this.tryOn = tryOn;
  }
}

/** A message that claims to be a callback and is not: answer it with 400, and do nothing. */
export class WebhookRefusedError extends DrapeError {
  override readonly name = "WebhookRefusedError";
}
