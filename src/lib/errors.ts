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
  IMAGE_REFUSED: {
    status: 400,
    retryable: false,
    text: "An image cannot be used; `details` says which and why",
  },
  UNAUTHENTICATED: {
    status: 401,
    retryable: false,
    text: "The subscription key is missing or unknown: send it as `Ocp-Apim-Subscription-Key`",
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
  RESULT_NOT_FOUND: {
    status: 404,
    retryable: false,
    text: "The result is gone: results are deleted when their time is over",
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
  ENGINE_CRASHED: {
    status: null,
    retryable: true,
    text: "The engine's process died during this task; the service goes on with the next",
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
  readonly cause?: unknown;
}

/** An error with a code of the table: the only kind whose words reach a client. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly details: string | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.details ?? ERRORS[code].text, { cause: options.cause });
    this.code = code;
    this.details = options.details;
  }
}
