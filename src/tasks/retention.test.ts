import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { makeTempFolder } from "../../test/helpers/temp-folder.js";
import { TestClock } from "../../test/helpers/test-clock.js";
import { openDatabase } from "../db/mod.js";
import { createLog } from "../lib/log.js";
import { Retention, type RetentionOptions } from "./retention.js";
import { SqlTaskStore } from "./sql-store.js";
import type { SubscriptionId, TaskId } from "./task.js";

async function setUp(t: TestContext, options: Partial<RetentionOptions> = {}) {
  const db = await openDatabase(join(await makeTempFolder(t), "a.db"));
  t.after(() => db.destroy());
  const clock = new TestClock();
  const store = new SqlTaskStore(db, clock, { resultTtlMs: 1000 });
  const deleted: string[] = [];
  const sweep = async (): Promise<void> => {
    const retention = new Retention({
      store,
      log: createLog("silent"),
      keepInputs: false,
      deleteInputs: async ({ id }) => void deleted.push(`inputs of ${id}`),
      deleteResult: async ({ id }) => void deleted.push(`result of ${id}`),
      ...options,
    });
    retention.start();
    await retention.stop();
  };
  const submit = async (id: string): Promise<void> => {
    const inputs = { person: { kind: "url", url: "https://e.com/p" }, garments: [] } as const;
    await store.create({ id: id as TaskId, subscriptionId: "s" as SubscriptionId, inputs });
  };
  const end = async (): Promise<void> => {
    const task = await store.claim({ worker: "w", leaseMs: 1000 });
    assert.ok(task !== undefined);
    await store.finish(task.id, task.lease, { state: "succeeded", resultKey: "results/x", report: null });
  };
  return { store, clock, deleted, sweep, submit, end };
}

test("Retention deletes the inputs of ended tasks, once, and leaves waiting tasks alone", async (t) => {
  const { store, deleted, sweep, submit, end } = await setUp(t);
  await submit("a");
  await end();
  await submit("b");
  await sweep();
  await sweep();
  assert.deepEqual(deleted, ["inputs of a"]);
  assert.equal((await store.find("a" as TaskId))?.inputs, undefined);
  assert.notEqual((await store.find("b" as TaskId))?.inputs, undefined);
});

test("Retention deletes result and task when their time is over, and not before", async (t) => {
  const { store, clock, deleted, sweep, submit, end } = await setUp(t, { keepInputs: true });
  await submit("a");
  await end();
  clock.advance(999);
  await sweep();
  assert.deepEqual(deleted, []);
  clock.advance(1);
  await sweep();
  assert.deepEqual(deleted, ["inputs of a", "result of a"]);
  assert.equal(await store.find("a" as TaskId), undefined);
});

test("Retention works through more tasks than one batch", async (t) => {
  const { deleted, sweep, submit, end } = await setUp(t);
  for (let i = 0; i < 101; i++) {
    await submit(`t${i}`);
    await end();
  }
  await sweep();
  assert.equal(deleted.length, 101);
});

test("Retention tries again what it could not delete", async (t) => {
  let failures = 1;
  const deleted: string[] = [];
  const { sweep, submit, end } = await setUp(t, {
    deleteInputs: async ({ id }) => {
      if (failures-- > 0) throw new Error("disk is away");
      deleted.push(id);
    },
  });
  await submit("a");
  await end();
  await sweep();
  assert.deepEqual(deleted, []);
  await sweep();
  assert.deepEqual(deleted, ["a"]);
});

test("Retention lets what it cannot delete hold up nothing else", async (t) => {
  const deleted: string[] = [];
  const { store, clock, sweep, submit, end } = await setUp(t, {
    deleteInputs: async ({ id }) => {
      if (id === "stuck") throw new Error("permission denied");
      deleted.push(id);
    },
  });
  for (const id of ["stuck", ...Array.from({ length: 150 }, (_, index) => `t${index}`)]) {
    await submit(id);
    await end();
    clock.advance(1);
  }
  await sweep();
  assert.equal(deleted.length, 150); // more than one batch behind it
  clock.advance(1000);
  await sweep();
  assert.equal(await store.find("t149" as TaskId), undefined);
  assert.notEqual(await store.find("stuck" as TaskId), undefined);
});

test("Retention ends a sweep in which it could delete nothing, and goes on with the next", async (t) => {
  let isDenied = true;
  let asked = 0;
  const { sweep, submit, end } = await setUp(t, {
    deleteInputs: async () => {
      asked++;
      if (isDenied) throw new Error("permission denied");
    },
  });
  for (let i = 0; i < 101; i++) {
    await submit(`t${i}`);
    await end();
  }
  await sweep();
  assert.equal(asked, 100); // one batch
  isDenied = false;
  await sweep();
  assert.equal(asked, 201);
});

test("Retention fails tasks that waited longer than they may, and deletes their inputs", async (t) => {
  const { store, clock, deleted, sweep, submit } = await setUp(t, { deadlineMs: 500 });
  await submit("late");
  clock.advance(499);
  await submit("young");
  await sweep();
  assert.deepEqual(deleted, []);
  clock.advance(1);
  await sweep();
  assert.equal((await store.find("late" as TaskId))?.state, "failed");
  assert.equal((await store.find("young" as TaskId))?.state, "queued");
  assert.deepEqual(deleted, ["inputs of late"]);
});
