import { sql, type Kysely, type UpdateObject } from "kysely";
import type { Schema } from "../db/mod.js";
import { batchReads, padToPowerOfTwo } from "../lib/batch-reads.js";
import { batchWrites } from "../lib/batch-writes.js";
import type { Clock } from "../lib/clock.js";
import { AppError } from "../lib/errors.js";
import { randomId } from "../lib/random-id.js";
import { cancelOpen, endHeld, failWaiting, type EndTimes, type TaskEnd } from "./end-tasks.js";
import { claimFirst, claimIdempotencyKey, insertTask, NOT_HELD, toTask, type TaskRow } from "./sql-rows.js";
import type {
  ClaimedTask,
  ClaimOptions,
  CreatedOnce,
  IdempotencyKey,
  NewTask,
  Page,
  Progress,
  TaskStore,
} from "./store.js";
import type { TaskHook } from "./task-hook.js";
import type { JobOutcome, Lease, SubscriptionId, Task, TaskId, TaskState } from "./task.js";

export interface SqlTaskStoreOptions {
  /** @default none */
  readonly hooks?: readonly TaskHook[];
  /** How long an ended task and its result stay, unless its subscription has its own number of days. @default 30 days */
  readonly resultTtlMs?: number;
}

const DAY_MS = 24 * 3600_000;

type TaskChange = UpdateObject<Schema, "tasks">;

/**
 * Tasks in a SQL table. Each method is one statement, or one transaction where hooks write with it, so that it is atomic in every
 * database and across processes; claims and ends that come together share one.
 */
export class SqlTaskStore implements TaskStore {
  readonly #db: Kysely<Schema>;
  readonly #clock: Clock;
  readonly #hooks: readonly TaskHook[];
  readonly #resultTtlMs: number;

  constructor(db: Kysely<Schema>, clock: Clock, options: SqlTaskStoreOptions = {}) {
    this.#db = db;
    this.#clock = clock;
    this.#hooks = options.hooks ?? [];
    this.#resultTtlMs = options.resultTtlMs ?? 30 * DAY_MS;
  }

  async create(task: NewTask): Promise<Task> {
    return await this.#transact((db) => this.#insert(db, task, this.#clock.nowMs()));
  }

