import assert from "node:assert/strict";
import fc from "fast-check";
import type { TestClock } from "../../test/helpers/test-clock.js";
import { CLAIM, create, FAILURE, SUCCESS, type RunTest } from "./store-fixtures.contract.js";
import type { TaskStore } from "./store.js";
import { NEXT, type Lease, type TaskId, type TaskState } from "./task.js";

/** Random calls with random leases, old and current: states only follow NEXT, and a task ends at most once. */
export function testRandomHistories(run: RunTest): void {
  run("only ever moves a task along NEXT", async (store, clock) => {
    const call = fc.constantFrom(
      "claim",
      "renew",
      "succeed",
      "fail",
      "giveBack",
      "retry",
      "cancel",
      "expire",
      "wait",
    );
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
    if (call === "retry") await store.retry(id, lease, 0);
    if (call === "cancel") await store.cancel(id);
    if (call === "expire") await store.expireLeases(CLAIM.worker);
    if (call === "wait") clock.advance(1000);
    const task = await store.find(id);
    if (task !== undefined) states.push(task.state);
  }
  return states;
}
