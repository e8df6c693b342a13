import { STATUS_CODES } from "node:http";
import { ERRORS } from "../../lib/errors.js";
import type { Refusal, ReplyCode, WireReply } from "./refusal.js";
import type { Problem } from "./types.js";

/** Statuses that this front can tell apart and the published protocols cannot. */
const STATUS: Readonly<Partial<Record<ReplyCode, number>>> = {
  METHOD_NOT_ALLOWED: 405,
  BODY_TOO_SLOW: 408,
  BODY_TOO_LARGE: 413,
};

/** An error as RFC 9457 wants it, with our code beside the standard's members. */
export function toProblem({ code, details }: Refusal, requestId: string): WireReply {
  const status = STATUS[code] ?? ERRORS[code].status;
  const body: Problem = {
    type: `urn:drape:problem:${code}`,
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail: details,
    code,
    request_id: requestId,
  };
  return { status, contentType: "application/problem+json", body };
}
