import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import sharp from "sharp";
import { createRunJob } from "../../src/run-job.js";
import { convertPng } from "../../src/codecs/mod.js";
import { openDiskBlobStore } from "../../src/storage/mod.js";
import { JPEG_BASE64, makePicture, startTestService, type TestService } from "../helpers/test-service.js";
import { waitUntil } from "../helpers/wait-until.js";

// The plain front: /v1/try-ons.

type Json = Readonly<Record<string, unknown>>;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

const PATH = "/v1/try-ons";
const GOOD = { person: JPEG_BASE64, garment: JPEG_BASE64 };
const NEVER = (): Promise<never> => new Promise(() => {});

async function send(
  { service, key }: TestService,
  method: string,
  path: string,
  init: RequestInit = {},
): Promise<Answer> {
  const headers = { authorization: `Bearer ${key}`, ...(init.headers as Readonly<Record<string, string>>) };
  const response = await fetch(service.url + path, { ...init, method, headers });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === "" ? {} : (JSON.parse(text) as Json),
  };
}

function post(
  service: TestService,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const init = { body: JSON.stringify(body), headers: { "content-type": "application/json", ...headers } };
  return send(service, "POST", PATH, init);
}

async function create(service: TestService, body: object = {}): Promise<string> {
  const answer = await post(service, { ...GOOD, ...body });
  assert.equal(answer.status, 202, JSON.stringify(answer.body));
  return String(answer.body["id"]);
}

async function waitForEnd(service: TestService, id: string): Promise<Json> {
  let body: Json = {};
  await waitUntil("the end", async () => {
    ({ body } = await send(service, "GET", `${PATH}/${id}`));
    return body["ended_at"] !== null;
  });
  return body;
}

function assertProblem({ status, headers, body }: Answer, wanted: number, code: string, detail = /./): void {
  // RFC 9457, §3: the media type and the members of a problem
  assert.equal(status, wanted, JSON.stringify(body));
  assert.match(String(headers.get("content-type")), /^application\/problem\+json/);
  assert.deepEqual(Object.keys(body), ["type", "title", "status", "detail", "code", "request_id"]);
  assert.deepEqual([body["status"], body["code"]], [wanted, code]);
  assert.match(String(body["detail"]), detail);
}

test("POST accepts a try-on as JSON, GET tells how far it is", async (t) => {
  const service = await startTestService(t, {
    runJob: (_job, { onProgress }) => {
      onProgress(42, "warp");
      return new Promise(() => {});
    },
  });
  const accepted = await post(service, { ...GOOD, external_id: "order 7" });
  assert.equal(accepted.status, 202);
  const { id, created_at } = accepted.body;
  assert.equal(accepted.headers.get("location"), `${PATH}/${String(id)}`);
  assert.deepEqual(accepted.body, {
    id,
    status: "queued",
    progress: 0,
    stage: null,
    engine: "drape",
    external_id: "order 7",
    created_at,
    updated_at: created_at,
    ended_at: null,
    result: null,
    error: null,
  });
  await waitUntil("progress", async () => {
    const { body } = await send(service, "GET", `${PATH}/${String(id)}`);
    return body["status"] === "running" && body["progress"] === 42 && body["stage"] === "warp";
  });
});

test("A result has its link, its report and its warnings", async (t) => {
  const service = await startTestService(t);
  const { result, ...body } = await waitForEnd(service, await create(service));
  assert.deepEqual([body["status"], body["progress"], body["error"]], ["succeeded", 100, null]);
  const { url, ...rest } = result as Readonly<Record<string, string>>;
  assert.deepEqual(rest, { format: "png", report: { score: 1 }, warnings: [] });
  assert.equal((await fetch(String(url))).headers.get("content-type"), "image/png");
});

