/** An error's message and, at the command line, where nothing needs hiding, the message of its cause. */
export function withCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