  async createOnce(task: NewTask, key: IdempotencyKey): Promise<CreatedOnce> {
    const nowMs = this.#clock.nowMs();
    return await this.#transactWithHooks(async (db) => {
      const earlier = await claimIdempotencyKey(db, task, key, nowMs);
      if (earlier !== undefined) return { ...earlier, isNew: false };
      await this.#insert(db, task, nowMs);
      return { taskId: task.id, createdAtMs: nowMs, isNew: true };
    });
  }

  /** Polls are most of all requests: those of one turn of the event loop are one query. */
  readonly find = batchReads(async (ids: readonly TaskId[]): Promise<ReadonlyMap<TaskId, Task>> => {
    const rows = await this.#db
      .selectFrom("tasks")
      .selectAll()
      .where("id", "in", padToPowerOfTwo(ids))
      .execute();
    return new Map(rows.map((row) => [row.id as TaskId, toTask(row)]));
  });

  async findByExternalId(subscriptionId: SubscriptionId, externalId: string): Promise<Task | undefined> {
    const row = await this.#db
      .selectFrom("tasks")
      .selectAll()
      .where("subscription_id", "=", subscriptionId)
      .where("external_id", "=", externalId)
      .executeTakeFirst();
    return row && toTask(row);
  }

  async listNewest(subscriptionId: SubscriptionId, { limit, offset }: Page): Promise<readonly Task[]> {
    const rows = await this.#db
      .selectFrom("tasks")
      .selectAll()
      .where("subscription_id", "=", subscriptionId)
      .orderBy("created_at", "desc")
      .orderBy("id", "desc")
      .limit(limit)
      .offset(offset)
      .execute();
    return rows.map(toTask);
  }

  /** Claims of one turn are one statement that takes as many tasks. */
  readonly claim = batchWrites((wishes: readonly ClaimOptions[]) => this.#claimEach(wishes), {
    fits: (wish, [first]) => first === undefined || isSameWish(wish, first),
  });

  renew(id: TaskId, lease: Lease, leaseMs: number): Promise<boolean> {
    return this.#changeHeld(id, lease, { available_at: this.#clock.nowMs() + leaseMs });
  }

  setProgress(id: TaskId, lease: Lease, { percent, stage }: Progress): Promise<boolean> {
    return this.#changeHeld(id, lease, { progress: Math.round(percent), stage });
  }

  finish(id: TaskId, lease: Lease, outcome: JobOutcome): Promise<boolean> {
    return this.#finish({ id, lease, outcome });
  }

  giveBack(id: TaskId, lease: Lease, delayMs = 0): Promise<boolean> {
    return this.#requeue(id, lease, {
      attempts: sql<number>`attempts - 1`,
      available_at: this.#clock.nowMs() + delayMs,
    });
  }

  retry(id: TaskId, lease: Lease, delayMs: number): Promise<boolean> {
    return this.#requeue(id, lease, { available_at: this.#clock.nowMs() + delayMs });
  }

  async cancel(id: TaskId): Promise<boolean> {
    return await this.#transact(async (db) => {
      const row = await cancelOpen(db, id, this.#endTimes());
      if (row !== undefined) await this.#tellEnded(db, [row]);
      return row !== undefined;
    });
  }

  async failOverdue(ageMs: number, limit: number): Promise<number> {
    const times = this.#endTimes();
    const { code, message } = new AppError("DEADLINE_PASSED");
    return await this.#transact(async (db) => {
      const overdue = { createdAtMs: times.nowMs - ageMs, limit, code, message };
      const rows = await failWaiting(db, overdue, times);
      await this.#tellEnded(db, rows);
      return rows.length;
    });
  }

  async listWorkers(): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom("tasks")
      .select("worker")
      .distinct()
      .where("worker", "is not", null)
      .execute();
    return rows.map(({ worker }) => worker as string); // not null: the where clause
  }

  async expireLeases(worker: string): Promise<number> {
    const { numUpdatedRows } = await this.#db
      .updateTable("tasks")
      .set({ ...NOT_HELD, available_at: this.#clock.nowMs() })
      .where("worker", "=", worker)
      .executeTakeFirst();
    return Number(numUpdatedRows);
  }

  async listEndedWithInputs(limit: number): Promise<readonly Task[]> {
    const rows = await this.#db
      .selectFrom("tasks")
      .selectAll()
      .where("ended_at", "is not", null)
      .where("inputs", "is not", null)
      .orderBy("ended_at")
      .limit(limit)
      .execute();
    return rows.map(toTask);
  }

  async forgetInputs(id: TaskId): Promise<void> {
    await this.#db.updateTable("tasks").set({ inputs: null }).where("id", "=", id).execute();
  }

  async listExpired(limit: number): Promise<readonly Task[]> {
    const rows = await this.#db
      .selectFrom("tasks")
      .selectAll()
      .where("expires_at", "<=", this.#clock.nowMs())
      .orderBy("expires_at")
      .limit(limit)
      .execute();
    return rows.map(toTask);
  }

  async abandon(subscriptionId: SubscriptionId): Promise<void> {
    const open = await this.#db
      .selectFrom("tasks")
      .select("id")
      .where("subscription_id", "=", subscriptionId)
      .where("ended_at", "is", null)
      .execute();
    for (const { id } of open) await this.cancel(id as TaskId);
    await this.#db
      .updateTable("tasks")
      .set({ expires_at: this.#clock.nowMs() })
      .where("subscription_id", "=", subscriptionId)
      .where("ended_at", "is not", null)
      .execute();
  }

  async remove(id: TaskId): Promise<void> {
    await this.#transact(async (db) => {
      await db.deleteFrom("tasks").where("id", "=", id).execute();
      for (const hook of this.#hooks) await hook.onRemoved?.(db, id);
    });
  }

  async removeExpiredKeys(): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom("idempotency_keys")
      .where("expires_at", "<=", this.#clock.nowMs())
      .executeTakeFirst();
    return Number(numDeletedRows);
  }

  async #insert(db: Kysely<Schema>, task: NewTask, nowMs: number): Promise<Task> {
    const created = await insertTask(db, task, nowMs);
    for (const hook of this.#hooks) await hook.onCreated?.(db, task, nowMs);
    return created;
  }

  async #claimEach(wishes: readonly ClaimOptions[]): Promise<readonly (ClaimedTask | undefined)[]> {
    const [options] = wishes;
    if (options === undefined) return [];
    const nowMs = this.#clock.nowMs();
    const lease = randomId() as Lease; // the one place where a lease is made
    return await this.#transact(async (db) => {
      const tasks = (await claimFirst(db, { ...options, lease, nowMs }, wishes.length)).map(toTask);
      if (tasks.length > 0) for (const hook of this.#hooks) await hook.onStarted?.(db, tasks);
      return wishes.map((_, index) => {
        const task = tasks[index];
        return task && { ...task, lease };
      });
    });
  }

  /** Ends that come together are one transaction; a task is in it once, so that of two ends the first one counts. */
  readonly #finish = batchWrites((ends: readonly TaskEnd[]) => this.#finishEach(ends), {
    fits: ({ id }, others) => others.every((other) => other.id !== id),
  });

  /** For each whether its lease still held. */
  async #finishEach(ends: readonly TaskEnd[]): Promise<readonly boolean[]> {
    return await this.#transact(async (db) => {
      const rows = await endHeld(db, ends, this.#endTimes());
      await this.#tellEnded(db, rows);
      const ended = new Set(rows.map(({ id }) => id));
      return ends.map(({ id }) => ended.has(id));
    });
  }

  async #tellEnded(db: Kysely<Schema>, rows: readonly TaskRow[]): Promise<void> {
    if (rows.length === 0) return;
    const tasks = rows.map(toTask);
    for (const hook of this.#hooks) await hook.onEnded?.(db, tasks);
  }

  #endTimes(): EndTimes {
    return { nowMs: this.#clock.nowMs(), resultTtlMs: this.#resultTtlMs };
  }

  /** A transaction, unless nothing but one statement would be in it. */
  #transact<T>(act: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
    return this.#hooks.length === 0 ? act(this.#db) : this.#transactWithHooks(act);
  }

  async #transactWithHooks<T>(act: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
    const result = await this.#db.transaction().execute(act);
    for (const hook of this.#hooks) hook.onCommitted?.();
    return result;
  }

  #requeue(id: TaskId, lease: Lease, change: TaskChange): Promise<boolean> {
    const state = "queued" satisfies TaskState;
    return this.#changeHeld(id, lease, { ...change, ...NOT_HELD, state, updated_at: this.#clock.nowMs() });
  }

  async #changeHeld(id: TaskId, lease: Lease, change: TaskChange): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable("tasks")
      .set(change)
      .where("id", "=", id)
      .where("lease", "=", lease)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }
}

function isSameWish(a: ClaimOptions, b: ClaimOptions): boolean {
  return a.worker === b.worker && a.leaseMs === b.leaseMs && a.engines?.join() === b.engines?.join();
}
