import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { createKey } from "../../src/main.js";
import {
  dataOf,
  JPEG_BASE64,
  linkOf,
  makePicture,
  POLL,
  POLL_LUMALABS,
  pollToEnd,
  postJson,
  startTestService,
  SUBMIT,
  type Reply,
} from "../helpers/test-service.js";
import { waitUntil } from "../helpers/wait-until.js";

// Front A field by field. The sentence of the protocol that a check enforces stands above it.

const NEVER = (): Promise<never> => new Promise(() => {});
const GOOD = { human_image: JPEG_BASE64, cloth_image: JPEG_BASE64 };

function assertError(reply: Reply, status: number, error: string, details: RegExp): void {
  assert.equal(reply.status, status);
  assert.equal(reply.body["error"], error);
  assert.match(String(reply.body["details"]), details);
  // every reply carries `request_id` in the body or the `X-Request-Id` header
  assert.equal(reply.body["request_id"], reply.headers.get("x-request-id"));
  assert.match(String(reply.headers.get("content-type")), /^application\/json/);
}

function assertInvalid(reply: Reply, details: RegExp): void {
  // 400 | bad JSON, missing or wrong fields, images refused before a task exists | `Invalid request parameters`
  assertError(reply, 400, "Invalid request parameters", details);
}

test("Submit answers 200 with the envelope and a submitted task", async (t) => {
  const { post } = await startTestService(t, { runJob: NEVER });
  const beforeMs = Date.now();
  const reply = await post(SUBMIT, GOOD);
  assert.equal(reply.status, 200);
  // {"code":0,"message":"SUCCEED","request_id":"ChBRS2c7DlgAAAAAAAIzCw",
  assert.deepEqual(Object.keys(reply.body), ["code", "message", "request_id", "data"]);
  assert.equal(reply.body["code"], 0);
  assert.equal(reply.body["message"], "SUCCEED");
  assert.match(String(reply.body["request_id"]), /^[\w-]{22}$/);
  assert.equal(reply.headers.get("x-request-id"), reply.body["request_id"]);
  //  "data":{"task_id":"ChBRS2c7DlgAAAAAAAXXXX","task_status":"submitted","created_at":1731928289693,"updated_at":1731928289693}}
  const { task_id, task_status, created_at, updated_at, ...rest } = dataOf(reply);
  assert.deepEqual(rest, {});
  assert.match(String(task_id), /^[\w-]{22}$/);
  assert.equal(task_status, "submitted");
  assert.ok(Number(created_at) >= beforeMs && Number(created_at) <= Date.now());
  assert.equal(updated_at, created_at);
});

for (const path of [POLL, POLL_LUMALABS]) {
  // `POST /kling-ai-polling/v1/getVirtualTryOnStatus`, and the same handler at `POST /lumalabs-ai-polling/v1/getStatus`
  test(`Poll at ${path} tells processing, then succeed with the picture`, async (t) => {
    let finish = (): void => {};
    const ended = new Promise<void>((resolve) => (finish = resolve));
    const service = await startTestService(t, {
      async runJob() {
        await ended; // which may be before the worker comes to it
        return { state: "failed", code: "PERSON_NOT_FOUND", message: "there is no human in the image" };
      },
    });
    const { task_id, created_at } = dataOf(await service.post(SUBMIT, GOOD));
    const running = await service.post(path, { task_id });
    // Until it succeeds `task_result` is `{}`.
    const { updated_at, ...data } = dataOf(running);
    assert.deepEqual(data, {
      task_id,
      task_status: "processing",
      task_status_msg: "",
      task_info: {},
      task_result: {},
      created_at,
    });
    assert.ok(Number(updated_at) >= Number(created_at));
    finish();
    const failed = await pollToEnd(service, task_id);
    // A failed task answers HTTP 200, `code` 0, `message` `SUCCEED`, and the reason in `data.task_status_msg`
    assert.equal(failed.status, 200);
    assert.equal(failed.body["code"], 0);
    assert.equal(failed.body["message"], "SUCCEED");
    assert.equal(dataOf(failed)["task_status"], "failed");
    assert.equal(dataOf(failed)["task_status_msg"], "there is no human in the image");
    assert.deepEqual(dataOf(failed)["task_result"], {});
  });
}

test("Poll of a task that succeeded has one image with index and url", async (t) => {
  const service = await startTestService(t);
  const { task_id, created_at } = dataOf(await service.post(SUBMIT, GOOD));
  const reply = await pollToEnd(service, task_id);
  // "task_status":"succeed","task_status_msg":"","task_info":{},"task_result":{"images":[{"index":0,"url":"https://…-0.png"}]}
  const { updated_at, task_result, ...data } = dataOf(reply);
  assert.deepEqual(data, { task_id, task_status: "succeed", task_status_msg: "", task_info: {}, created_at });
  assert.ok(Number(updated_at) >= Number(created_at));
  assert.deepEqual(task_result, { images: [{ index: 0, url: linkOf(reply) }] });
  assert.match(linkOf(reply), /\/results\/[\w-]{22}-0\.png\?expires=\d+&signature=[\w-]{43}$/);
});

