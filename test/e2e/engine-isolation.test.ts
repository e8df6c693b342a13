import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { openDatabase } from "../../src/db/mod.js";
import { createEngineHost } from "../../src/jobs/mod.js";
import { systemClock } from "../../src/lib/clock.js";
import { createLog } from "../../src/lib/log.js";
import { createRunJob } from "../../src/run-job.js";
import { openDiskBlobStore } from "../../src/storage/mod.js";
import { SqlTaskStore, Worker, type SubscriptionId, type Task, type TaskId } from "../../src/tasks/mod.js";
import { makeTempFolder } from "../helpers/temp-folder.js";
import { waitUntil } from "../helpers/wait-until.js";

const MB = 1024 * 1024;
const log = createLog("silent");
const ENTRY = new URL("../helpers/fake-engine-worker.js", import.meta.url);

/** What an engine can do wrong, and the reason that the task's client gets. */
const MISBEHAVIOUR = {
  throw: "INTERNAL",
  crash: "ENGINE_CRASHED",
  exit: "ENGINE_CRASHED",
  abort: "ENGINE_CRASHED",
  "fill memory": "OUT_OF_MEMORY",
  hang: "TIMED_OUT",
} as const;

/** A worker with two engine processes, a double that obeys the garment's text, and tasks of such garments. */
async function startWorker(t: TestContext) {
  const folder = await makeTempFolder(t);
  const db = await openDatabase(`${folder}/tasks.db`);
  const store = new SqlTaskStore(db, systemClock);
  const blobs = await openDiskBlobStore(`${folder}/blobs`);
  const host = createEngineHost({ workers: 2, log, entry: ENTRY, memoryLimitBytes: 300 * MB });
  const runJob = createRunJob({
    blobs,
    fetcher: { fetch: () => assert.fail("no image comes from a URL") },
    engines: new Map([["drape", host]]),
    findImageFault: async () => undefined,
    convert: async (png) => png,
  });
  const worker = new Worker({ store, runJob, log, identity: "h:1:x", concurrency: 2, jobTimeoutMs: 10_000 });
  worker.start();
  t.after(async () => {
    await worker.stop(0);
    await host.close();
    await db.destroy();
  });
  await blobs.put("inputs/person", Buffer.from("me"));
  const submit = async (order: string): Promise<TaskId> => {
    const id = order.replaceAll(" ", "-") as TaskId;
    await blobs.put(`inputs/${id}`, Buffer.from(order));
    const inputs = {
      person: { kind: "blob", key: "inputs/person" },
      garments: [{ kind: "blob", key: `inputs/${id}` }],
    } as const;
    await store.create({ id, subscriptionId: "s" as SubscriptionId, inputs });
    return id;
  };
  const waitForEnd = async (id: TaskId): Promise<Task> => {
    let task: Task | undefined;
    await waitUntil(
      `the end of ${id}`,
      async () => (task = await store.find(id))?.endedAtMs !== undefined,
      60_000,
    );
    return task as Task; // it has ended
  };
  return { submit, waitForEnd };
}

test(
  "A task whose engine loops, throws, crashes, aborts or takes all memory fails with its reason; the others never notice",
  { skip: process.platform === "linux" ? false : "only Linux tells what a process has in memory" },
  async (t) => {
    const { submit, waitForEnd } = await startWorker(t);
    const ids: TaskId[] = [];
    for (const [index, order] of Object.keys(MISBEHAVIOUR).entries())
      ids.push(await submit(order), await submit(`shirt ${index}`));
    const ends = new Map<string, string>();
    for (const id of ids) {
      const { state, failureCode } = await waitForEnd(id);
      ends.set(id.replaceAll("-", " "), failureCode ?? state);
    }
    const shirts = Object.keys(MISBEHAVIOUR).map((_, index) => [`shirt ${index}`, "succeeded"] as const);
    assert.deepEqual(Object.fromEntries(ends), { ...MISBEHAVIOUR, ...Object.fromEntries(shirts) });
  },
);
