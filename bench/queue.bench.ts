import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Kysely } from "kysely";
import { SubscriptionStore, TaskLedger } from "../src/accounts/mod.js";
import type { Schema } from "../src/db/mod.js";
import { systemClock } from "../src/lib/clock.js";
import { createSecretBox } from "../src/lib/secret-box.js";
import { SqlTaskStore, Worker, type SubscriptionId, type TaskId } from "../src/tasks/mod.js";
import { openStores } from "../src/stores.js";
import { loadConfig } from "../src/config.js";
import { createLog } from "../src/lib/log.js";
import { openTestDatabase } from "../test/helpers/open-test-database.js";
import { findPostgres, PostgresServer } from "../test/helpers/postgres.js";
import { insertEndedTasks } from "./ended-tasks.js";
import { summarize, type Summary } from "./measure.js";

const RUNS = 7;
const TASKS_A_RUN = 1000;
/** Tasks under way: one process's places, or those of several workers. */
const AT_ONCE = [1, 8, 64];
const WAITS = 200;
const FINDS = 4000;
const TABLE_SIZES = [1000, 1_000_000];
const PERCENTILE = 0.99;

/**
 * The task table as a queue, on SQLite and on PostgreSQL with its files synced: tasks created, and claimed and finished, in a second;
 * the time from a submit to its claim; what a poll's statement takes among a thousand tasks and among a million. With the limits'
 * counters, as in the service.
 */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "drape-bench-"));
  try {
    console.log("SQLite");
    await benchDatabase(() => Promise.resolve(join(folder, `${count++}.db`)));
    await benchWait({ DATA_DIR: join(folder, "service") });
    if (findPostgres() === undefined) return console.log("PostgreSQL: NOT MEASURED, it is not installed");
    const server = await PostgresServer.create({ isDurable: true });
    try {
      console.log("PostgreSQL");
      await benchDatabase(() => server.createDatabase());
      await benchWait({ DATA_DIR: join(folder, "shared"), DATABASE_URL: await server.createDatabase() });
    } finally {
      await server.remove();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

let count = 0;

async function benchDatabase(makeDatabase: () => Promise<string>): Promise<void> {
  const db = await openTestDatabase(await makeDatabase());
  try {
    const subscriptions = new SubscriptionStore(db, systemClock, createSecretBox(Buffer.alloc(32)));
    const { id } = await subscriptions.create("bench", { actor: "bench" });
    const store = new SqlTaskStore(db, systemClock, { hooks: [new TaskLedger()] });
    for (const atOnce of AT_ONCE) await benchQueue(store, id as SubscriptionId, atOnce);
    for (const rows of TABLE_SIZES) await benchFind(db, store, rows);
  } finally {
    await db.destroy();
  }
}

async function benchQueue(
  store: SqlTaskStore,
  subscriptionId: SubscriptionId,
  atOnce: number,
): Promise<void> {
  const inputs = { person: { kind: "url", url: "https://e.com/p" }, garments: [] } as const;
  const create = async (): Promise<void> => {
    await store.create({ id: `task-${count++}` as TaskId, subscriptionId, inputs });
  };
  const claimAndFinish = async (): Promise<void> => {
    const task = await store.claim({ worker: "bench", leaseMs: 60_000 });
    if (task === undefined) throw new Error("A task was lost");
    const held = await store.finish(task.id, task.lease, { state: "failed", code: "X", message: "" });
    if (!held) throw new Error("A task was claimed twice");
  };
  const created: number[] = [];
  const ended: number[] = [];
  const cpuMs: number[] = [];
  const tasks = atOnce === 1 ? TASKS_A_RUN / 4 : TASKS_A_RUN;
  for (let i = -1; i < RUNS; i++) {
    const createPace = await paceOf(create, tasks, atOnce);
    const before = process.cpuUsage();
    const endPace = await paceOf(claimAndFinish, tasks, atOnce);
    const { user, system } = process.cpuUsage(before);
    if (i < 0) continue; // warm-up
    created.push(createPace);
    ended.push(endPace);
    cpuMs.push((user + system) / 1000 / tasks);
  }
  tell(`create, ${atOnce} at once`, "/s", summarize(created));
  tell(`claim + finish, ${atOnce} at once`, "/s", summarize(ended));
  tell("  of this process's core time", "ms", summarize(cpuMs));
}

/** Calls a second, with `atOnce` under way. */
async function paceOf(call: () => Promise<void>, calls: number, atOnce: number): Promise<number> {
  let left = calls;
  const startMs = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await call();
    }),
  );
  return calls / ((performance.now() - startMs) / 1000);
}

/** From the call of create() to the start of the job in a worker that another connection's signal wakes. */
async function benchWait(env: NodeJS.ProcessEnv): Promise<void> {
  const log = createLog("silent");
  const api = await openStores(loadConfig(env), log);
  const other = env["DATABASE_URL"] === undefined ? api : await openStores(loadConfig(env), log);
  const began = new Map<string, () => void>();
  const worker = new Worker({
    store: other.tasks,
    log,
    identity: "bench",
    concurrency: 4,
    runJob: async ({ taskId }) => {
      began.get(taskId)?.();
      return { state: "failed", code: "X", message: "" };
    },
  });
  try {
    const { id } = await api.subscriptions.create("bench", { actor: "bench" });
    other.signals.listen("tasks", () => worker.wake());
    worker.start();
    const ms: number[] = [];
    for (let i = 0; i < WAITS; i++) {
      const taskId = `wait-${i}` as TaskId;
      const isRunning = new Promise<void>((resolve) => began.set(taskId, resolve));
      const startMs = performance.now();
      const inputs = { person: { kind: "url", url: "https://e.com/p" }, garments: [] } as const;
      await api.tasks.create({ id: taskId, subscriptionId: id as SubscriptionId, inputs });
      api.signals.send("tasks");
      await isRunning;
      ms.push(performance.now() - startMs);
    }
    tell(other === api ? "submit to claimed" : "submit to claimed, NOTIFY", "ms", summarize(ms));
  } finally {
    await worker.stop(1000);
    if (other !== api) await other.close();
    await api.close();
  }
}

async function benchFind(db: Kysely<Schema>, store: SqlTaskStore, rows: number): Promise<void> {
  await insertEndedTasks(db, { rows });
  const ms: number[] = [];
  for (let i = -FINDS; i < FINDS; i++) {
    const id = `row-${rows}-${(Math.imul(i, 2_654_435_761) >>> 0) % rows}` as TaskId; // Knuth, TAOCP 3, §6.4
    const startMs = performance.now();
    if ((await store.find(id)) === undefined) throw new Error(`${id} is lost`);
    if (i >= 0) ms.push(performance.now() - startMs);
  }
  const p99 = ms.toSorted((a, b) => a - b)[Math.floor(FINDS * PERCENTILE)] ?? 0;
  const { median } = summarize(ms);
  console.log(`  find among ${rows}`.padEnd(32), `median ${median.toFixed(3)} ms, p99 ${p99.toFixed(3)} ms`);
}

function tell(name: string, unit: string, { median, min, max }: Summary): void {
  const digits = unit === "ms" ? 2 : 0;
  console.log(
    `  ${name}`.padEnd(32),
    `${median.toFixed(digits)} ${unit}   (${min.toFixed(digits)} to ${max.toFixed(digits)})`,
  );
}
