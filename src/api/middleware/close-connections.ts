import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

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
