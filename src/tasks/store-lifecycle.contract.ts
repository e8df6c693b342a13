import assert from "node:assert/strict";
import {
  claim,
  CLAIM,
  create,
  FAILURE,
  INPUTS,
  OWNER,
  SUCCESS,
  type RunTest,
} from "./store-fixtures.contract.js";
import type { TaskId } from "./task.js";

export function testLifecycle(run: RunTest): void {
  run("gives back what was created", async (store, clock) => {
    const created = await create(store, "a");
    assert.deepEqual(await store.find(created.id), {
      id: "a",
      subscriptionId: OWNER,
      externalId: undefined,
      options: {},
      callback: undefined,
      traceparent: undefined,
      state: "queued",
      inputs: INPUTS,
      attempts: 0,
      progress: 0,
      stage: undefined,
      message: "",
      failureCode: undefined,
      resultKey: undefined,
      report: undefined,
      createdAtMs: clock.nowMs(),
      updatedAtMs: clock.nowMs(),
      endedAtMs: undefined,
      expiresAtMs: undefined,
    });
    assert.equal(await store.find("b" as TaskId), undefined);
  });

  run("refuses a second task of the same id", async (store) => {
    await create(store, "a");
    await assert.rejects(create(store, "a"));
  });

  run("hands tasks out in the order of their creation, each once", async (store, clock) => {
    for (const id of ["b", "a", "c"]) {
      await create(store, id);
      clock.advance(1);
    }
    const claims = [
      await store.claim(CLAIM),
      await store.claim(CLAIM),
      await store.claim(CLAIM),
      await store.claim(CLAIM),
    ];
    assert.deepEqual(
      claims.map((task) => task?.id),
      ["b", "a", "c", undefined],
    );
    assert.equal(claims[0]?.state, "running");
    assert.equal(claims[0]?.attempts, 1);
  });

  run("hands each of many tasks to one of many simultaneous claims", async (store) => {
    for (let i = 0; i < 20; i++) await create(store, `t${i}`);
    const claims = await Promise.all(Array.from({ length: 30 }, () => store.claim(CLAIM)));
    const ids = claims.flatMap((task) => (task === undefined ? [] : [task.id]));
    assert.equal(ids.length, 20);
    assert.equal(new Set(ids).size, 20);
  });

  run("records success with result and report", async (store, clock) => {
    await create(store, "a");
    const { id, lease } = await claim(store);
    clock.advance(500);
    assert.equal(await store.finish(id, lease, SUCCESS), true);
    const task = await store.find(id);
    assert.equal(task?.state, "succeeded");
    assert.equal(task?.resultKey, "results/a-0.png");
    assert.deepEqual(task?.report, { score: 0.5 });
    assert.equal(task?.endedAtMs, clock.nowMs());
    assert.equal(task?.updatedAtMs, clock.nowMs());
  });

  run("records failure with code and message", async (store) => {
    await create(store, "a");
    const { id, lease } = await claim(store);
    assert.equal(await store.finish(id, lease, FAILURE), true);
    const task = await store.find(id);
    assert.equal(task?.state, "failed");
    assert.equal(task?.failureCode, "PERSON_NOT_FOUND");
    assert.equal(task?.message, "nobody there");
  });
}

export function testDeadline(run: RunTest): void {
  run(
    "fails what has waited too long, and leaves what runs, has ended or is younger",
    async (store, clock) => {
      for (const id of ["ended", "running", "retried", "waiting", "other"]) {
        await create(store, id);
        clock.advance(1);
      }
      const ended = await claim(store);
      await store.finish(ended.id, ended.lease, SUCCESS);
      await claim(store);
      const retried = await claim(store);
      await store.retry(retried.id, retried.lease, 500);
      clock.advance(1000);
      await create(store, "young");
      assert.equal(await store.failOverdue(1000, 2), 2);
      assert.equal(await store.failOverdue(1000, 2), 1);
      assert.equal(await store.failOverdue(1000, 2), 0);
      const stateOf = async (id: string) => (await store.find(id as TaskId))?.state;
      assert.deepEqual(
        await Promise.all(["ended", "running", "retried", "waiting", "other", "young"].map(stateOf)),
        ["succeeded", "running", "failed", "failed", "failed", "queued"],
      );
      const waiting = await store.find("waiting" as TaskId);
      assert.equal(waiting?.failureCode, "DEADLINE_PASSED");
      assert.match(waiting.message, /5002/);
      assert.equal(waiting.endedAtMs, clock.nowMs());
    },
  );
}

