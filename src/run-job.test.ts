import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { makeTempFolder } from "../test/helpers/temp-folder.js";
import { createRunJob, type RunJobOptions } from "./run-job.js";
import { openDiskBlobStore } from "./storage/mod.js";
import type { ImageRef, TaskId } from "./tasks/mod.js";

const TASK = "task" as TaskId;
const URL_REF: ImageRef = { kind: "url", url: "https://e.com/g.jpg" };
const report = { score: 1, confidence: {}, warnings: [], advice: [], timingsMs: { decode: 5 } };

async function setUp(t: TestContext, options: Partial<RunJobOptions> = {}) {
  const blobs = await openDiskBlobStore(await makeTempFolder(t));
  await blobs.put("inputs/person", Buffer.from("person"));
  const seen: string[][] = [];
  const runJob = createRunJob({
    blobs,
    fetcher: { fetch: async () => ({ ok: true, bytes: Buffer.from("garment") }) },
    engines: new Map([
      [
        "drape",
        {
          runTryOn: async ({ person, garments }) => {
            seen.push([person, ...garments].map((bytes) => String(Buffer.from(bytes))));
            return { ok: true, picture: Buffer.from("picture"), report };
          },
        },
      ],
    ]),
    findImageFault: async () => undefined,
    convert: async (png) => png,
    ...options,
  });
  const run = (garments: readonly ImageRef[]) =>
    runJob(
      {
        taskId: TASK,
        inputs: { person: { kind: "blob", key: "inputs/person" }, garments },
        options: {},
        traceparent: undefined,
      },
      { signal: new AbortController().signal, onProgress: () => {} },
    );
  return { blobs, run, seen };
}

test("createRunJob() loads blobs, fetches URLs, and stores the picture", async (t) => {
  const { blobs, run, seen } = await setUp(t);
  const outcome = await run([URL_REF]);
  assert.deepEqual(outcome, { state: "succeeded", resultKey: "results/task-0.png", report });
  assert.deepEqual(seen, [["person", "garment"]]);
  assert.equal(String(Buffer.from((await blobs.get("results/task-0.png")) ?? [])), "picture");
});

test("createRunJob() passes all garments on in order", async (t) => {
  const { blobs, run, seen } = await setUp(t);
  await blobs.put("inputs/second", Buffer.from("second"));
  await run([URL_REF, { kind: "blob", key: "inputs/second" }]);
  assert.deepEqual(seen, [["person", "garment", "second"]]);
});

test("createRunJob() fails with the field and the reason when a URL cannot be fetched", async (t) => {
  const { run, seen } = await setUp(t, {
    fetcher: { fetch: async () => ({ ok: false, code: "FETCH_FAILED", message: "the server answered 404" }) },
  });
  assert.deepEqual(await run([URL_REF]), {
    state: "failed",
    code: "FETCH_FAILED",
    message:
      "garment image: the server answered 404: check that anyone can open the URL, or send the image as Base64",
  });
  assert.deepEqual(seen, []);
});

test("createRunJob() fails when what was fetched is no usable image", async (t) => {
  const { run } = await setUp(t, { findImageFault: async () => "not a JPEG or PNG" });
  assert.deepEqual(await run([URL_REF]), {
    state: "failed",
    code: "IMAGE_INVALID",
    message: "garment image: not a JPEG or PNG",
  });
});

test("createRunJob() hands on the engine's refusal and stores nothing", async (t) => {
  const { blobs, run } = await setUp(t, {
    engines: new Map([
      [
        "drape",
        {
          runTryOn: async () => ({
            ok: false,
            code: "PERSON_NOT_FOUND",
            message: "There is no human in the image",
          }),
        },
      ],
    ]),
  });
  assert.deepEqual(await run([URL_REF]), {
    state: "failed",
    code: "PERSON_NOT_FOUND",
    message: "There is no human in the image",
  });
  assert.equal(await blobs.get("results/task-0.png"), undefined);
});

test("createRunJob() rejects when an input is gone: that is a defect", async (t) => {
  const { run } = await setUp(t);
  await assert.rejects(run([{ kind: "blob", key: "inputs/gone" }]), /its input inputs\/gone is gone/);
});
