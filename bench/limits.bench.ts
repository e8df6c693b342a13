import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RateLimiter, SubscriptionStore, TaskLedger } from "../src/accounts/mod.js";
import { openDatabase } from "../src/db/mod.js";
import { systemClock } from "../src/lib/clock.js";
import { createSecretBox } from "../src/lib/secret-box.js";
import { SqlTaskStore, type SubscriptionId, type TaskHook, type TaskId } from "../src/tasks/mod.js";
import { WebhookOutbox } from "../src/webhooks/mod.js";
import { formatRow, summarize, type Summary } from "./measure.js";

const RUNS = 7;
const CALLS_A_RUN = 200;
const CALLBACK = { url: "https://hooks.example/", origin: "https://drape.example" };

/** Times what limits and callbacks add: a request's share of the rate, and tasks with and without counters and outbox. */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "drape-bench-"));
  const db = await openDatabase(join(folder, "limits.db"));
  try {
    const subscriptions = new SubscriptionStore(db, systemClock, createSecretBox(Buffer.alloc(32)));
    const policy = { concurrentTasks: 1_000_000, monthlyQuota: 1_000_000, requestsPerMinute: 1_000_000 };
    const { id, key } = await subscriptions.create("bench", { policy, actor: "bench" });
    const limiter = new RateLimiter(db, systemClock);
    console.log(formatRow("find a key", await time(() => subscriptions.findByKey(key))));
    console.log(formatRow("count a request", await time(() => limiter.take(id, 1_000_000))));
    const outbox = new WebhookOutbox((task) => JSON.stringify(task));
    for (const [name, hooks] of [
      ["plain", []],
      ["limits", [new TaskLedger()]],
      ["callbacks", [new TaskLedger(), outbox]],
    ] as const satisfies readonly (readonly [string, readonly TaskHook[]])[])
      await benchTasks(name, new SqlTaskStore(db, systemClock, { hooks }), id as SubscriptionId);
  } finally {
    await db.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}

async function benchTasks(name: string, store: SqlTaskStore, subscriptionId: SubscriptionId): Promise<void> {
  let count = 0;
  const create = () =>
    store.create({
      id: `${name}-${count++}` as TaskId,
      subscriptionId,
      inputs: { person: { kind: "url", url: "https://e.com/p" }, garments: [] },
      callback: CALLBACK,
    });
  const claimAndFinish = async (): Promise<void> => {
    const task = await store.claim({ worker: "bench", leaseMs: 3_600_000 });
    if (task === undefined) throw new Error("A task was lost");
    await store.finish(task.id, task.lease, { state: "failed", code: "X", message: "" });
  };
  console.log(formatRow(`create, ${name}`, await time(create)));
  console.log(formatRow(`claim, finish, ${name}`, await time(claimAndFinish)));
}

/** Milliseconds a call, one after the other. */
async function time(call: () => Promise<unknown>): Promise<Summary> {
  const runs: number[] = [];
  for (let i = -1; i < RUNS; i++) {
    const startMs = performance.now();
    for (let j = 0; j < CALLS_A_RUN; j++) await call();
    if (i >= 0) runs.push((performance.now() - startMs) / CALLS_A_RUN); // the first one warms up
  }
  return summarize(runs);
}
