import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunJob } from "../../src/tasks/mod.js";
import { resultKey } from "../../src/tasks/mod.js";
import { makeTempFolder } from "../helpers/temp-folder.js";
import { dataOf, JPEG_BASE64, POLL, pollToEnd, startTestService, SUBMIT } from "../helpers/test-service.js";
import { waitUntil } from "../helpers/wait-until.js";

const GOOD = { human_image: JPEG_BASE64, cloth_image: JPEG_BASE64 };

test("A stop turns readiness off, claims no more, answers polls, lets the running try-on end, then closes", async (t) => {
  const events: string[] = [];
  let release: () => void = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const runJob: RunJob = async ({ taskId }) => {
    events.push("job began");
    await released;
    events.push("job ended");
    return { state: "succeeded", resultKey: resultKey(taskId), report: {} };
  };
  const env = { DRAPE_STOP_DELAY_SECONDS: "1", DRAPE_STOP_GRACE_SECONDS: "10" };
  const service = await startTestService(t, { runJob, env });
  const { url } = service.service;
  const statusOf = async (path: string): Promise<number> => (await fetch(url + path)).status;
  const first = dataOf(await service.post(SUBMIT, GOOD)).task_id;
  await waitUntil("the first task runs", () => events.length === 1);
  const second = dataOf(await service.post(SUBMIT, GOOD)).task_id;
  assert.equal(await statusOf("/readyz"), 200);

  const startedMs = performance.now();
  const stopped = service.service.stop().then(() => events.push("stopped"));
  assert.equal(await statusOf("/readyz"), 503);
  assert.equal(await statusOf("/healthz"), 200);
  assert.equal(dataOf(await service.post(POLL, { task_id: first })).task_status, "processing");
  release();
  await pollToEnd(service, first);
  const { task_status } = dataOf(await service.post(POLL, { task_id: second }));
  assert.equal(task_status, "submitted", "a stopping worker claims no more");
  await stopped;
  assert.deepEqual(events, ["job began", "job ended", "stopped"]);
  assert.ok(performance.now() - startedMs < 5000, "it did not wait for the rest of the grace time");
  await assert.rejects(fetch(`${url}/healthz`), "the port is closed");
});

test("A stop hands back what its grace time does not suffice for, and the next start ends it", async (t) => {
  const dataDir = await makeTempFolder(t);
  const runs: string[] = [];
  const runJob: RunJob = async ({ taskId }, { signal }) => {
    runs.push(taskId);
    if (runs.length === 1) {
      await new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true }),
      );
    }
    return { state: "failed", code: "PERSON_NOT_FOUND", message: "no one" };
  };
  const before = await startTestService(t, { runJob, dataDir, env: { DRAPE_STOP_GRACE_SECONDS: "1" } });
  const { task_id } = dataOf(await before.post(SUBMIT, GOOD));
  await waitUntil("the task runs", () => runs.length === 1);
  const startedMs = performance.now();
  await before.service.stop();
  const tookMs = performance.now() - startedMs;
  assert.ok(tookMs >= 1000 && tookMs < 3000, `${tookMs} ms`);
  const after = await startTestService(t, { runJob, dataDir });
  const key = { "ocp-apim-subscription-key": before.key };
  await waitUntil("the task ends", async () => {
    const reply = await after.post(POLL, { task_id }, key);
    return dataOf(reply).task_status === "failed";
  });
  assert.deepEqual(runs, [task_id, task_id]);
});
