import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { JPEG_BASE64, startTestService, SUBMIT, type TestService } from "../helpers/test-service.js";
import { waitUntil } from "../helpers/wait-until.js";

const MIB = 1024 * 1024;
const NEVER = (): Promise<never> => new Promise(() => {});

interface RawAnswer {
  readonly text: string;
  /** How much of the body had been handed to the connection when the answer was there. */
  readonly sentBytes: number;
}

/** Sends a request's head and then its body in pieces for as long as the server takes them. */
function sendRaw(
  service: TestService,
  head: readonly string[],
  pieces: Iterable<string>,
): Promise<RawAnswer> {
  const { port } = new URL(service.service.url);
  return new Promise((resolve, reject) => {
    let text = "";
    let sentBytes = 0;
    const socket = connect(Number(port), "127.0.0.1");
    const send = async (): Promise<void> => {
      const start = [`POST ${SUBMIT} HTTP/1.1`, "Host: a", "Content-Type: application/json"];
      const key = `Ocp-Apim-Subscription-Key: ${service.key}`;
      socket.write([...start, key, ...head, "", ""].join("\r\n"));
      for (const piece of pieces) {
        if (text !== "" || !socket.writable) break;
        sentBytes += piece.length;
        if (!socket.write(piece)) await waitUntil("drain", () => !socket.writableNeedDrain || socket.closed);
      }
    };
    send().catch(reject);
    socket.on("data", (chunk) => (text += String(chunk)));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE" && error.code !== "ECONNRESET") reject(error); // the server hung up while we sent
    });
    socket.on("close", () => resolve({ text, sentBytes }));
  });
}

function* repeat(first: string, piece: string, count: number): Generator<string> {
  yield first;
  for (let i = 0; i < count; i++) yield piece;
}

test("A body that announces too much is refused before it is read", async (t) => {
  const service = await startTestService(t, { runJob: NEVER });
  const { text, sentBytes } = await sendRaw(service, [`Content-Length: ${41 * MIB}`], []);
  assert.match(text, /^HTTP\/1\.1 400 Bad Request\r\n/);
  assert.match(text, /\r\nconnection: close\r\n/i);
  assert.match(text, /"error":"Invalid request parameters","details":"The body is larger than two images/);
  assert.equal(sentBytes, 0);
});

test("An image that grows beyond 10 MB is refused at once, without reading on", async (t) => {
  const service = await startTestService(t, { runJob: NEVER });
  const piece = JPEG_BASE64.slice(0, 1024).repeat(64);
  const body = repeat(`{"human_image":"`, piece, 35 * 16); // 35 MB in pieces of 64 KB
  const { text, sentBytes } = await sendRaw(service, [`Content-Length: ${38 * MIB}`], body);
  assert.match(text, /human_image: larger than 10 MB/);
  assert.ok(sentBytes < 25 * MIB, `${sentBytes} bytes were taken`); // 13.4 MB and what lies in the sockets
});

test("Nothing of a request's images stays, whether it is refused, cut off or accepted", async (t) => {
  const service = await startTestService(t, { runJob: NEVER });
  const spool = join(service.config.dataDir, "spool");
  const large = Buffer.concat([Buffer.from(JPEG_BASE64, "base64"), Buffer.alloc(MIB)]).toString("base64");
  assert.equal((await service.post(SUBMIT, { human_image: large, cloth_image: large })).status, 200);
  assert.equal((await service.post(SUBMIT, { human_image: large })).status, 400);
  assert.equal((await service.post(SUBMIT, `{"human_image":"${large}"`)).status, 400);
  assert.equal((await service.post(SUBMIT, { human_image: large, cloth_image: `${large}!` })).status, 400);
  const cut = connect(Number(new URL(service.service.url).port), "127.0.0.1");
  cut.write(
    `POST ${SUBMIT} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${3 * MIB}\r\n`,
  );
  cut.write(`Ocp-Apim-Subscription-Key: ${service.key}\r\n\r\n{"human_image":"${large}`);
  await waitUntil("the image arrives", async () => (await readdir(spool)).length === 1);
  cut.destroy();
  await waitUntil("its file is gone", async () => (await readdir(spool)).length === 0);
});
