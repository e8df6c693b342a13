import assert from "node:assert/strict";
import { test } from "node:test";
import { createKey } from "../../src/main.js";
import type { RunJob } from "../../src/tasks/mod.js";
import { signToken } from "../conformance/target.js";
import {
  dataOf,
  JPEG_BASE64,
  POLL,
  pollToEnd,
  startTestService,
  SUBMIT,
  type Reply,
} from "../helpers/test-service.js";

const GOOD = { human_image: JPEG_BASE64, cloth_image: JPEG_BASE64 };
const COUNT_AGE_MS = 250; // of the overload guard

test("Submits past the bound of the queue are answered 503 in each front's words, until there is room", async (t) => {
  let release: () => void = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const runJob: RunJob = async () => {
    await released;
    return { state: "failed", code: "PERSON_NOT_FOUND", message: "no one" };
  };
  const service = await startTestService(t, { runJob, env: { DRAPE_MAX_OPEN_TASKS: "1" } });
  const key = await createKey(service.config, "shop");
  const kling = (): Promise<Reply> =>
    service.post("/v1/images/kolors-virtual-try-on", GOOD, { authorization: `Bearer ${signToken(key)}` });
  const { task_id } = dataOf(await service.post(SUBMIT, GOOD));
  await wait(COUNT_AGE_MS);

  // 500 / 503 / 504 | 5000 / 5001 / 5002 | internal / unavailable (maintenance, draining) / timed out (backlog)
  const gateway = await service.post(SUBMIT, GOOD);
  assert.equal(gateway.status, 503);
  assert.equal(gateway.headers.get("x-error-code"), "OVERLOADED");
  assert.equal(gateway.headers.get("retry-after"), "15");
  assert.equal(gateway.body["details"], "1 tasks wait or run already: try again later");
  const refused = await kling();
  assert.equal(refused.status, 503);
  assert.equal(refused.body["code"], 5001);
  assert.equal(refused.headers.get("retry-after"), "15");
  const problem = await service.post("/v1/try-ons", { person: JPEG_BASE64, garment: JPEG_BASE64 });
  assert.equal(problem.status, 503);
  assert.equal(problem.body["type"], "urn:drape:problem:OVERLOADED");

  assert.equal((await service.post(POLL, { task_id })).status, 200, "polls go on");
  release();
  await pollToEnd(service, task_id);
  await wait(COUNT_AGE_MS);
  assert.equal((await kling()).status, 200);
});

async function wait(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms + 10));
}
