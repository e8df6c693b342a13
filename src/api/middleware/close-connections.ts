import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { AppError } from "../../lib/errors.js";

/**
 * Keeps open connections from holding up a stop: those that wait for a next request, or never sent one (browsers open such in
 * advance), end at once; requests under way have `graceMs` to end.
 */
export function closeConnectionsOnStop(app: FastifyInstance, graceMs: number): void {
  const sockets = new Set<Socket>();
  app.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  app.addHook("preClose", async () => {
    app.server.closeIdleConnections();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    const timer = setTimeout(() => app.server.closeAllConnections(), graceMs);
    app.server.once("close", () => clearTimeout(timer));
  });
}

/** Answers requests that come over open connections while the service stops. */
export function refuseWhileClosing(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook("preClose", async () => {
    isClosing = true;
  });
  app.addHook("onRequest", (_request, reply, done) => {
    if (!isClosing) return done();
    reply.header("connection", "close");
    done(new AppError("NOT_READY", { details: "the service is stopping: try again soon" }));
  });
}
