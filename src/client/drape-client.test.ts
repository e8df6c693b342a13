import assert from "node:assert/strict";
import { test } from "node:test";
import { createFakeApi, type FakeAnswer } from "../../test/helpers/fake-api.js";
import {
  DrapeApiError,
  DrapeClient,
  DrapeConnectionError,
  TryOnFailedError,
  type TryOnStatus,
} from "./mod.js";

const URL_OF_SERVICE = "https://drape.example";
const REQUEST = { person: Uint8Array.of(1, 2), garment: "https://shop.example/shirt.jpg" };

function tryOn(fields: object = {}): FakeAnswer {
  const result = null;
  return { body: { id: "t1", status: "queued", progress: 0, stage: null, result, error: null, ...fields } };
}

function setUp(answers: readonly FakeAnswer[], options: object = {}) {
  const api = createFakeApi(answers);
  const client = new DrapeClient({ url: URL_OF_SERVICE, key: "secret", ...api.options, ...options });
  return { api, client };
}

const DONE = tryOn({
  status: "succeeded",
  progress: 100,
  result: {
    url: `${URL_OF_SERVICE}/results/t1-0.png?signature=x`,
    format: "png",
    report: { score: 1 },
    warnings: ["w"],
  },
});

test("DrapeClient.tryOn() submits, polls with growing waits, tells every change, fetches the picture", async () => {
  const running = (progress: number) => tryOn({ status: "running", progress, stage: "warp" });
  const picture: FakeAnswer = { body: Uint8Array.of(7, 8), headers: { "content-type": "image/png" } };
  const { api, client } = setUp([tryOn(), tryOn(), running(40), running(40), running(80), DONE, picture]);
  const seen: TryOnStatus[] = [];
  const made = await client.tryOn(REQUEST, { onProgress: (status) => seen.push(status) });
  assert.deepEqual([...made.picture], [7, 8]);
  assert.deepEqual([made.pictureType, made.warnings, made.report], ["image/png", ["w"], { score: 1 }]);
  assert.deepEqual(
    seen.map(({ status, progress }) => [status, progress]),
    [
      ["queued", 0],
      ["running", 40],
      ["running", 80],
      ["succeeded", 100],
    ],
  );
  assert.deepEqual(api.times(), [0, 0, 1000, 2250, 3812.5, 5765.625, 5765.625]);
  assert.deepEqual(
    api.sent.map(({ method, path }) => `${method} ${path}`),
    [
      "POST /v1/try-ons",
      ...Array.from({ length: 5 }, () => "GET /v1/try-ons/t1"),
      "GET /results/t1-0.png?signature=x",
    ],
  );
  const form = api.sent[0]?.body as FormData;
  assert.equal(form.get("garment"), REQUEST.garment);
  assert.deepEqual([...new Uint8Array(await (form.get("person") as Blob).arrayBuffer())], [1, 2]);
  assert.equal(api.sent[0]?.headers.get("authorization"), "Bearer secret");
  assert.equal(api.sent.at(-1)?.headers.get("authorization"), null); // the picture may lie on another server
});

test("DrapeClient repeats what may pass, at times that Retry-After and the back-off say, as one try-on", async () => {
  const busy = (after: string): FakeAnswer => ({ status: 429, headers: { "retry-after": after }, body: {} });
  const { api, client } = setUp([busy("7"), { status: 502, body: "bad gateway" }, "no connection", tryOn()]);
  assert.equal((await client.submit(REQUEST)).id, "t1");
  assert.deepEqual(api.times(), [0, 7000, 8000, 10_000]);
  const keys = api.sent.map(({ headers }) => headers.get("idempotency-key"));
  assert.match(String(keys[0]), /^[0-9a-f]{32}$/);
  assert.equal(new Set(keys).size, 1);
});

test("DrapeClient spreads its repetitions by the jitter", async () => {
  const down: FakeAnswer = { status: 503, body: {} };
  const { api, client } = setUp([down, down, tryOn()], { random: () => 0.5 });
  await client.status("t1");
  assert.deepEqual(api.times(), [0, 375, 1125]);
});

