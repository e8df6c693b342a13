import assert from "node:assert/strict";
import {
  claim,
  CLAIM,
  create,
  FAILURE,
  INPUTS,
  OWNER,
  RESULT_TTL_MS,
  SUCCESS,
  type RunTest,
} from "./store-fixtures.contract.js";
import type { SubscriptionId, TaskId } from "./task.js";

export function testRetention(run: RunTest): void {
  run("lists ended tasks until their inputs are forgotten", async (store) => {
    await create(store, "a");
    assert.deepEqual(await store.listEndedWithInputs(10), []);
    const { id, lease } = await claim(store);
    assert.deepEqual(await store.listEndedWithInputs(10), []);
    await store.finish(id, lease, SUCCESS);
    const [ended] = await store.listEndedWithInputs(10);
    assert.deepEqual(ended?.inputs, INPUTS);
    await store.forgetInputs(id);
    assert.deepEqual(await store.listEndedWithInputs(10), []);
    assert.equal((await store.find(id))?.inputs, undefined);
  });

  run("lists and removes tasks whose time is over", async (store, clock) => {
    await create(store, "a");
    await create(store, "running");
    const { id, lease } = await claim(store);
    await store.claim(CLAIM);
    await store.finish(id, lease, FAILURE);
    assert.equal((await store.find(id))?.expiresAtMs, clock.nowMs() + RESULT_TTL_MS);
    clock.advance(RESULT_TTL_MS - 1);
    assert.deepEqual(await store.listExpired(10), []);
    clock.advance(1);
    const over = await store.listExpired(10);
    assert.deepEqual(
      over.map((task) => task.id),
      [id],
    );
    await store.remove(id);
    assert.equal(await store.find(id), undefined);
  });

  run("abandons all tasks of a subscription and no others", async (store, clock) => {
    const ended = await create(store, "ended");
    const { lease } = await claim(store);
    await store.finish(ended.id, lease, SUCCESS);
    const running = await create(store, "running");
    await claim(store);
    const queued = await create(store, "queued");
    const other = "other" as SubscriptionId;
    await store.create({ id: "kept" as TaskId, subscriptionId: other, inputs: INPUTS });
    await store.abandon(OWNER);
    const states = await Promise.all(
      [ended, running, queued].map(async ({ id }) => (await store.find(id))?.state),
    );
    assert.deepEqual(states, ["succeeded", "canceled", "canceled"]);
    assert.equal((await store.find("kept" as TaskId))?.state, "queued");
    const over = await store.listExpired(10);
    assert.deepEqual(over.map(({ id }) => id).toSorted(), ["ended", "queued", "running"]);
    assert.ok(over.every(({ expiresAtMs }) => expiresAtMs === clock.nowMs()));
  });
}
