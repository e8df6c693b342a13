import type { FastifyError } from "fastify";
import { AppError, ERRORS, type ErrorCode } from "../../lib/errors.js";
import type { ErrorReply } from "./types.js";

type HttpStatus = Exclude<(typeof ERRORS)[ErrorCode]["status"], null>;

/** The protocol's words for each status. */
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

export interface WireError {
  readonly status: HttpStatus;
  readonly code: ErrorCode;
  readonly body: ErrorReply;
}

/** The reply for anything that was thrown while a request was handled. Only an AppError's own words go out. */
export function toWireError(error: unknown, requestId: string): WireError {
  const { code, details } = toAppError(error);
  const status = ERRORS[code].status ?? 500; // a code that only tasks have is a defect here
  return {
    status,
    code,
    body: { error: WORDS[status], details: details ?? ERRORS[code].text, request_id: requestId },
  };
}

/** Gives the framework's own errors a code of our table. */
function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code, statusCode, validation, message } = error as Partial<FastifyError>;
  if (validation !== undefined)
    return new AppError("INVALID_REQUEST", { details: describeValidation(validation), cause: error });
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
  const { missingProperty } = fault.params;
  if (typeof missingProperty === "string") return `${missingProperty}: missing`;
  const field = fault.instancePath.slice(1).replaceAll("/", ".");
  return `${field === "" ? "body" : field}: ${fault.message ?? "wrong"}`;
}
