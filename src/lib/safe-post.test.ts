import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { HOSTILE, resolveNames } from "../../test/helpers/hostile-urls.js";
import { SafePoster, type SafePosterOptions } from "./safe-post.js";

// Everything hostile points at this server: a request that reaches it is a hole.
const reached: { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
let respond: RequestListener = (_request, response) => response.end("ok");
const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
  request.on("end", () => {
    reached.push({ url: request.url ?? "", headers: request.headers, body });
    respond(request, response);
  });
});
let port = 0;

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

async function postTo(url: string, options: SafePosterOptions = {}, signal = new AbortController().signal) {
  const poster = new SafePoster({ resolve: resolveNames, timeoutMs: 2000, ...options });
  reached.length = 0;
  try {
    return await poster.post(url, { headers: { "webhook-id": "msg_1" }, body: '{"a":1}', signal });
  } finally {
    await poster.close();
  }
}

const INSIDE = { allowHosts: ["127.0.0.1"] };

for (const url of HOSTILE) {
  test(`SafePoster refuses ${url}`, async () => {
    const outcome = await postTo(url.replace("PORT", String(port)));
    assert.equal(outcome.ok ? outcome.status : outcome.code, "URL_REFUSED");
    assert.deepEqual(reached, []);
  });
}

test("SafePoster posts the body with its headers and tells the status", async () => {
  respond = (_request, response) => response.writeHead(204).end();
  assert.deepEqual(await postTo(`http://127.0.0.1:${port}/hook?a=1`, INSIDE), { ok: true, status: 204 });
  assert.deepEqual(
    reached.map(({ url, body, headers }) => [url, body, headers["webhook-id"]]),
    [["/hook?a=1", '{"a":1}', "msg_1"]],
  );
});

test("SafePoster follows no redirect", async () => {
  respond = (_request, response) => response.writeHead(307, { location: "/elsewhere" }).end();
  assert.deepEqual(await postTo(`http://127.0.0.1:${port}/`, INSIDE), { ok: true, status: 307 });
  assert.equal(reached.length, 1);
});

test("SafePoster does not read an endless answer", async () => {
  respond = (_request, response) => {
    const timer = setInterval(() => response.write("x".repeat(1000)), 1);
    response.on("close", () => clearInterval(timer));
  };
  assert.deepEqual(await postTo(`http://127.0.0.1:${port}/`, INSIDE), { ok: true, status: 200 });
});

test("SafePoster tells a receiver that does not answer, and one that is not there", async () => {
  respond = () => {}; // never answers
  assert.deepEqual(await postTo(`http://127.0.0.1:${port}/`, { ...INSIDE, timeoutMs: 100 }), {
    ok: false,
    code: "FETCH_FAILED",
    message: "no answer within 0.1 s",
  });
  const nobody = await postTo("http://127.0.0.1:1/", INSIDE);
  assert.match(nobody.ok ? "" : nobody.message, /ECONNREFUSED/);
});

test("SafePoster.post() rejects with the caller's reason when it is aborted", async () => {
  respond = () => {};
  const controller = new AbortController();
  const reason = new Error("stopping");
  setTimeout(() => controller.abort(reason), 50);
  await assert.rejects(postTo(`http://127.0.0.1:${port}/`, INSIDE, controller.signal), reason);
});
