import { AppError } from "../lib/errors.js";

/** An error's message. An AppError's is written for clients of the API; here nothing needs hiding, so its cause follows. */
export function withCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof AppError && error.cause instanceof Error
    ? `${error.message} (${error.cause.message})`
    : error.message;
}