test("A form with files is the same as JSON, and a file never stays behind", async (t) => {
  const service = await startTestService(t, { runJob: NEVER });
  const picture = await makePicture(700, 500).png({ compressionLevel: 0 }).toBuffer();
  const form = new FormData();
  form.append("person", new Blob([Uint8Array.from(picture)]), "me.png");
  form.append("garment", "https://example.com/garment.jpg");
  form.append("output_format", "webp");
  form.append("output_max_side_px", "512");
  const accepted = await send(service, "POST", PATH, { body: form });
  assert.equal(accepted.status, 202, JSON.stringify(accepted.body));
  const inputs = join(service.config.dataDir, "blobs", "inputs");
  assert.deepEqual(await readdir(inputs), [`${String(accepted.body["id"])}.person`]);

  const refuse = async (name: string, value: Blob | string, code: string, detail: RegExp): Promise<void> => {
    const bad = new FormData();
    bad.append("person", "https://example.com/p.jpg");
    bad.append("garment", "https://example.com/g.jpg");
    if (typeof value === "string") bad.set(name, value);
    else bad.set(name, value, "file");
    assertProblem(await send(service, "POST", PATH, { body: bad }), 400, code, detail);
  };
  await refuse("garment", new Blob(["hello"]), "IMAGE_REFUSED", /^garment: not a JPEG or PNG$/);
  await refuse(
    "garment",
    new Blob([Buffer.alloc(10 * 1024 * 1024 + 1)]),
    "IMAGE_REFUSED",
    /^garment: larger than 10 MB/,
  );
  await refuse("engine", new Blob(["x"]), "INVALID_REQUEST", /^engine: is not a file$/);
  await refuse("output_max_side_px", "many", "INVALID_REQUEST", /^output_max_side_px: must be integer/);
  const cut = {
    body: '--x\r\nContent-Disposition: form-data; name="person"\r\n\r\nabc',
    headers: { "content-type": "multipart/form-data; boundary=x" },
  };
  assertProblem(await send(service, "POST", PATH, cut), 400, "INVALID_REQUEST", /form cannot be read/);
  assertProblem(
    await send(service, "POST", PATH, { body: "x", headers: { "content-type": "multipart/form-data" } }),
    400,
    "INVALID_REQUEST",
  );
  await waitUntil(
    "no file in the spool",
    async () => (await readdir(join(service.config.dataDir, "spool"))).length === 0,
  );
});

test("Submits with one Idempotency-Key are one, and get one answer", async (t) => {
  const service = await startTestService(t);
  const headers = { "idempotency-key": "k1" };
  const answers = await Promise.all([
    post(service, GOOD, headers),
    post(service, GOOD, headers),
    post(service, GOOD, headers),
  ]);
  const [first] = answers;
  await waitForEnd(service, String(first?.body["id"]));
  answers.push(await post(service, GOOD, headers));
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"; // each repetition has its own
  answers.push(await post(service, GOOD, { ...headers, traceparent }));
  for (const { status, body } of answers) assert.deepEqual([status, body], [202, first?.body]);
  const list = await send(service, "GET", PATH);
  assert.equal((list.body["try_ons"] as readonly unknown[]).length, 1);
  const other = { ...GOOD, output_format: "webp" };
  assertProblem(await post(service, other, headers), 409, "IDEMPOTENCY_CONFLICT");
  const otherPicture = (await makePicture(301, 300).jpeg().toBuffer()).toString("base64");
  assertProblem(await post(service, { ...GOOD, person: otherPicture }, headers), 409, "IDEMPOTENCY_CONFLICT");
  assert.equal((await post(service, GOOD, { "idempotency-key": "k2" })).status, 202);
});

