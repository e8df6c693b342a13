import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { randomId } from "../../lib/random-id.js";

/** Answers what is not HTTP, or did not arrive in time, and so never becomes a request. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
  const requestId = randomId();
  const body = JSON.stringify({
    error: "Invalid request parameters",
    details: status === 408 ? "the request did not arrive in time" : "the request is not valid HTTP",
    request_id: requestId,
  });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nX-Request-Id: ${requestId}\r\nConnection: close\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
