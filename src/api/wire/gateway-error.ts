import { ERRORS } from "../../lib/errors.js";
import type { Refusal, ReplyCode, WireReply } from "./refusal.js";
import type { ErrorReply } from "./types.js";

type HttpStatus = (typeof ERRORS)[ReplyCode]["status"];

/** Front A's words for each status. */
const WORDS = {
  400: "Invalid request parameters",
  401: "Invalid or missing authentication",
  403: "Access denied for this operation",
  404: "Endpoint not found",
  409: "Invalid request parameters",
  429: "Rate limit exceeded, please retry later",
  500: "An unexpected error occurred, please try again later",
  503: "The service is not ready",
} as const satisfies Record<HttpStatus, string>;

/** An error as the subscription-key gateway tells it. */
export function toGatewayError({ code, details }: Refusal, requestId: string): WireReply {
  const { status } = ERRORS[code];
  const body: ErrorReply = { error: WORDS[status], details, request_id: requestId };
  return { status, body };
}
