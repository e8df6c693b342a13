import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import type { DatabaseKind } from "../../test/helpers/databases.js";
import { TestClock } from "../../test/helpers/test-clock.js";
import type { ClaimedTask, NewTask, TaskStore } from "./store.js";
import type { JobOutcome, SubscriptionId, Task, TaskId, TaskInputs } from "./task.js";

/** How long the stores under test keep results. */
export const RESULT_TTL_MS = 5000;

/** Makes an empty store on this clock; what it opened is freed when the test ends. */
export type MakeTaskStore = (t: TestContext, clock: TestClock) => Promise<TaskStore>;

/** Adds a test of one behaviour, on a new store. */
export type RunTest = (
  behaviour: string,
  body: (store: TaskStore, clock: TestClock) => Promise<void>,
) => void;

export const OWNER = "owner" as SubscriptionId;
export const INPUTS: TaskInputs = {
  person: { kind: "blob", key: "inputs/a.person" },
  garments: [{ kind: "url", url: "https://e.com/g" }],
};
export const CLAIM = { worker: "host:1:x", leaseMs: 1000 };
export const SUCCESS: JobOutcome = {
  state: "succeeded",
  resultKey: "results/a-0.png",
  report: { score: 0.5 },
};
export const FAILURE: JobOutcome = { state: "failed", code: "PERSON_NOT_FOUND", message: "nobody there" };

/** Gives each test a store of its own. */
export function runOn({ name, skip }: DatabaseKind, make: MakeTaskStore): RunTest {
  return (behaviour, body) => {
    test(`SqlTaskStore on ${name} ${behaviour}`, { skip }, async (t) => {
      const clock = new TestClock();
      await body(await make(t, clock), clock);
    });
  };
}

export function newTask(id: string, subscriptionId: SubscriptionId = OWNER): NewTask {
  return { id: id as TaskId, subscriptionId, inputs: INPUTS };
}

export function create(store: TaskStore, id: string): Promise<Task> {
  return store.create(newTask(id));
}

/** Claims a task that must be there. */
export async function claim(store: TaskStore): Promise<ClaimedTask> {
  const task = await store.claim(CLAIM);
  assert.ok(task !== undefined, "nothing to claim");
  return task;
}
