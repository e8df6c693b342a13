import { sql, type Kysely, type UpdateObject, type UpdateQueryBuilder, type UpdateResult } from "kysely";
import type { Schema } from "../db/mod.js";
import { batchReads, padToPowerOfTwo } from "../lib/batch-reads.js";
import type { Clock } from "../lib/clock.js";
import { randomId } from "../lib/random-id.js";
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
type TaskUpdate = UpdateQueryBuilder<Schema, "tasks", "tasks", UpdateResult>;

/**
 * Tasks in a SQL table. Each method is one statement, or one transaction where hooks write with it, so that it is atomic in every
 * database and across processes.
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

  async claim(options: ClaimOptions): Promise<ClaimedTask | undefined> {
    const nowMs = this.#clock.nowMs();
    const lease = randomId() as Lease; // the one place where a lease is made
    return await this.#transact(async (db) => {
      const row = await claimFirst(db, { ...options, lease, nowMs });
      if (row === undefined) return undefined;
      const task = toTask(row);
      for (const hook of this.#hooks) await hook.onStarted?.(db, task);
      return { ...task, lease };
    });
  }

  renew(id: TaskId, lease: Lease, leaseMs: number): Promise<boolean> {
    return this.#changeHeld(id, lease, { available_at: this.#clock.nowMs() + leaseMs });
  }

  setProgress(id: TaskId, lease: Lease, { percent, stage }: Progress): Promise<boolean> {
    return this.#changeHeld(id, lease, { progress: Math.round(percent), stage });
  }

  async finish(id: TaskId, lease: Lease, outcome: JobOutcome): Promise<boolean> {
    const result =
      outcome.state === "succeeded"
        ? { result_key: outcome.resultKey, report: JSON.stringify(outcome.report ?? null), progress: 100 }
        : { failure_code: outcome.code, message: outcome.message };
    return await this.#end((update) => update.where("id", "=", id).where("lease", "=", lease), {
      state: outcome.state,
      ...result,
    });
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
    return await this.#end((update) => update.where("id", "=", id).where("ended_at", "is", null), {
      state: "canceled" satisfies TaskState,
      message: "The task was canceled",
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

  /** Ends the task that `narrow` finds, if it finds one. */
  async #end(narrow: (update: TaskUpdate) => TaskUpdate, change: Partial<TaskRow>): Promise<boolean> {
    const nowMs = this.#clock.nowMs();
    const ended = { ...change, ...NOT_HELD, available_at: null, updated_at: nowMs, ended_at: nowMs };
    // The casts are PostgreSQL's: to it an unmarked number beside a day count is one of 32 bits.
    const ownTtlMs = sql`(select cast(result_days as bigint) * ${sql.lit(DAY_MS)} from subscriptions
      where id = tasks.subscription_id)`;
    const expiry = {
      expires_at: sql<number>`cast(${nowMs} as bigint) + coalesce(${ownTtlMs}, cast(${this.#resultTtlMs} as bigint))`,
    };
    return await this.#transact(async (db) => {
      const update = db.updateTable("tasks").set({ ...ended, ...expiry });
      const row = await narrow(update).returningAll().executeTakeFirst();
      if (row === undefined) return false;
      const task = toTask(row);
      for (const hook of this.#hooks) await hook.onEnded?.(db, task);
      return true;
    });
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