test("Events tell every change and end with the try-on", async (t) => {
  let finish = (): void => {};
  const service = await startTestService(t, {
    runJob: (_job, { onProgress }) => {
      onProgress(50, "warp");
      return new Promise((resolve) => {
        finish = () => resolve({ state: "failed", code: "PERSON_NOT_FOUND", message: "nobody there" });
      });
    },
  });
  const id = await create(service);
  const stream = await fetch(`${service.service.url}${PATH}/${id}/events`, {
    headers: { authorization: `Bearer ${service.key}` },
  });
  assert.equal(stream.headers.get("content-type"), "text/event-stream");
  let text = "";
  for await (const chunk of stream.body ?? []) {
    text += Buffer.from(chunk as Uint8Array).toString();
    if (text.includes('"progress":50')) finish();
  }
  const events = text
    .trim()
    .split("\n\n")
    .map((event) => /^event: try-on\ndata: (.*)$/.exec(event)?.[1] ?? "");
  const statuses = events.map((data) => (JSON.parse(data) as Json)["status"]);
  assert.equal(statuses.at(-1), "failed");
  assert.ok(statuses.includes("running"));
  assert.deepEqual((JSON.parse(events.at(-1) ?? "") as Json)["error"], {
    code: "PERSON_NOT_FOUND",
    message: "nobody there",
  });
});

test("A stop ends streams of events at once", async (t) => {
  const service = await startTestService(t, { runJob: NEVER, env: { DRAPE_STOP_GRACE_SECONDS: "3" } });
  const id = await create(service);
  const headers = { authorization: `Bearer ${service.key}` };
  const stream = await fetch(`${service.service.url}${PATH}/${id}/events`, { headers });
  const ended = stream.text();
  const startedMs = performance.now();
  const stopped = service.service.stop();
  assert.match(await ended, /^event: try-on\n/);
  assert.ok(performance.now() - startedMs < 2000);
  await stopped; // the running job has its grace
});

test("Cancel ends a try-on; one that has ended cannot be canceled", async (t) => {
  let aborted = false;
  const service = await startTestService(t, {
    runJob: (_job, { signal }) => {
      signal.addEventListener("abort", () => void (aborted = true));
      return new Promise(() => {});
    },
  });
  const id = await create(service);
  const cancel = () => send(service, "POST", `${PATH}/${id}/cancel`);
  const canceled = await cancel();
  assert.deepEqual([canceled.status, canceled.body["status"]], [200, "canceled"]);
  assert.deepEqual((await cancel()).body, canceled.body);
  await waitUntil("the job's end", () => aborted);
  const front = await service.post("/kling-ai-polling/v1/getVirtualTryOnStatus", { task_id: id });
  const data = front.body["data"] as Json;
  assert.deepEqual([data["task_status"], data["task_status_msg"]], ["failed", "The task was canceled"]);

  const quick = await startTestService(t);
  const ended = await create(quick);
  await waitForEnd(quick, ended);
  assertProblem(await send(quick, "POST", `${PATH}/${ended}/cancel`), 409, "ALREADY_ENDED", /succeeded/);
});

test("Delete leaves nothing: no photo, no result, no row", async (t) => {
  const service = await startTestService(t, { env: { DRAPE_KEEP_INPUTS: "true" } });
  const id = await create(service);
  const { result } = await waitForEnd(service, id);
  assert.equal((await send(service, "DELETE", `${PATH}/${id}`)).status, 204);
  assertProblem(await send(service, "GET", `${PATH}/${id}`), 404, "TASK_NOT_FOUND");
  assert.equal((await fetch((result as { url: string }).url)).status, 404);
  for (const folder of ["inputs", "results"])
    assert.deepEqual(await readdir(join(service.config.dataDir, "blobs", folder)), []);
  assertProblem(await send(service, "DELETE", `${PATH}/${id}`), 404, "TASK_NOT_FOUND");
});