test("An unknown task and a task of another subscription are not found", async (t) => {
  const { config, post } = await startTestService(t, { runJob: NEVER });
  // An unknown task, and a task of another subscription, answers HTTP 200 with
  // `"data":{"task_id":"…","task_status":"failed","task_status_msg":"task not found"}`.
  const unknown = await post(POLL, { task_id: "nope" });
  assert.equal(unknown.status, 200);
  assert.equal(unknown.body["code"], 0);
  assert.deepEqual(dataOf(unknown), {
    task_id: "nope",
    task_status: "failed",
    task_status_msg: "task not found",
  });

  const { task_id } = dataOf(await post(SUBMIT, GOOD));
  const other = await createKey(config, "other");
  const foreign = await post(POLL, { task_id }, { "ocp-apim-subscription-key": other.key });
  assert.equal(foreign.status, 200);
  assert.deepEqual(dataOf(foreign), { task_id, task_status: "failed", task_status_msg: "task not found" });
  assert.notEqual(dataOf(await post(POLL, { task_id }))["task_status_msg"], "task not found");
});

test("A missing or unknown key is refused before the body is looked at", async (t) => {
  const { service } = await startTestService(t);
  const json = { "content-type": "application/json" };
  for (const path of [SUBMIT, POLL, POLL_LUMALABS]) {
    // 401 | key missing or unknown | `Invalid or missing authentication`
    const missing = await postJson(service.url + path, "{", json);
    assertError(missing, 401, "Invalid or missing authentication", /Ocp-Apim-Subscription-Key/);
    const unknown = await postJson(service.url + path, "{", {
      ...json,
      "Ocp-Apim-Subscription-Key": "f".repeat(64),
    });
    assertError(unknown, 401, "Invalid or missing authentication", /unknown/);
  }
});

test("The key is also taken from the query", async (t) => {
  const { service, key } = await startTestService(t);
  // Rule: also query parameter `subscription-key=KEY`, the gateway's own convention
  const url = `${service.url}${POLL}?subscription-key=${key}`;
  const reply = await postJson(url, { task_id: "x" }, { "content-type": "application/json" });
  assert.equal(reply.status, 200);
});

test("Unknown paths and wrong methods are not found", async (t) => {
  const { service, post } = await startTestService(t);
  // 404 | no such path (or method) | `Endpoint not found`
  assertError(await post("/kling-ai-vton/v1/nothing", {}), 404, "Endpoint not found", /no such path/);
  for (const path of [SUBMIT, POLL, POLL_LUMALABS]) {
    const response = await fetch(service.url + path);
    assert.equal(response.status, 404);
    assert.equal(((await response.json()) as Reply["body"])["error"], "Endpoint not found");
  }
});

test("What is not a JSON object is refused", async (t) => {
  const { post } = await startTestService(t);
  assertInvalid(await post(SUBMIT, "{"), /not valid JSON/);
  assertInvalid(await post(SUBMIT, ""), /body/);
  assertInvalid(await post(SUBMIT, "[]"), /body: must be object/);
  assertInvalid(await post(SUBMIT, GOOD, { "content-type": "text/plain" }), /Content-Type/);
  assertInvalid(await post(SUBMIT, "x".repeat(33 * 1024 * 1024)), /larger than/);
});

test("Missing and wrong fields are refused with their name", async (t) => {
  const { post } = await startTestService(t);
  assertInvalid(await post(SUBMIT, {}), /^human_image: missing$/);
  assertInvalid(await post(SUBMIT, { ...GOOD, human_image: 5 }), /^human_image: must be string$/);
  assertInvalid(await post(SUBMIT, { ...GOOD, human_image: "" }), /^human_image: /);
  assertInvalid(await post(SUBMIT, { ...GOOD, cloth_image: ["a"] }), /^cloth_image: /);
  assertInvalid(await post(SUBMIT, { ...GOOD, callback_url: 5 }), /^callback_url: /);
  assertInvalid(await post(POLL, {}), /^task_id: missing$/);
  // Rule: neither `cloth_image` nor `image_tail` → 400.
  assertInvalid(await post(SUBMIT, { human_image: JPEG_BASE64 }), /^cloth_image: missing/);
  assertInvalid(
    await post(SUBMIT, { human_image: JPEG_BASE64, cloth_image: "", image_tail: null }),
    /^cloth_image: missing/,
  );
});

