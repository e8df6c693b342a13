import assert from "node:assert/strict";
import { test } from "node:test";
import { jwtVerify } from "jose";
import { createFakeApi, type FakeAnswer } from "../../test/helpers/fake-api.js";
import { DrapeApiError, KlingClient, TryOnFailedError } from "./mod.js";

const KEYS = { accessKey: "access", secretKey: "a-secret-of-thirty-two-characters" };
const REQUEST = { person: Uint8Array.of(255, 216), garment: new Blob(["x"]) };

function task(task_status: string, fields: object = {}): FakeAnswer {
  return {
    body: { code: 0, message: "SUCCEED", request_id: "r", data: { task_id: "k1", task_status, ...fields } },
  };
}

function setUp(answers: readonly FakeAnswer[]) {
  const api = createFakeApi(answers);
  return { api, client: new KlingClient({ url: "https://api.example/", ...KEYS, ...api.options }) };
}

const NOT_FOUND: FakeAnswer = { status: 404, body: { code: 1203, message: "no such task", request_id: "r" } };

test("KlingClient.tryOn() speaks Kling's API, with a token that the server can verify", async () => {
  const images = [{ index: 0, url: "https://cdn.example/a.png" }];
  const { api, client } = setUp([
    task("submitted"),
    task("processing"),
    task("succeed", { task_result: { images } }),
    { body: Uint8Array.of(1), headers: { "content-type": "image/png" } },
  ]);
  const made = await client.tryOn({ ...REQUEST, model: "kolors-virtual-try-on-v1-5" });
  assert.deepEqual([made.status, made.pictureUrl, [...made.picture]], ["succeeded", images[0]?.url, [1]]);
  const [created] = api.sent;
  assert.equal(created?.path, "/v1/images/kolors-virtual-try-on");
  const { external_task_id, ...body } = JSON.parse(created?.body as string) as Record<string, unknown>;
  assert.deepEqual(body, {
    model_name: "kolors-virtual-try-on-v1-5",
    human_image: "/9g=",
    cloth_image: "eA==",
  });
  assert.match(String(external_task_id), /^try-on-/);
  const token = String(created?.headers.get("authorization")).replace("Bearer ", "");
  const { payload, protectedHeader } = await jwtVerify(token, new TextEncoder().encode(KEYS.secretKey), {
    algorithms: ["HS256"],
    currentDate: new Date(created?.atMs ?? 0),
  });
  const nowS = Math.floor((created?.atMs ?? 0) / 1000);
  assert.deepEqual(protectedHeader, { alg: "HS256", typ: "JWT" });
  assert.deepEqual(payload, { iss: "access", exp: nowS + 1800, nbf: nowS - 5 });
});

test("KlingClient.submit() looks for a task whose answer was lost before it makes another", async () => {
  const { api, client } = setUp(["no connection", task("processing")]);
  assert.deepEqual((await client.submit({ ...REQUEST, externalId: "order 7" })).id, "k1");
  assert.deepEqual(
    api.sent.map(({ method, path }) => `${method} ${path}`),
    ["POST /v1/images/kolors-virtual-try-on", "GET /v1/images/kolors-virtual-try-on/order%207"],
  );
  const again = setUp([{ status: 500, body: {} }, NOT_FOUND, task("submitted")]);
  await again.client.submit(REQUEST);
  assert.deepEqual(
    again.api.sent.map(({ method }) => method),
    ["POST", "GET", "POST"],
  );
});

test("KlingClient repeats a refused create without a look, and tells codes, also those that come with HTTP 200", async () => {
  const tooMany: FakeAnswer = {
    status: 429,
    body: { code: 1303, message: "parallel task", request_id: "r" },
  };
  const { api, client } = setUp([tooMany, task("submitted")]);
  await client.submit(REQUEST);
  assert.deepEqual(api.times(), [0, 500]);
  const wrong = setUp([{ body: { code: 1102, message: "used up", request_id: "r7" } }]);
  await assert.rejects(wrong.client.submit(REQUEST), (error) => {
    assert.ok(error instanceof DrapeApiError);
    assert.deepEqual([error.code, error.requestId], [1102, "r7"]);
    return true;
  });
});

test("KlingClient.tryOn() rejects with the task's message when it failed", async () => {
  const { client } = setUp([
    task("submitted"),
    task("failed", { task_status_msg: "there is no human in the image" }),
  ]);
  await assert.rejects(client.tryOn(REQUEST), (error) => {
    assert.ok(error instanceof TryOnFailedError);
    assert.equal(error.message, "there is no human in the image");
    return true;
  });
});
