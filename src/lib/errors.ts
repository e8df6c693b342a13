interface ErrorEntry {
  /** HTTP status of the reply; null when the code only appears as the reason of a failed task. */
  readonly status: number | null;
  /** Whether the same request may succeed later without a change. */
  readonly retryable: boolean;
  /** What it means and what to do, for docs/errors.md. */
  readonly text: string;
}

/** Every code that leaves the service, besides the engine's refusals. docs/errors.md is held equal to this table by a test. */
export const ERRORS = {
  INVALID_REQUEST: { status: 400, retryable: false, text: "A field is missing or wrong; `details` names it" },
  INVALID_JSON: {
    status: 400,
    retryable: false,
    text: "The body is not JSON: send a JSON object with `Content-Type: application/json`",
  },
  BODY_TOO_LARGE: {
    status: 400,
    retryable: false,
    text: "The body is larger than two images of 10 MB in Base64: send smaller images",
  },
  BODY_TOO_SLOW: {
    status: 400,
    retryable: true,
    text: "The body did not arrive in time: the service wants at least 32 KiB in 10 seconds",
  },
  IMAGE_REFUSED: {
    status: 400,
    retryable: false,
    text: "An image cannot be used; `details` says which and why",
  },
  EXTERNAL_ID_TAKEN: {
    status: 400,
    retryable: false,
    text: "Another task has this `external_task_id`: it must be unique within a subscription",
  },
  UNAUTHENTICATED: {
    status: 401,
    retryable: false,
    text: "The subscription key is missing or unknown: send it as `Ocp-Apim-Subscription-Key`",
  },
  TOKEN_MISSING: {
    status: 401,
    retryable: false,
    text: "There is no token: send `Authorization: Bearer TOKEN`",
  },
  TOKEN_INVALID: {
    status: 401,
    retryable: false,
    text: "The token is no JWT of the wanted form: HS256, with the claims `iss` and `exp`",
  },
  TOKEN_NOT_YET_VALID: {
    status: 401,
    retryable: true,
    text: "The token's `nbf` lies in the future: check the client's clock",
  },
  TOKEN_EXPIRED: { status: 401, retryable: false, text: "The token's `exp` is over: make a new token" },
  ACCESS_DENIED: {
    status: 403,
    retryable: false,
    text: "The subscription may not use this front, engine or model",
  },
  SUBSCRIPTION_DISABLED: { status: 403, retryable: false, text: "The subscription is disabled" },
  QUOTA_EXCEEDED: {
    status: 403,
    retryable: false,
    text: "The subscription's quota of this month is used up",
  },
  TOKEN_USED_UP: {
    status: 403,
    retryable: false,
    text: "The widget token's try-ons are used up: ask the shop's server for another",
  },
  ORIGIN_REFUSED: {
    status: 403,
    retryable: false,
    text: "The widget token is for pages of another origin, or the browser sent none",
  },
  LINK_REFUSED: {
    status: 403,
    retryable: false,
    text: "The link to a result was changed or has expired: poll the task for a new one",
  },
  ENDPOINT_NOT_FOUND: {
    status: 404,
    retryable: false,
    text: "There is no such path, or not with this method",
  },
  METHOD_NOT_ALLOWED: { status: 404, retryable: false, text: "The path exists, but not with this method" },
  MODEL_NOT_FOUND: {
    status: 404,
    retryable: false,
    text: "There is no such model or engine; `details` names those there are",
  },
  TASK_NOT_FOUND: {
    status: 404,
    retryable: false,
    text: "There is no such task, or it is another subscription's, or its time is over",
  },
  SUBSCRIPTION_NOT_FOUND: { status: 404, retryable: false, text: "There is no such subscription" },
  WEBHOOK_NOT_FOUND: { status: 404, retryable: false, text: "There is no such callback, or it is not dead" },
  RESULT_NOT_FOUND: {
    status: 404,
    retryable: false,
    text: "The result is gone: results are deleted when their time is over",
  },
  IDEMPOTENCY_CONFLICT: {
    status: 409,
    retryable: false,
    text: "The `Idempotency-Key` was used for another request within 24 hours: take a new one",
  },
  ALREADY_ENDED: { status: 409, retryable: false, text: "The task has ended and cannot be canceled" },
  RATE_LIMITED: {
    status: 429,
    retryable: true,
    text: "Too many requests: wait for the seconds in `Retry-After`",
  },
  CONCURRENCY_LIMITED: {
    status: 429,
    retryable: true,
    text: "Too many tasks of the subscription have not ended: wait until one has",
  },
  INTERNAL: {
    status: 500,
    retryable: true,
    text: "A defect of the service: its log tells more under the request's id",
  },
  NOT_READY: {
    status: 503,
    retryable: true,
    text: "The service is starting or stopping (answered by /readyz only)",
  },
  OVERLOADED: {
    status: 503,
    retryable: true,
    text: "Too much waits already: nothing was accepted; try again after the seconds in `Retry-After`",
  },
  STORE_UNAVAILABLE: {
    status: 503,
    retryable: true,
    text: "The service cannot reach its database or its files, or a disk is full: nothing was stored; try again",
  },
  URL_REFUSED: {
    status: null,
    retryable: false,
    text: "An image URL leads to an address that is not on the public internet",
  },
  FETCH_FAILED: {
    status: null,
    retryable: true,
    text: "An image URL could not be fetched: the message says why",
  },
  IMAGE_INVALID: {
    status: null,
    retryable: false,
    text: "A fetched image cannot be used: the message says why",
  },
  IMAGE_NOT_SUPPORTED: {
    status: null,
    retryable: false,
    text: "An image is of another format, or animated: send a JPEG or PNG",
  },
  IMAGE_TOO_SMALL: { status: null, retryable: false, text: "An image has a side below 300 px" },
  IMAGE_TOO_LARGE: { status: null, retryable: false, text: "An image has more than 40 million pixels" },
  IMAGE_BROKEN: { status: null, retryable: false, text: "An image is damaged or cut short" },
  GARMENTS_UNSUPPORTED: {
    status: null,
    retryable: false,
    text: "Several garments at once are not supported yet: send one",
  },
  ENGINE_MISSING: { status: null, retryable: false, text: "The task's engine is no longer configured" },
  HOSTED_REFUSED: {
    status: null,
    retryable: false,
    text: "The hosted engine refused the try-on: the message has its words",
  },
  HOSTED_FAILED: {
    status: null,
    retryable: false,
    text: "The hosted engine failed: the message has its words",
  },
  HOSTED_UNAVAILABLE: { status: null, retryable: true, text: "The hosted engine does not answer" },
  ENGINE_CRASHED: {
    status: null,
    retryable: true,
    text: "The engine's process died during this task; the service goes on with the next",
  },
  OUT_OF_MEMORY: {
    status: null,
    retryable: false,
    text: "The task needed more memory than the service allows: send smaller images",
  },
  DEADLINE_PASSED: {
    status: null,
    retryable: true,
    text: "The task could not be done in time, because too many were waiting (5002): submit it again",
  },
  TIMED_OUT: { status: null, retryable: true, text: "The task took longer than the service allows" },
  ATTEMPTS_EXHAUSTED: {
    status: null,
    retryable: true,
    text: "The service died too many times while this task ran",
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

interface AppErrorOptions {
  /** What is wrong in this case, in words that the caller can act on. Leaves the service. */
  readonly details?: string;
  /** When to try again: the reply says so in `Retry-After`. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** An error with a code of the table: the only kind whose words reach a client. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly details: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.details ?? ERRORS[code].text, { cause: options.cause });
    this.code = code;
    this.details = options.details;
    this.retryAfterMs = options.retryAfterMs;
  }
}