test("Images that cannot be used are refused before a task exists", async (t) => {
  const { post } = await startTestService(t);
  const withPerson = (human_image: string): Promise<Reply> => post(SUBMIT, { ...GOOD, human_image });
  const encode = async (picture: Promise<Buffer>): Promise<string> => (await picture).toString("base64");
  // A Base64 value with a `data:` prefix → 400 that says to drop the prefix.
  assertInvalid(await withPerson(`data:image/jpeg;base64,${JPEG_BASE64}`), /^human_image: drop the prefix/);
  assertInvalid(await withPerson("not an image!"), /^human_image: neither an http\(s\) URL nor Base64$/);
  // `details` says what is wrong in words a client's developer can act on (`human_image: not a JPEG or PNG`)
  assertInvalid(
    await withPerson(Buffer.from("hello").toString("base64")),
    /^human_image: not a JPEG or PNG$/,
  );
  assertInvalid(
    await withPerson(await encode(makePicture(400, 400).webp().toBuffer())),
    /^human_image: not a JPEG or PNG$/,
  );
  // Images on both fronts: JPEG or PNG, at most 10 MB each after decoding, width and height at least 300 px.
  assertInvalid(
    await withPerson(await encode(makePicture(299, 400).png().toBuffer())),
    /^human_image: 299x400 px is too small/,
  );
  const tooLarge = Buffer.concat([
    Buffer.from(JPEG_BASE64, "base64"),
    Buffer.alloc(10 * 1024 * 1024),
  ]).toString("base64");
  assertInvalid(await withPerson(tooLarge), /^human_image: larger than 10 MB/);
  assertInvalid(await post(SUBMIT, { ...GOOD, cloth_image: "AAAA" }), /^cloth_image: not a JPEG or PNG$/);
  assertInvalid(
    await post(SUBMIT, { human_image: JPEG_BASE64, image_tail: "AAAA" }),
    /^image_tail: not a JPEG or PNG$/,
  );
  assertInvalid(
    await withPerson("http://127.0.0.1/a.jpg"),
    /^human_image: 127\.0\.0\.1 is not a public address$/,
  );
  assertInvalid(await withPerson("ftp://example.com/a.jpg"), /^human_image: ftp: is not supported/);
});

test("Submit accepts every form that clients use", async (t) => {
  const inputs: unknown[] = [];
  const { post } = await startTestService(t, {
    runJob: async (job) => {
      inputs.push(job.inputs);
      return { state: "failed", code: "X", message: "seen" };
    },
  });
  const url = "https://images.example.com/a.jpg";
  const accept = async (body: object): Promise<void> =>
    assert.equal((await post(SUBMIT, body)).status, 200, JSON.stringify(body).slice(0, 200));
  // `human_image` | string, required | URL (`http`/`https`) or raw Base64
  await accept({ human_image: url, cloth_image: url });
  // Unknown fields are ignored, never refused (real clients send `model`, `webhook_url`, …).
  await accept({ ...GOOD, model: "kolors", webhook_url: null, deep: { a: 1 } });
  // `callback_url` | string, `""` or null | empty means none
  await accept({ ...GOOD, callback_url: "" });
  await accept({ ...GOOD, callback_url: null });
  // `image_tail` … without `cloth_image` it is the garment
  await accept({ human_image: url, image_tail: `${url}?tail` });
  // … with `cloth_image` it is a second garment of the same outfit
  await accept({ human_image: url, cloth_image: `${url}?upper`, image_tail: `${url}?lower` });
  // MIME encoders break lines.
  await accept({ ...GOOD, human_image: JPEG_BASE64.replace(/(.{76})/g, "$1\r\n") });
  await waitUntil("seven jobs", () => inputs.length === 7);
  const refs = inputs.map((input) =>
    (input as { readonly garments: readonly { readonly url?: string }[] }).garments.map(
      (garment) => garment.url,
    ),
  );
  assert.deepEqual(refs[4], [`${url}?tail`]);
  assert.deepEqual(refs[5], [`${url}?upper`, `${url}?lower`]);
});

test("Two images of 10 MB each are accepted", async (t) => {
  const { post } = await startTestService(t);
  const picture = Buffer.from(JPEG_BASE64, "base64");
  const large = Buffer.concat([picture, Buffer.alloc(10 * 1024 * 1024 - picture.length)]).toString("base64");
  assert.equal((await post(SUBMIT, { human_image: large, cloth_image: large })).status, 200);
});

test("What is not HTTP is answered in the same form", async (t) => {
  const { service } = await startTestService(t);
  const { port } = new URL(service.url);
  const text = await new Promise<string>((resolve) => {
    let received = "";
    const socket = connect(Number(port), "127.0.0.1", () => socket.write("nonsense\r\n\r\n"));
    socket.on("data", (chunk) => (received += String(chunk))).on("close", () => resolve(received));
  });
  const [head = "", body = "{}"] = text.split("\r\n\r\n");
  assert.match(head, /^HTTP\/1\.1 400 Bad Request\r\nX-Request-Id: [\w-]{22}\r\n/);
  assert.equal((JSON.parse(body) as Reply["body"])["error"], "Invalid request parameters");
});
