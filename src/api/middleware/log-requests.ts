import type { FastifyInstance } from "fastify";

/** Logs one line a request, without its query: keys and signatures travel there. Health checks are logged at debug level. */
export function logRequests(app: FastifyInstance): void {
  app.addHook("onResponse", async (request, reply) => {
    const { url } = request.routeOptions;
    const level = url === "/healthz" || url === "/readyz" ? "debug" : "info";
    request.log[level](
      {
        method: request.method,
        path: url ?? "unknown",
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        subscriptionId: request.subscriptionId,
      },
      "request",
    );
  });
}