test("DrapeClient gives up with an error that carries the request and the server's words, but no key", async () => {
  const body = {
    title: "Bad Request",
    status: 400,
    detail: "garment: missing",
    code: "INVALID_REQUEST",
    request_id: "r1",
  };
  const { api, client } = setUp([{ status: 400, body }]);
  await assert.rejects(client.submit(REQUEST), (error) => {
    assert.ok(error instanceof DrapeApiError);
    assert.deepEqual([error.status, error.code, error.requestId], [400, "INVALID_REQUEST", "r1"]);
    assert.deepEqual(error.request, { method: "POST", url: `${URL_OF_SERVICE}/v1/try-ons`, attempts: 1 });
    assert.match(error.message, /^POST .* was answered 400: garment: missing \(INVALID_REQUEST\)$/);
    assert.doesNotMatch(JSON.stringify(error) + String(error.stack), /secret/);
    return true;
  });
  assert.equal(api.sent.length, 1);
});

test("DrapeClient gives up after five attempts, or at once when the server wants a longer wait than is allowed", async () => {
  const { api, client } = setUp(Array.from({ length: 5 }, () => "no connection" as const));
  await assert.rejects(client.status("t1"), (error) => {
    assert.ok(error instanceof DrapeConnectionError);
    assert.equal(error.request.attempts, 5);
    assert.match(String((error.cause as Error).message), /fetch failed/);
    return true;
  });
  assert.deepEqual(api.times(), [0, 500, 1500, 3500, 7500]);
  const late = setUp([{ status: 429, headers: { "retry-after": "3600" }, body: {} }]);
  await assert.rejects(late.client.status("t1"), (error) => {
    assert.ok(error instanceof DrapeApiError);
    assert.equal(error.retryAfterMs, 3_600_000);
    return true;
  });
});

test("DrapeClient.tryOn() rejects with the reason of a try-on that failed", async () => {
  const error = { code: "PERSON_NOT_FOUND", message: "There is no human in the image" };
  const { client } = setUp([tryOn(), tryOn({ status: "failed", error })]);
  await assert.rejects(client.tryOn(REQUEST), (thrown) => {
    assert.ok(thrown instanceof TryOnFailedError);
    assert.equal(thrown.message, error.message);
    assert.equal(thrown.tryOn.error?.code, "PERSON_NOT_FOUND");
    return true;
  });
});

test("DrapeClient.wait() ends with the signal's reason, between polls and within them", async () => {
  const controller = new AbortController();
  const { api, client } = setUp([tryOn(), tryOn()]);
  const stop = (): void => controller.abort(new Error("the shopper left"));
  await assert.rejects(
    client.wait("t1", { signal: controller.signal, onProgress: stop }),
    /the shopper left/,
  );
  assert.equal(api.sent.length, 1);
  await assert.rejects(client.status("t1", { signal: controller.signal }), /the shopper left/);
});

test("DrapeClient cancels, deletes and makes widget tokens", async () => {
  const token = { token: "x.y.z", url: URL_OF_SERVICE, count: 2 };
  const { api, client } = setUp([
    tryOn({ status: "canceled" }),
    { status: 204 },
    { status: 201, body: token },
  ]);
  assert.equal((await client.cancel("t/1")).status, "canceled");
  await client.remove("t1");
  const request = { origin: "https://shop.example", garment: "https://shop.example/a.jpg", count: 2 };
  assert.deepEqual(await client.createWidgetToken(request), token);
  assert.deepEqual(
    api.sent.map(({ method, path }) => `${method} ${path}`),
    ["POST /v1/try-ons/t%2F1/cancel", "DELETE /v1/try-ons/t1", "POST /v1/widget-tokens"],
  );
  assert.deepEqual(JSON.parse(api.sent[2]?.body as string), request);
});