export function testLeases(run: RunTest): void {
  run("hands a task out again when its lease ran out, and not before", async (store, clock) => {
    await create(store, "a");
    const first = await claim(store);
    clock.advance(999);
    assert.equal(await store.claim(CLAIM), undefined);
    clock.advance(1);
    const second = await claim(store);
    assert.equal(second.id, first.id);
    assert.equal(second.attempts, 2);
    assert.notEqual(second.lease, first.lease);
  });

  run("keeps a renewed lease", async (store, clock) => {
    await create(store, "a");
    const { id, lease } = await claim(store);
    clock.advance(900);
    assert.equal(await store.renew(id, lease, 1000), true);
    clock.advance(900);
    assert.equal(await store.claim(CLAIM), undefined);
  });

  run("lets a lost lease change nothing", async (store, clock) => {
    await create(store, "a");
    const late = await claim(store);
    clock.advance(1000);
    const holder = await claim(store);
    assert.equal(await store.renew(late.id, late.lease, 1000), false);
    assert.equal(await store.finish(late.id, late.lease, SUCCESS), false);
    assert.equal(await store.giveBack(late.id, late.lease), false);
    assert.equal((await store.find(late.id))?.state, "running");
    assert.equal(await store.finish(holder.id, holder.lease, FAILURE), true);
    assert.equal(await store.finish(holder.id, holder.lease, SUCCESS), false);
    assert.equal((await store.find(late.id))?.state, "failed");
  });

  run("takes a task back into its old place without counting the attempt", async (store, clock) => {
    await create(store, "a");
    clock.advance(1);
    await create(store, "b");
    const { id, lease } = await claim(store);
    assert.equal(await store.giveBack(id, lease), true);
    assert.equal((await store.find(id))?.state, "queued");
    const again = await claim(store);
    assert.equal(again.id, "a");
    assert.equal(again.attempts, 1);
  });

  run("frees the tasks of one worker at once and of no other", async (store, clock) => {
    await create(store, "a");
    clock.advance(1);
    await create(store, "b");
    const dead = await claim(store);
    await store.claim({ ...CLAIM, worker: "host:2:y" });
    assert.deepEqual((await store.listWorkers()).toSorted(), ["host:1:x", "host:2:y"]);
    assert.equal(await store.expireLeases("host:1:x"), 1);
    assert.equal(await store.finish(dead.id, dead.lease, SUCCESS), false);
    assert.equal((await store.claim(CLAIM))?.id, "a");
    assert.equal(await store.claim(CLAIM), undefined);
  });
}

export function testCancel(run: RunTest): void {
  run("cancels a task once, and its worker can change nothing more", async (store, clock) => {
    await create(store, "a");
    const { id, lease } = await claim(store);
    clock.advance(5);
    assert.equal(await store.cancel(id), true);
    assert.equal(await store.cancel(id), false);
    const task = await store.find(id);
    assert.equal(task?.state, "canceled");
    assert.equal(task?.endedAtMs, clock.nowMs());
    assert.equal(await store.renew(id, lease, 1000), false);
    assert.equal(await store.finish(id, lease, SUCCESS), false);
    assert.equal(await store.claim(CLAIM), undefined);
    assert.equal(await store.cancel("nothing" as TaskId), false);
  });

  run("records progress of the lease's holder; the next attempt starts anew", async (store, clock) => {
    await create(store, "a");
    const { id, lease } = await claim(store);
    assert.equal(await store.setProgress(id, lease, { percent: 41.7, stage: "warp" }), true);
    const running = await store.find(id);
    assert.deepEqual([running?.progress, running?.stage], [42, "warp"]);
    clock.advance(1000);
    const next = await claim(store);
    assert.deepEqual([next.progress, next.stage], [0, undefined]);
    assert.equal(await store.setProgress(id, lease, { percent: 50, stage: "warp" }), false);
    await store.finish(id, next.lease, SUCCESS);
    assert.equal((await store.find(id))?.progress, 100);
  });
}
