import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { makeTempFolder } from "../../test/helpers/temp-folder.js";
import { TestClock } from "../../test/helpers/test-clock.js";
import { waitUntil } from "../../test/helpers/wait-until.js";
import { openDatabase } from "../db/mod.js";
import { AppError } from "../lib/errors.js";
import { createLog } from "../lib/log.js";
import { SqlTaskStore } from "./sql-store.js";
import type { JobOutcome, SubscriptionId, TaskId } from "./task.js";
import { Worker, type RunJob, type WorkerOptions } from "./worker.js";

const SUCCESS: JobOutcome = { state: "succeeded", resultKey: "results/x", report: { score: 1 } };
const NEVER: RunJob = () => new Promise(() => {});

interface Bench {
  readonly store: SqlTaskStore;
  readonly clock: TestClock;
  submit(id: string): Promise<void>;
  stateOf(id: string): Promise<string | undefined>;
  work(runJob: RunJob, options?: Partial<WorkerOptions>): Worker;
}

async function setUp(t: TestContext): Promise<Bench> {
  const db = await openDatabase(join(await makeTempFolder(t), "a.db"));
  const clock = new TestClock();
  const store = new SqlTaskStore(db, clock);
  const workers: Worker[] = [];
  t.after(async () => {
    await Promise.all(workers.map((worker) => worker.stop(0)));
    await db.destroy();
  });
  return {
    store,
    clock,
    async submit(id) {
      const inputs = { person: { kind: "url", url: "https://e.com/p" }, garments: [] } as const;
      await store.create({ id: id as TaskId, subscriptionId: "s" as SubscriptionId, inputs });
    },
    stateOf: async (id) => (await store.find(id as TaskId))?.state,
    work(runJob, options = {}) {
      const log = createLog("silent");
      const worker = new Worker({
        store,
        runJob,
        log,
        identity: "host:1:x",
        concurrency: 2,
        pollMs: 20,
        clock,
        maxTries: 1,
        ...options,
      });
      workers.push(worker);
      worker.start();
      return worker;
    },
  };
}

test("Worker runs what is waiting and what is submitted later, never more at a time than its places", async (t) => {
  const { store, submit, stateOf, work } = await setUp(t);
  let running = 0;
  let most = 0;
  const done: string[] = [];
  for (const id of ["a", "b", "c"]) await submit(id);
  const worker = work(async ({ taskId }) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
    done.push(taskId);
    return SUCCESS;
  });
  await submit("d");
  worker.wake();
  await waitUntil(
    "all four succeeded",
    async () => (await stateOf("d")) === "succeeded" && done.length === 4,
  );
  assert.equal(most, 2);
  assert.deepEqual(done.toSorted(), ["a", "b", "c", "d"]);
  assert.deepEqual((await store.find("a" as TaskId))?.report, { score: 1 });
});

test("Worker fails a task with the code of an AppError, and with INTERNAL for any other defect", async (t) => {
  const { store, submit, stateOf, work } = await setUp(t);
  await submit("crash");
  await submit("defect");
  work(({ taskId }) =>
    Promise.reject(taskId === "crash" ? new AppError("ENGINE_CRASHED") : new Error("secret words")),
  );
  await waitUntil(
    "both failed",
    async () => (await stateOf("crash")) === "failed" && (await stateOf("defect")) === "failed",
  );
  assert.equal((await store.find("crash" as TaskId))?.failureCode, "ENGINE_CRASHED");
  const defect = await store.find("defect" as TaskId);
  assert.equal(defect?.failureCode, "INTERNAL");
  assert.equal(defect?.message.includes("secret"), false);
});

test("Worker goes on after a crash: the next task succeeds", async (t) => {
  const { submit, stateOf, work } = await setUp(t);
  await submit("crash");
  await submit("good");
  work(
    ({ taskId }) =>
      taskId === "crash" ? Promise.reject(new AppError("ENGINE_CRASHED")) : Promise.resolve(SUCCESS),
    {
      concurrency: 1,
    },
  );
  await waitUntil("good succeeded", async () => (await stateOf("good")) === "succeeded");
  assert.equal(await stateOf("crash"), "failed");
});

