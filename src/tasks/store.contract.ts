import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import fc from "fast-check";
import { TestClock } from "../../test/helpers/test-clock.js";
import type { NewTask, TaskStore } from "./store.js";
import {
  NEXT,
  type JobOutcome,
  type Lease,
  type SubscriptionId,
  type TaskId,
  type TaskInputs,
  type TaskState,
} from "./task.js";

/** How long the stores under test keep results. */
export const RESULT_TTL_MS = 5000;

/** Makes an empty store on this clock; what it opened is freed when the test ends. */
export type MakeTaskStore = (t: TestContext, clock: TestClock) => Promise<TaskStore>;

const OWNER = "owner" as SubscriptionId;
const INPUTS: TaskInputs = {
  person: { kind: "blob", key: "inputs/a.person" },
  garments: [{ kind: "url", url: "https://e.com/g" }],
};
const CLAIM = { worker: "host:1:x", leaseMs: 1000 };
const SUCCESS: JobOutcome = { state: "succeeded", resultKey: "results/a-0.png", report: { score: 0.5 } };
const FAILURE: JobOutcome = { state: "failed", code: "PERSON_NOT_FOUND", message: "nobody there" };

/** What every TaskStore must do. */
export function testTaskStore(name: string, make: MakeTaskStore): void {
  const run = (behaviour: string, body: (store: TaskStore, clock: TestClock) => Promise<void>): void => {
    test(`${name} ${behaviour}`, async (t) => {
      const clock = new TestClock();
      await body(await make(t, clock), clock);
    });
  };
  testLifecycle(run);
  testLeases(run);
  testCancel(run);
  testClientNames(run);
  testIdempotency(run);
  testRetention(run);
  testRandomHistories(run);
}

type Run = (behaviour: string, body: (store: TaskStore, clock: TestClock) => Promise<void>) => void;

function testLifecycle(run: Run): void {
  run("gives back what was created", async (store, clock) => {
    const created = await create(store, "a");
    assert.deepEqual(await store.find(created.id), {
      id: "a",
      subscriptionId: OWNER,
      externalId: undefined,
      options: {},
      callback: undefined,
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

function testLeases(run: Run): void {
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

function testCancel(run: Run): void {
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

function testClientNames(run: Run): void {
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

function testIdempotency(run: Run): void {
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

function testRetention(run: Run): void {
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

/** Random calls with random leases, old and current: states only follow NEXT, and a task ends at most once. */
function testRandomHistories(run: Run): void {
  run("only ever moves a task along NEXT", async (store, clock) => {
    const call = fc.constantFrom("claim", "renew", "succeed", "fail", "giveBack", "cancel", "expire", "wait");
    const step = fc.record({ call, lease: fc.nat({ max: 5 }) });
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const { id } = await create(store, `history-${count++}`);
        const states = await replay(store, clock, id, steps);
        for (const [index, state] of states.slice(1).entries()) {
          const before = states[index] as TaskState; // index + 1 exists, so index does
          assert.ok(
            state === before || (NEXT[before] as readonly TaskState[]).includes(state),
            `${before} → ${state}`,
          );
        }
        await store.remove(id);
      }),
      { numRuns: 60, seed: 7 },
    );
  });
}

interface Step {
  readonly call: string;
  /** Which of the leases seen so far is presented. */
  readonly lease: number;
}

async function replay(
  store: TaskStore,
  clock: TestClock,
  id: TaskId,
  steps: readonly Step[],
): Promise<readonly TaskState[]> {
  const leases: Lease[] = ["never-given" as Lease];
  const states: TaskState[] = ["queued"];
  for (const { call, lease: choice } of steps) {
    const lease = leases[choice % leases.length] as Lease; // never empty
    if (call === "claim") {
      const claimed = await store.claim(CLAIM);
      if (claimed !== undefined) leases.push(claimed.lease);
    }
    if (call === "renew") await store.renew(id, lease, 1000);
    if (call === "succeed") await store.finish(id, lease, SUCCESS);
    if (call === "fail") await store.finish(id, lease, FAILURE);
    if (call === "giveBack") await store.giveBack(id, lease);
    if (call === "cancel") await store.cancel(id);
    if (call === "expire") await store.expireLeases(CLAIM.worker);
    if (call === "wait") clock.advance(1000);
    const task = await store.find(id);
    if (task !== undefined) states.push(task.state);
  }
  return states;
}

function create(store: TaskStore, id: string) {
  return store.create(newTask(id));
}

function newTask(id: string): NewTask {
  return { id: id as TaskId, subscriptionId: OWNER, inputs: INPUTS };
}

async function claim(store: TaskStore) {
  const task = await store.claim(CLAIM);
  assert.ok(task !== undefined, "nothing to claim");
  return task;
}
