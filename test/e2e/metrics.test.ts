import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunJob } from "../../src/tasks/mod.js";
import { resultKey } from "../../src/tasks/mod.js";
import { startCallbackReceiver } from "../helpers/callback-receiver.js";
import { dataOf, JPEG_BASE64, pollToEnd, startTestService, SUBMIT } from "../helpers/test-service.js";
import { waitUntil } from "../helpers/wait-until.js";

const GOOD = { human_image: JPEG_BASE64, cloth_image: JPEG_BASE64 };

/** The value of a line such as `name{label="x"} 5`. */
function readFigure(text: string, name: string): number | undefined {
  const line = text.split("\n").find((candidate) => candidate.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length));
}

test("/metrics tells queues, waits, stages, outcomes by engine and reason, callbacks and requests", async (t) => {
  const outcomes = ["succeed", "fail"];
  let release: () => void = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const runJob: RunJob = async ({ taskId }) => {
    const outcome = outcomes.shift();
    if (outcome === "succeed")
      return {
        state: "succeeded",
        resultKey: resultKey(taskId),
        report: { timingsMs: { warp: 30, fit: 4 } },
      };
    if (outcome === "fail") return { state: "failed", code: "PERSON_NOT_FOUND", message: "no one" };
    await released;
    return { state: "failed", code: "PERSON_CUT_OFF", message: "no feet" };
  };
  const receiver = await startCallbackReceiver(t, () => 500);
  const service = await startTestService(t, { runJob, env: { DRAPE_ALLOW_HOSTS: "127.0.0.1" } });
  t.after(() => release());
  const scrape = async (): Promise<string> => {
    const reply = await fetch(`${service.service.url}/metrics`);
    assert.equal(reply.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    return await reply.text();
  };
  for (const callback_url of ["", receiver.url])
    await pollToEnd(service, dataOf(await service.post(SUBMIT, { ...GOOD, callback_url })).task_id);
  await service.post(SUBMIT, GOOD);
  await service.post(SUBMIT, GOOD);
  const read = (text: string): Readonly<Record<string, number | undefined>> => ({
    accepted: readFigure(text, "drape_tasks_accepted_total"),
    succeeded: readFigure(text, 'drape_tasks_ended_total{engine="drape",state="succeeded",reason=""}'),
    failed: readFigure(
      text,
      'drape_tasks_ended_total{engine="drape",state="failed",reason="PERSON_NOT_FOUND"}',
    ),
    running: readFigure(text, "drape_tasks_running"),
    queued: readFigure(text, "drape_tasks_queued"),
    warps: readFigure(text, 'drape_stage_seconds_count{stage="warp"}'),
    warpSeconds: readFigure(text, 'drape_stage_seconds_sum{stage="warp"}'),
    waits: readFigure(text, "drape_task_wait_seconds_count"),
    submits: readFigure(
      text,
      `drape_http_request_seconds_count{method="POST",route="${SUBMIT}",status="200"}`,
    ),
    up: readFigure(text, "drape_store_up"),
  });
  const wanted = {
    accepted: 4,
    succeeded: 1,
    failed: 1,
    running: 1,
    queued: 1,
    warps: 1,
    warpSeconds: 0.03,
    waits: 3,
    submits: 4,
    up: 1,
  };
  await waitUntil("the third task runs", async () => read(await scrape())["running"] === 1);
  const text = await scrape();
  assert.deepEqual(read(text), wanted);
  assert.ok((readFigure(text, "drape_queue_oldest_seconds") ?? 0) > 0);
  assert.ok((readFigure(text, "drape_callbacks_pending") ?? 0) >= 1);
  assert.ok((readFigure(text, "drape_callbacks_oldest_seconds") ?? 0) > 0);
  assert.ok((readFigure(text, "process_resident_memory_bytes") ?? 0) > 1e7);
  assert.doesNotMatch(text, new RegExp(service.key), "no key");
});

test("DRAPE_METRICS_PORT moves /metrics to a port of its own, with health", async (t) => {
  const port = 30_000 + Math.floor(Math.random() * 10_000);
  const { service } = await startTestService(t, { env: { DRAPE_METRICS_PORT: String(port) } });
  const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;
  assert.equal(await statusOf(`${service.url}/metrics`), 404);
  assert.equal(await statusOf(`http://127.0.0.1:${port}/metrics`), 200);
  assert.equal(await statusOf(`http://127.0.0.1:${port}/readyz`), 200);
  assert.equal(await statusOf(`http://127.0.0.1:${port}/results/x`), 404);
  await service.stop();
  await assert.rejects(fetch(`http://127.0.0.1:${port}/healthz`));
});