test("Worker tries again, later each time, what may pass, and then fails it", async (t) => {
  const { store, clock, submit, stateOf, work } = await setUp(t);
  const runs: number[] = [];
  await submit("crash");
  const startMs = clock.nowMs();
  const worker = work(
    () => {
      runs.push(clock.nowMs() - startMs);
      return Promise.reject(new AppError("ENGINE_CRASHED"));
    },
    { maxTries: 3 },
  );
  for (const [count, waitMs] of [2000, 4000].entries()) {
    await waitUntil("queued again", async () => (await stateOf("crash")) === "queued");
    clock.advance(waitMs - 1);
    worker.wake();
    await new Promise((resolve) => setTimeout(resolve, 50)); // time for an attempt that must not come
    assert.equal(runs.length, count + 1);
    clock.advance(1);
    worker.wake();
    await waitUntil("another attempt", () => runs.length === count + 2);
  }
  await waitUntil("failed", async () => (await stateOf("crash")) === "failed");
  assert.equal((await store.find("crash" as TaskId))?.failureCode, "ENGINE_CRASHED");
  assert.deepEqual(runs, [0, 2000, 6000]);
});

test("Worker fails a task whose deadline is over, and ends a job at its deadline", async (t) => {
  const { store, clock, submit, stateOf, work } = await setUp(t);
  await submit("late");
  clock.advance(1000);
  await submit("slow");
  let runs = 0;
  work(
    (...args) => {
      runs++;
      return NEVER(...args);
    },
    { deadlineMs: 100 },
  );
  for (const id of ["late", "slow"]) {
    await waitUntil(`${id} failed`, async () => (await stateOf(id)) === "failed");
    assert.equal((await store.find(id as TaskId))?.failureCode, "DEADLINE_PASSED");
  }
  assert.equal(runs, 1);
});

test("Worker records an end when the database is back, without doing the work again", async (t) => {
  const { store, submit, stateOf, work } = await setUp(t);
  const finish = store.finish.bind(store);
  let outages = 2;
  t.mock.method(store, "finish", (...args: Parameters<typeof finish>) =>
    outages-- > 0 ? Promise.reject(new AppError("STORE_UNAVAILABLE")) : finish(...args),
  );
  let runs = 0;
  await submit("a");
  work(async () => {
    runs++;
    return SUCCESS;
  });
  await waitUntil("succeeded", async () => (await stateOf("a")) === "succeeded");
  assert.equal(runs, 1);
});

test("Worker takes tasks of its engines only", async (t) => {
  const { store, stateOf, work } = await setUp(t);
  const inputs = { person: { kind: "url", url: "https://e.com/p" }, garments: [] } as const;
  const owner = { subscriptionId: "s" as SubscriptionId, inputs };
  await store.create({ ...owner, id: "kling" as TaskId, options: { engine: "kling" } });
  await store.create({ ...owner, id: "named" as TaskId, options: { engine: "drape" } });
  await store.create({ ...owner, id: "unnamed" as TaskId });
  work(async () => SUCCESS, { engines: ["drape"] });
  for (const id of ["named", "unnamed"])
    await waitUntil(`${id} succeeded`, async () => (await stateOf(id)) === "succeeded");
  assert.equal(await stateOf("kling"), "queued");
});

test("Worker renews its lease while a job runs", async (t) => {
  const { store, clock, submit, stateOf, work } = await setUp(t);
  await submit("a");
  let release = (): void => {};
  let renewedAtMs = 0;
  const renew = store.renew.bind(store);
  store.renew = async (...lease) => {
    const nowMs = clock.nowMs();
    const held = await renew(...lease);
    renewedAtMs = nowMs;
    return held;
  };
  work(() => new Promise((resolve) => (release = () => resolve(SUCCESS))), { leaseMs: 1000, heartbeatMs: 5 });
  await waitUntil("running", async () => (await stateOf("a")) === "running");
  for (let beat = 0; beat < 5; beat++) {
    clock.advance(900);
    await waitUntil("a heartbeat", async () => renewedAtMs === clock.nowMs());
  }
  assert.equal(await store.claim({ worker: "host:2:y", leaseMs: 1000 }), undefined);
  release();
  await waitUntil("succeeded", async () => (await stateOf("a")) === "succeeded");
  assert.equal((await store.find("a" as TaskId))?.attempts, 1);
});

