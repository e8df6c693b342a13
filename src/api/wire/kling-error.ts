import type { Refusal, ReplyCode, WireReply } from "./refusal.js";
import type { KlingErrorReply } from "./types.js";

interface KlingCode {
  readonly status: number;
  readonly code: number;
  /** The front's exact words, where clients are known to look for them. @default the details */
  readonly message?: string;
}

/** Front B's HTTP status and number for each of our codes. */
const CODES = {
  INVALID_REQUEST: { status: 400, code: 1201 },
  INVALID_JSON: { status: 400, code: 1200 },
  BODY_TOO_LARGE: { status: 400, code: 1200 },
  BODY_TOO_SLOW: { status: 400, code: 1200 },
  IMAGE_REFUSED: { status: 400, code: 1201 },
  EXTERNAL_ID_TAKEN: { status: 400, code: 1201 },
  UNAUTHENTICATED: { status: 401, code: 1000 },
  TOKEN_MISSING: { status: 401, code: 1001 },
  TOKEN_INVALID: { status: 401, code: 1002 },
  TOKEN_NOT_YET_VALID: { status: 401, code: 1003 },
  TOKEN_EXPIRED: { status: 401, code: 1004 },
  ACCESS_DENIED: { status: 403, code: 1103 },
  SUBSCRIPTION_DISABLED: { status: 403, code: 1103 },
  TOKEN_USED_UP: { status: 403, code: 1103 },
  ORIGIN_REFUSED: { status: 403, code: 1103 },
  QUOTA_EXCEEDED: { status: 429, code: 1102 },
  LINK_REFUSED: { status: 403, code: 1103 },
  ENDPOINT_NOT_FOUND: { status: 404, code: 1203 },
  METHOD_NOT_ALLOWED: { status: 404, code: 1202 },
  MODEL_NOT_FOUND: { status: 404, code: 1203 },
  TASK_NOT_FOUND: { status: 404, code: 1203 },
  SUBSCRIPTION_NOT_FOUND: { status: 404, code: 1203 },
  WEBHOOK_NOT_FOUND: { status: 404, code: 1203 },
  RESULT_NOT_FOUND: { status: 404, code: 1203 },
  IDEMPOTENCY_CONFLICT: { status: 400, code: 1200 },
  ALREADY_ENDED: { status: 400, code: 1200 },
  RATE_LIMITED: { status: 429, code: 1302 },
  CONCURRENCY_LIMITED: { status: 429, code: 1303, message: "parallel task over resource pack limit" },
  INTERNAL: { status: 500, code: 5000 },
  NOT_READY: { status: 503, code: 5001 },
  OVERLOADED: { status: 503, code: 5001 },
  STORE_UNAVAILABLE: { status: 503, code: 5001 },
} as const satisfies Record<ReplyCode, KlingCode>;

/** An error as Kling's own API tells it. */
export function toKlingError(refusal: Refusal, requestId: string): WireReply {
  const { status, code, message = refusal.details }: KlingCode = CODES[refusal.code];
  const body: KlingErrorReply = { code, message, request_id: requestId };
  return { status, body };
}
