import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { test } from "node:test";
import { signToken } from "../conformance/target.js";
import { createKey } from "../../src/main.js";
import { findKeys } from "../helpers/find-keys.js";
import { startTestService } from "../helpers/test-service.js";
import { waitUntil } from "../helpers/wait-until.js";

// What a service that stops answers over connections that are open: new ones are not accepted.

/** A connection whose first request keeps the service from ending, because its body is not complete. */
async function openRequest(url: string): Promise<{ readonly socket: Socket; readonly text: () => string }> {
  let text = "";
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.on("data", (chunk) => (text += String(chunk)));
  const head = ["POST /nothing HTTP/1.1", "Host: a", "Content-Type: application/json", "Content-Length: 2"];
  await new Promise<void>((resolve) => socket.write([...head, "", "{"].join("\r\n"), () => resolve()));
  return { socket, text: () => text };
}

test("A request that comes while the service stops is told so in its front's words", async (t) => {
  // 500 / 503 / 504 | 5000 / 5001 / 5002 | internal / unavailable (maintenance, draining) / timed out (backlog)
  const asked = [
    ["/v1/images/kolors-virtual-try-on", '"code":5001,"message":"the service is stopping'],
    [
      "/kling-ai-polling/v1/getVirtualTryOnStatus",
      '"error":"The service is not ready","details":"the service is stopping',
    ],
    ["/v1/try-ons", '"status":503,"detail":"the service is stopping'],
  ] as const;
  for (const [path, wanted] of asked) {
    const { service, config } = await startTestService(t, { env: { DRAPE_STOP_GRACE_SECONDS: "5" } });
    const keys = findKeys(await createKey(config, "shop"));
    const { socket, text } = await openRequest(service.url);
    await waitUntil("the request arrives", () => socket.bytesWritten > 0 && socket.readyState === "open");
    await fetch(`${service.url}/healthz`, { headers: { connection: "close" } }); // the service has read what was sent before
    const stopped = service.stop();
    const head = [`GET ${path} HTTP/1.1`, "Host: a", `Authorization: Bearer ${signToken(keys)}`];
    socket.write(`}${[...head, "", ""].join("\r\n")}`);
    await waitUntil("both answers", () => text().includes(wanted), 4000);
    assert.match(text(), /HTTP\/1\.1 503 Service Unavailable\r\n(?:.*\r\n)*?retry-after: 1\r\n/i);
    assert.match(text(), /HTTP\/1\.1 503 (?:.*\r\n)*?connection: close\r\n/i);
    await stopped;
  }
});