test("Worker aborts a job whose lease was lost, and leaves the task to its new holder", async (t) => {
  const { store, clock, submit, stateOf, work } = await setUp(t);
  await submit("a");
  let aborted = false;
  work((_job, { signal }) => new Promise(() => signal.addEventListener("abort", () => (aborted = true))), {
    leaseMs: 1000,
    heartbeatMs: 50,
    concurrency: 1,
  });
  await waitUntil("running", async () => (await stateOf("a")) === "running");
  clock.advance(1000);
  const holder = await store.claim({ worker: "host:2:y", leaseMs: 60_000 });
  assert.ok(holder !== undefined);
  await waitUntil("aborted", () => aborted);
  assert.equal(await store.finish(holder.id, holder.lease, SUCCESS), true);
  assert.equal(await stateOf("a"), "succeeded");
});

test("Worker.stop() waits for a running job that ends within the grace, and claims no more", async (t) => {
  const { submit, stateOf, work } = await setUp(t);
  await submit("a");
  let release = (): void => {};
  const worker = work(() => new Promise((resolve) => (release = () => resolve(SUCCESS))));
  await waitUntil("running", async () => (await stateOf("a")) === "running");
  const stopped = worker.stop(10_000);
  await submit("b");
  worker.wake();
  release();
  await stopped;
  assert.equal(await stateOf("a"), "succeeded");
  assert.equal(await stateOf("b"), "queued");
});

test("Worker.stop() gives a task back when its job does not end within the grace", async (t) => {
  const { store, submit, stateOf, work } = await setUp(t);
  await submit("a");
  const worker = work(NEVER);
  await waitUntil("running", async () => (await stateOf("a")) === "running");
  await worker.stop(10);
  assert.equal(await stateOf("a"), "queued");
  assert.equal((await store.find("a" as TaskId))?.attempts, 0);
});

test("Worker fails a job that takes too long", async (t) => {
  const { store, submit, stateOf, work } = await setUp(t);
  await submit("a");
  work(NEVER, { jobTimeoutMs: 20 });
  await waitUntil("failed", async () => (await stateOf("a")) === "failed");
  assert.equal((await store.find("a" as TaskId))?.failureCode, "TIMED_OUT");
});

test("Worker fails a task that died with its process too often, without running it again", async (t) => {
  const { store, clock, submit, stateOf, work } = await setUp(t);
  await submit("a");
  for (let attempt = 0; attempt < 20; attempt++) {
    await store.claim({ worker: "host:9:dead", leaseMs: 1000 });
    clock.advance(60_000); // longer than a suspect waits
  }
  let runs = 0;
  work(async () => {
    runs++;
    return SUCCESS;
  });
  await waitUntil("failed", async () => (await stateOf("a")) === "failed");
  assert.equal((await store.find("a" as TaskId))?.failureCode, "ATTEMPTS_EXHAUSTED");
  assert.equal(runs, 0);
});

test("Worker goes on when the store fails for a while", async (t) => {
  const { store, submit, stateOf, work } = await setUp(t);
  await submit("a");
  const claim = store.claim.bind(store);
  let failures = 3;
  t.mock.method(store, "claim", (options: Parameters<typeof claim>[0]) =>
    failures-- > 0 ? Promise.reject(new Error("disk is full")) : claim(options),
  );
  work(async () => SUCCESS, { pollMs: 5 });
  await waitUntil("succeeded", async () => (await stateOf("a")) === "succeeded");
});

test("Worker records a job's progress, and ends a job whose task was canceled", async (t) => {
  const { store, submit, work } = await setUp(t);
  await submit("a");
  let ended: unknown;
  work(
    (_job, { signal, onProgress }) => {
      onProgress(40, "warp");
      signal.addEventListener("abort", () => void (ended = signal.reason));
      return new Promise(() => {});
    },
    { heartbeatMs: 5 },
  );
  await waitUntil("progress", async () => (await store.find("a" as TaskId))?.progress === 40);
  assert.equal((await store.find("a" as TaskId))?.stage, "warp");
  assert.equal(await store.cancel("a" as TaskId), true);
  await waitUntil("the job's end", () => ended === "leaseLost");
  assert.equal((await store.find("a" as TaskId))?.state, "canceled");
});
