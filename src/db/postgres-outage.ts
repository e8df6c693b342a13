/** Classes and codes of PostgreSQL's errors (its manual, appendix A) that say nothing about the statement. */
const SQL_STATES = [
  /^08/, // connection exceptions
  /^53/, // insufficient resources: disk full, out of memory, too many connections
  /^57(014|P0[1-5])$/, // canceled by a timeout, shut down, crashed, starting up
  /^25(006|P03)$/, // read-only while a replica takes over; idle in a transaction for too long
];
const NETWORK_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);
/** Errors of `pg` itself, which have no code. */
const DRIVER_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client (was closed|has encountered))/;

/** Whether an error only says that the server cannot be used for the moment: the same statement may work later. */
export function isPostgresOutage(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isPostgresOutage); // one for each address of a host
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code === "string")
    return NETWORK_CODES.has(code) || SQL_STATES.some((pattern) => pattern.test(code));
  return typeof message === "string" && DRIVER_MESSAGES.test(message);
}