test("Delete of a running try-on leaves no result behind that comes late", async (t) => {
  let store = async (): Promise<void> => {};
  const service = await startTestService(t, {
    runJob: async (job) => {
      const blobs = await openDiskBlobStore(join(service.config.dataDir, "blobs"));
      await new Promise<void>((resolve) => {
        store = async () => resolve();
      });
      const key = `results/${job.taskId}-0.png`;
      await blobs.put(key, Buffer.from("late"));
      return { state: "succeeded", resultKey: key, report: null };
    },
  });
  const id = await create(service);
  await waitUntil(
    "the job runs",
    async () => (await send(service, "GET", `${PATH}/${id}`)).body["status"] === "running",
  );
  assert.equal((await send(service, "DELETE", `${PATH}/${id}`)).status, 204);
  await store();
  const results = join(service.config.dataDir, "blobs", "results");
  await waitUntil(
    "the late result comes and goes",
    async () => (await readdir(results).catch(() => ["none"])).length === 0,
  );
});

test("The result has the format and size that were asked for", async (t) => {
  const service = await startTestService(t, {
    runJob: async (job, context) => {
      const run = createRunJob({
        blobs: await openDiskBlobStore(join(service.config.dataDir, "blobs")),
        fetcher: { fetch: async () => ({ ok: false, code: "FETCH_FAILED", message: "" }) },
        findImageFault: async () => undefined,
        convert: convertPng,
        engines: new Map([
          [
            "drape",
            {
              runTryOn: async () => ({
                ok: true,
                picture: await makePicture(600, 800).png().toBuffer(),
                report: { score: 1, confidence: {}, warnings: [], advice: [], timingsMs: {} },
              }),
            },
          ],
        ]),
      });
      return await run(job, context);
    },
  });
  for (const [output_format, type] of [
    ["webp", "image/webp"],
    ["jpeg", "image/jpeg"],
    ["png", "image/png"],
  ]) {
    const { result } = await waitForEnd(
      service,
      await create(service, { output_format, output_max_side_px: 400 }),
    );
    const { url, format } = result as { url: string; format: string };
    assert.equal(format, output_format);
    const picture = await fetch(url);
    assert.equal(picture.headers.get("content-type"), type);
    const { width, height } = await sharp(Buffer.from(await picture.arrayBuffer())).metadata();
    assert.deepEqual([width, height], [300, 400]);
  }
});

test("What is wrong is told as a problem", async (t) => {
  const service = await startTestService(t, { runJob: NEVER });
  assertProblem(await post(service, { person: JPEG_BASE64 }), 400, "INVALID_REQUEST", /^garment: missing$/);
  assertProblem(
    await post(service, { ...GOOD, engine: "nothing" }),
    404,
    "MODEL_NOT_FOUND",
    /want one of drape/,
  );
  assertProblem(
    await post(service, { ...GOOD, output_format: "gif" }),
    400,
    "INVALID_REQUEST",
    /^output_format: /,
  );
  assertProblem(
    await post(service, { ...GOOD, outptu_format: "png" }),
    400,
    "INVALID_REQUEST",
    /outptu_format/,
  );
  assertProblem(
    await post(service, { ...GOOD, person: `data:image/png;base64,${JPEG_BASE64}` }),
    400,
    "INVALID_REQUEST",
    /^person: drop/,
  );
  assertProblem(
    await post(service, GOOD, { "idempotency-key": "x".repeat(256) }),
    400,
    "INVALID_REQUEST",
    /idempotency-key/,
  );
  assertProblem(await send(service, "GET", `${PATH}/nope`), 404, "TASK_NOT_FOUND");
  assertProblem(await send(service, "GET", `${PATH}/nope/events`), 404, "TASK_NOT_FOUND");
  assertProblem(await send(service, "GET", `${PATH}?limit=0`), 400, "INVALID_REQUEST", /limit/);
  assertProblem(await send(service, "GET", `${PATH}/a/b/c`), 404, "ENDPOINT_NOT_FOUND");
  const put = await send(service, "PUT", PATH, { body: "{}" });
  assertProblem(put, 405, "METHOD_NOT_ALLOWED");
  assert.equal(put.headers.get("allow"), "GET, HEAD, POST");
  const nobody = { ...service, key: "nobody" };
  assertProblem(await send(nobody, "GET", PATH), 401, "UNAUTHENTICATED");
});
