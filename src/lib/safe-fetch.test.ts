import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { HOSTILE, resolveNames } from "../../test/helpers/hostile-urls.js";
import { isPublicAddress } from "./public-address.js";
import { SafeFetcher, type SafeFetcherOptions } from "./safe-fetch.js";

// Everything hostile points at this server: a request that reaches it is a hole.
const reached: string[] = [];
let respond: RequestListener = (_request, response) => response.end("ok");
const server = createServer((request, response) => {
  reached.push(request.url ?? "");
  respond(request, response);
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

async function fetchWith(
  url: string,
  options: SafeFetcherOptions = {},
  signal = new AbortController().signal,
) {
  const fetcher = new SafeFetcher({ resolve: resolveNames, timeoutMs: 2000, ...options });
  try {
    return await fetcher.fetch(url, { signal });
  } finally {
    await fetcher.close();
  }
}

for (const url of HOSTILE) {
  test(`SafeFetcher refuses ${url}`, async () => {
    reached.length = 0;
    const outcome = await fetchWith(url.replace("PORT", String(port)));
    assert.equal(outcome.ok ? "fetched" : outcome.code, "URL_REFUSED");
    assert.deepEqual(reached, []);
  });
}

test("SafeFetcher refuses redirects to private addresses, by literal and by name", async () => {
  for (const target of [
    `http://127.0.0.1:${port}/secret`,
    `http://loopback.test:${port}/secret`,
    "file:///etc/passwd",
  ]) {
    reached.length = 0;
    respond = (_request, response) => response.writeHead(302, { location: target }).end();
    const outcome = await fetchWith(`http://inside.test:${port}/start`, { allowHosts: ["inside.test"] });
    assert.equal(outcome.ok ? "fetched" : outcome.code, "URL_REFUSED", target);
    assert.deepEqual(reached, ["/start"]);
  }
});

test("SafeFetcher follows three redirects and no fourth", async () => {
  respond = (request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end("arrived");
    else response.writeHead(307, { location: `/${left - 1}` }).end();
  };
  const options = { allowHosts: ["127.0.0.1"] };
  const three = await fetchWith(`http://127.0.0.1:${port}/3`, options);
  assert.equal(three.ok && Buffer.from(three.bytes).toString(), "arrived");
  const four = await fetchWith(`http://127.0.0.1:${port}/4`, options);
  assert.deepEqual(four, { ok: false, code: "FETCH_FAILED", message: "more than 3 redirects" });
});

test("SafeFetcher stops at the size limit, announced or not", async () => {
  const options = { allowHosts: ["127.0.0.1"], maxBytes: 1000 };
  const tooLarge = { ok: false, code: "FETCH_FAILED", message: "larger than 1000 bytes" } as const;
  respond = (_request, response) =>
    response.writeHead(200, { "content-length": 1001 }).end(Buffer.alloc(1001));
  assert.deepEqual(await fetchWith(`http://127.0.0.1:${port}/`, options), tooLarge);
  respond = (_request, response) => {
    response.write(Buffer.alloc(900));
    response.end(Buffer.alloc(101)); // chunked
  };
  assert.deepEqual(await fetchWith(`http://127.0.0.1:${port}/`, options), tooLarge);
  respond = (_request, response) => response.end(Buffer.alloc(1000));
  const fits = await fetchWith(`http://127.0.0.1:${port}/`, options);
  assert.equal(fits.ok && fits.bytes.length, 1000);
});

test("SafeFetcher tells a bad status, an unknown host and a slow server apart", async () => {
  const options = { allowHosts: ["127.0.0.1"], timeoutMs: 200 };
  respond = (_request, response) => response.writeHead(404).end();
  assert.deepEqual(await fetchWith(`http://127.0.0.1:${port}/`, options), {
    ok: false,
    code: "FETCH_FAILED",
    message: "the server answered 404",
  });
  const unknown = await fetchWith("http://nowhere.test/", options);
  assert.deepEqual(unknown, {
    ok: false,
    code: "FETCH_FAILED",
    message: "getaddrinfo ENOTFOUND nowhere.test",
  });
  respond = (_request, response) => void response.write("a"); // and never more
  assert.deepEqual(await fetchWith(`http://127.0.0.1:${port}/`, options), {
    ok: false,
    code: "FETCH_FAILED",
    message: "no complete answer within 0.2 s",
  });
});

test("SafeFetcher.fetch() rejects with the caller's reason when it is aborted", async () => {
  respond = () => {}; // never answers
  const controller = new AbortController();
  const reason = new Error("not wanted any more");
  setTimeout(() => controller.abort(reason), 50);
  await assert.rejects(
    fetchWith(`http://127.0.0.1:${port}/`, { allowHosts: ["127.0.0.1"] }, controller.signal),
    reason,
  );
});

test("isPublicAddress() says the same of an IPv4 address, its IPv4-mapped form and its NAT64 form", () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const wanted = isPublicAddress(address);
      assert.equal(isPublicAddress(`::ffff:${address}`), wanted);
      assert.equal(isPublicAddress(`64:ff9b::${address}`), wanted);
    }),
  );
});

test("isPublicAddress() refuses every address of the private and special blocks", () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const special = fc.oneof(
    fc.tuple(fc.constantFrom(0, 10, 127, 224, 239, 240, 255), byte, byte, byte),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
    fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
    fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
    fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
    fc.tuple(fc.constant(198), fc.constantFrom(18, 19), byte, byte),
  );
  fc.assert(fc.property(special, (bytes) => assert.equal(isPublicAddress(bytes.join(".")), false)));
});

test("isPublicAddress() accepts public addresses", () => {
  for (const address of [
    "93.184.215.14",
    "8.8.8.8",
    "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
    "64:ff9b::808:808",
  ]) {
    assert.equal(isPublicAddress(address), true, address);
  }
});
