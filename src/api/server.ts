import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from "fastify";
import { AppError } from "../lib/errors.js";
import type { Log } from "../lib/log.js";
import { randomId } from "../lib/random-id.js";
import { answerBrokenRequest } from "./middleware/broken-requests.js";
import { closeConnectionsOnStop, refuseWhileClosing } from "./middleware/close-connections.js";
import { logRequests } from "./middleware/log-requests.js";
import { toWireError } from "./wire/error.js";

export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

export interface ServerOptions {
  readonly log: Log;
  /** Believe X-Forwarded-* headers: only behind a proxy that sets them. */
  readonly trustProxy: boolean;
  /** How long close() lets requests under way go on. */
  readonly stopGraceMs: number;
}

const SECOND = 1000;
const MAX_TEXT_BODY_BYTES = 1024 * 1024; // bodies with images are read by spoolImages(), which has limits of its own

/** An HTTP server with everything that all routes share; the routes are added by the caller. */
export function createServer({ log, trustProxy, stopGraceMs }: ServerOptions): Api {
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger, // the same methods under the framework's name
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }), // see logRequests
    genReqId: randomId,
    trustProxy,
    bodyLimit: MAX_TEXT_BODY_BYTES,
    requestTimeout: 300 * SECOND,
    // requestTimeout alone let a slow body live for 90 s longer: the server looks at its connections only this often.
    http: { connectionsCheckingInterval: 5 * SECOND, headersTimeout: 15 * SECOND },
    return503OnClosing: false, // its answer has no front's shape: refuseWhileClosing has
    onProtoPoisoning: "remove",
    onConstructorPoisoning: "remove",
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: answerError,
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setSerializerCompiler(() => (data) => JSON.stringify(data)); // schemas of replies describe them; the compiler holds them
  app.removeContentTypeParser("text/plain"); // only JSON is understood
  app.decorateRequest("subscriptionId");
  app.decorateRequest("uploads");
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    done();
  });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(() => {
    throw new AppError("ENDPOINT_NOT_FOUND");
  });
  refuseWhileClosing(app);
  closeConnectionsOnStop(app, stopGraceMs);
  logRequests(app);
  return app;
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { status, code, body, contentType, retryAfter } = toWireError(error, request.url, request.id);
  if (status === 500) request.log.error({ err: error }, "request failed by a defect");
  if (code === "STORE_UNAVAILABLE")
    request.log.warn({ err: error }, "request refused: a store is unavailable");
  if (!request.raw.complete) void reply.header("connection", "close"); // the rest of the body is not read
  if (retryAfter !== undefined) void reply.header("retry-after", retryAfter);
  void reply
    .status(status)
    .headers({ "x-request-id": request.id, "x-error-code": code })
    .type(contentType ?? "application/json; charset=utf-8")
    .send(body);
}
