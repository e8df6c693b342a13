import type { FastifyError } from "fastify";
import { AppError, ERRORS, type ErrorCode } from "../../lib/errors.js";
import { toGatewayError } from "./gateway-error.js";
import { toKlingError } from "./kling-error.js";
import { toProblem } from "./problem.js";
import type { ReplyCode, WireReply } from "./refusal.js";

export interface WireError extends WireReply {
  readonly code: ReplyCode;
  /** Seconds for `Retry-After`. */
  readonly retryAfter: number | undefined;
}

/** Which front's words are used, by the beginning of the path; all other paths speak as front A does. */
const DIALECTS = [
  ["/v1/images/", toKlingError],
  ["/account/", toKlingError],
  ["/v1/try-ons", toProblem],
  ["/v1/inspections", toProblem],
  ["/v1/widget", toProblem],
  ["/playground/", toProblem],
  ["/admin/", toProblem],
  ["/", toGatewayError],
] as const;

const LIMITS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "RATE_LIMITED",
  "CONCURRENCY_LIMITED",
  "NOT_READY",
  "STORE_UNAVAILABLE",
]);

/** The reply for anything that was thrown while a request was handled. Only an AppError's own words go out. */
export function toWireError(error: unknown, path: string, requestId: string): WireError {
  const appError = toAppError(error);
  const code = isReplyCode(appError.code) ? appError.code : "INTERNAL"; // a code that only tasks have is a defect here
  const details = appError.details ?? ERRORS[code].text;
  const [, dialect] = DIALECTS.find(([start]) => path.startsWith(start)) ?? ["/", toGatewayError];
  const retryAfterMs = appError.retryAfterMs ?? (LIMITS.has(code) ? 1000 : undefined);
  const retryAfter = retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(retryAfterMs / 1000));
  return { ...dialect({ code, details }, requestId), code, retryAfter };
}

function isReplyCode(code: ErrorCode): code is ReplyCode {
  return ERRORS[code].status !== null;
}

/** Gives the framework's own errors a code of our table. */
function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code, statusCode, validation, message } = error as Partial<FastifyError>;
  if (validation !== undefined)
    return new AppError("INVALID_REQUEST", { details: describeValidation(validation), cause: error });
  if (code === "ENOSPC") return new AppError("STORE_UNAVAILABLE", { cause: error });
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") return new AppError("BODY_TOO_LARGE", { cause: error });
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") {
    return new AppError("INVALID_JSON", { details: "Content-Type: want application/json", cause: error });
  }
  if (code === "FST_ERR_CTP_EMPTY_JSON_BODY")
    return new AppError("INVALID_JSON", { details: "the body is empty: want a JSON object", cause: error });
  if (code === "FST_ERR_CTP_INVALID_JSON_BODY" || (error instanceof SyntaxError && statusCode === 400)) {
    return new AppError("INVALID_JSON", { details: "the body is not valid JSON", cause: error });
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new AppError("INVALID_REQUEST", {
      details: message ?? "the request cannot be read",
      cause: error,
    });
  }
  return new AppError("INTERNAL", { cause: error });
}

function describeValidation(faults: NonNullable<FastifyError["validation"]>): string {
  const [fault] = faults;
  if (fault === undefined) return ERRORS.INVALID_REQUEST.text;
  const { missingProperty, additionalProperty } = fault.params;
  if (typeof missingProperty === "string") return `${missingProperty}: missing`;
  if (typeof additionalProperty === "string") return `${additionalProperty}: there is no such field`;
  const field = fault.instancePath.slice(1).replaceAll("/", ".");
  return `${field === "" ? "body" : field}: ${fault.message ?? "wrong"}`;
}
