import type { FastifyRequest } from "fastify";

/** The request's `traceparent`, as it came: what is malformed is ignored where it is used. Several are one text, and malformed. */
export function readTraceparent({ raw }: Pick<FastifyRequest, "raw">): string | undefined {
  const header = raw.headers["traceparent"];
  return typeof header === "string" ? header : undefined;
}
