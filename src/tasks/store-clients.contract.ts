import assert from "node:assert/strict";
import { create, newTask, OWNER, type RunTest } from "./store-fixtures.contract.js";
import type { SubscriptionId, TaskId } from "./task.js";

export function testClientNames(run: RunTest): void {
  const other = "other" as SubscriptionId;
  run("finds a task by its client's name, within its subscription", async (store) => {
    const options = { model: "m", output: { format: "webp", maxSidePx: 512 } } as const;
    await store.create({ ...newTask("a"), externalId: "order 7", options });
    const found = await store.findByExternalId(OWNER, "order 7");
    assert.equal(found?.id, "a");
    assert.equal(found?.externalId, "order 7");
    assert.deepEqual(found?.options, options);
    assert.equal(await store.findByExternalId(other, "order 7"), undefined);
    assert.equal(await store.findByExternalId(OWNER, "order 8"), undefined);
  });

  run("refuses a name that another task of the subscription has", async (store) => {
    await store.create({ ...newTask("a"), externalId: "x" });
    await assert.rejects(store.create({ ...newTask("b"), externalId: "x" }), { code: "EXTERNAL_ID_TAKEN" });
    assert.equal(await store.find("b" as TaskId), undefined);
    await store.create({ ...newTask("c"), subscriptionId: other, externalId: "x" });
    await create(store, "d");
    await create(store, "e"); // two without a name do not meet
  });

  run("lists a subscription's tasks in pages, newest first", async (store, clock) => {
    for (const id of ["a", "b", "c"]) {
      await create(store, id);
      clock.advance(1);
    }
    await store.create({ ...newTask("foreign"), subscriptionId: other });
    const idsOf = async (limit: number, offset: number): Promise<readonly string[]> =>
      (await store.listNewest(OWNER, { limit, offset })).map(({ id }) => id);
    assert.deepEqual(await idsOf(10, 0), ["c", "b", "a"]);
    assert.deepEqual(await idsOf(2, 0), ["c", "b"]);
    assert.deepEqual(await idsOf(2, 2), ["a"]);
    assert.deepEqual(await idsOf(2, 4), []);
  });
}

export function testIdempotency(run: RunTest): void {
  const KEY = { key: "k", requestHash: "h", ttlMs: 1000 };
  run("creates one task for all submits with one key", async (store, clock) => {
    const createdAtMs = clock.nowMs();
    const results = await Promise.all(["a", "b", "c"].map((id) => store.createOnce(newTask(id), KEY)));
    assert.equal(results.filter(({ isNew }) => isNew).length, 1);
    assert.equal(new Set(results.map(({ taskId }) => taskId)).size, 1);
    assert.equal((await store.listNewest(OWNER, { limit: 9, offset: 0 })).length, 1);
    clock.advance(999);
    const late = await store.createOnce(newTask("d"), KEY);
    assert.deepEqual(late, { taskId: results[0]?.taskId, createdAtMs, isNew: false });
  });

  run("refuses a key that was used for something else, until its time is over", async (store, clock) => {
    await store.createOnce(newTask("a"), KEY);
    const changed = { ...KEY, requestHash: "other" };
    await assert.rejects(store.createOnce(newTask("b"), changed), { code: "IDEMPOTENCY_CONFLICT" });
    assert.equal(await store.find("b" as TaskId), undefined);
    assert.equal(await store.removeExpiredKeys(), 0);
    clock.advance(1000);
    assert.equal((await store.createOnce(newTask("c"), changed)).isNew, true);
    clock.advance(1000);
    assert.equal(await store.removeExpiredKeys(), 1);
  });

  run("keeps the key free when the task could not be created", async (store) => {
    await store.create({ ...newTask("a"), externalId: "x" });
    const taken = { ...newTask("b"), externalId: "x" };
    await assert.rejects(store.createOnce(taken, KEY), { code: "EXTERNAL_ID_TAKEN" });
    assert.equal((await store.createOnce(newTask("c"), KEY)).isNew, true);
  });
}
