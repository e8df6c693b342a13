import { AppError } from "../../lib/errors.js";
import type { Api } from "../server.js";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Method = (typeof METHODS)[number];

/** Answers the methods that a path does not have, so that its clients learn that only the method is wrong. */
export function addMethodFallback(app: Api, url: string, allowed: readonly Method[]): void {
  app.route({
    method: METHODS.filter((method) => !allowed.includes(method)),
    url,
    schema: { hide: true },
    onRequest: async (_request, reply) => {
      reply.header("allow", allowed.join(", "));
      throw new AppError("METHOD_NOT_ALLOWED", { details: `want one of ${allowed.join(", ")}` });
    },
    handler: () => {}, // never reached
  });
}
