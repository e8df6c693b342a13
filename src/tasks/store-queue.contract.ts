import assert from "node:assert/strict";
import {
  claim,
  CLAIM,
  create,
  FAILURE,
  newTask,
  RESULT_TTL_MS,
  SUCCESS,
  type RunTest,
} from "./store-fixtures.contract.js";
import type { TaskStore } from "./store.js";
import type { SubscriptionId } from "./task.js";

const MANY = "many" as SubscriptionId;
const FEW = "few" as SubscriptionId;

/** Who comes next. */
export function testQueue(run: RunTest): void {
  run("lets a subscription's many tasks not starve another's few", async (store, clock) => {
    for (let i = 0; i < 100; i++) await store.create(newTask(`many-${i}`, MANY));
    const order = await claimSome(store, 3);
    clock.advance(60_000);
    for (let i = 0; i < 3; i++) await store.create(newTask(`few-${i}`, FEW));
    order.push(...(await claimSome(store, 6)));
    assert.deepEqual(order.slice(0, 3), ["many-0", "many-1", "many-2"]);
    assert.equal(order.slice(3).filter((id) => id.startsWith("few")).length, 3, order.join(" "));
    assert.deepEqual(
      order.filter((id) => id.startsWith("many")),
      ["many-0", "many-1", "many-2", "many-3", "many-4", "many-5"],
    );
  });

  run("shares turns evenly while a subscription submits one after the other", async (store, clock) => {
    for (let i = 0; i < 50; i++) await store.create(newTask(`many-${i}`, MANY));
    const order: string[] = [];
    for (let i = 0; i < 20; i++) {
      await store.create(newTask(`few-${i}`, FEW));
      clock.advance(1000);
      order.push(...(await claimSome(store, 2)));
    }
    const few = order.filter((id) => id.startsWith("few")).length;
    assert.ok(few >= 19, `few had ${few} of 20 turns`);
  });

  run("holds nothing against a subscription for what it had while nobody waited", async (store, clock) => {
    for (let i = 0; i < 30; i++) {
      await store.create(newTask(`many-${i}`, MANY));
      await claimSome(store, 1);
      clock.advance(1);
    }
    clock.advance(1000);
    for (let i = 0; i < 3; i++) await store.create(newTask(`few-${i}`, FEW));
    await store.create(newTask("many-last", MANY));
    assert.ok((await claimSome(store, 2)).includes("many-last"));
  });

  run("gives a task another attempt after a while, and counts the one before", async (store, clock) => {
    await create(store, "a");
    const { id, lease } = await claim(store);
    assert.equal(await store.retry(id, lease, 500), true);
    assert.equal((await store.find(id))?.state, "queued");
    assert.equal(await store.finish(id, lease, SUCCESS), false);
    clock.advance(499);
    assert.equal(await store.claim(CLAIM), undefined);
    clock.advance(1);
    assert.equal((await claim(store)).attempts, 2);
    assert.equal(await store.retry(id, lease, 500), false);
  });

  run("lets a task that keeps losing its worker wait, and the others go on", async (store, clock) => {
    await create(store, "poison");
    for (let i = 0; i < 3; i++) {
      assert.equal((await claim(store)).id, "poison");
      clock.advance(1000);
    }
    await create(store, "good");
    assert.equal((await claim(store)).id, "good");
    assert.equal(await store.claim(CLAIM), undefined);
    clock.advance(5000);
    assert.equal(await store.expireLeases(CLAIM.worker), 2); // waits too where the worker is known to be dead
    assert.equal((await claim(store)).id, "good");
    assert.equal(await store.claim(CLAIM), undefined);
    clock.advance(6000);
    assert.equal((await claim(store)).id, "poison");
  });

  run(
    "gives claims of one turn the queue's first tasks in its order, each with what it wanted",
    async (store, clock) => {
      for (let i = 0; i < 5; i++) await store.create(newTask(`many-${i}`, MANY));
      clock.advance(1);
      await store.create(newTask("few", FEW));
      await store.create({ ...newTask("kling"), options: { engine: "kling" } });
      const wishes = [["drape"], ["drape"], ["kling"], ["drape"], ["kling"]];
      const claims = await Promise.all(wishes.map((engines) => store.claim({ ...CLAIM, engines })));
      assert.deepEqual(
        claims.map((task) => task?.id),
        ["many-0", "few", "kling", "many-1", undefined],
      );
      assert.deepEqual(
        claims.map((task) => task?.attempts),
        [1, 1, 1, 1, undefined],
      );
    },
  );

  run("ends tasks of one turn each by its own lease", async (store, clock) => {
    for (const id of ["late", "good", "bad"]) await create(store, id);
    const late = await claim(store);
    clock.advance(1000);
    const [again, good, bad] = [await claim(store), await claim(store), await claim(store)];
    assert.equal(again.id, late.id);
    const ends = await Promise.all([
      store.finish(good.id, good.lease, SUCCESS),
      store.finish(late.id, late.lease, SUCCESS),
      store.finish(bad.id, bad.lease, FAILURE),
      store.finish(late.id, again.lease, FAILURE),
      store.finish(good.id, good.lease, FAILURE),
    ]);
    assert.deepEqual(ends, [true, false, true, true, false]);
    const [endedLate, endedGood, endedBad] = [
      await store.find(late.id),
      await store.find(good.id),
      await store.find(bad.id),
    ];
    assert.deepEqual([endedGood?.state, endedGood?.resultKey], ["succeeded", "results/a-0.png"]);
    assert.deepEqual([endedLate?.state, endedBad?.state], ["failed", "failed"]);
    assert.deepEqual([endedBad?.failureCode, endedBad?.progress], ["PERSON_NOT_FOUND", 0]);
    assert.equal(endedBad?.expiresAtMs, clock.nowMs() + RESULT_TTL_MS);
  });

  run("hands out tasks of the wanted engines", async (store) => {
    await store.create({ ...newTask("kling"), options: { engine: "kling" } });
    await create(store, "default");
    const claimFor = async (...engines: string[]) => (await store.claim({ ...CLAIM, engines }))?.id;
    assert.equal(await claimFor("other"), undefined);
    assert.equal(await claimFor("other", "drape"), "default");
    assert.equal(await claimFor("drape"), undefined);
    assert.equal(await claimFor("kling"), "kling");
  });
}

async function claimSome(store: TaskStore, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) ids.push((await store.claim({ ...CLAIM, leaseMs: 1e9 }))?.id ?? "none");
  return ids;
}
