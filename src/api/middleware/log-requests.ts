import type { FastifyInstance } from "fastify";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Requests that come all the time and tell nothing when they go well: logged at debug level then. */
    isRoutine?: boolean;
  }
}

/** Logs one line a request, without its query: keys and signatures travel there. */
export function logRequests(app: FastifyInstance): void {
  app.addHook("onResponse", (request, reply, done) => {
    const { url, config } = request.routeOptions;
    const level = config.isRoutine === true && reply.statusCode < 400 ? "debug" : "info";
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
    done();
  });
}
