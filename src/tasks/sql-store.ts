import { sql, type Kysely } from "kysely";
import type { Schema } from "../db/mod.js";
import type { Clock } from "../lib/clock.js";
import { randomId } from "../lib/random-id.js";
import { claimIdempotencyKey, insertTask, NO_PROGRESS, NOT_HELD, toTask, type TaskRow } from "./sql-rows.js";
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
import type { JobOutcome, Lease, SubscriptionId, Task, TaskId, TaskState } from "./task.js";

/** Tasks in a SQL table. Each method is one statement, so that it is atomic in every database and across processes. */
export class SqlTaskStore implements TaskStore {
  readonly #db: Kysely<Schema>;
  readonly #clock: Clock;

  constructor(db: Kysely<Schema>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async create(task: NewTask): Promise<Task> {
    return await insertTask(this.#db, task, this.#clock.nowMs());
  }

  async createOnce(task: NewTask, key: IdempotencyKey): Promise<CreatedOnce> {
    const nowMs = this.#clock.nowMs();
    return await this.#db.transaction().execute(async (db) => {
      const earlier = await claimIdempotencyKey(db, task, key, nowMs);
      if (earlier !== undefined) return { ...earlier, isNew: false };
      await insertTask(db, task, nowMs);
      return { taskId: task.id, createdAtMs: nowMs, isNew: true };
    });
  }

  async find(id: TaskId): Promise<Task | undefined> {
    const row = await this.#db.selectFrom("tasks").selectAll().where("id", "=", id).executeTakeFirst();
    return row && toTask(row);
  }

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

  async claim({ worker, leaseMs }: ClaimOptions): Promise<ClaimedTask | undefined> {
    const nowMs = this.#clock.nowMs();
    const lease = randomId() as Lease; // the one place where a lease is made
    const row = await this.#db
      .updateTable("tasks")
      .set({
        state: "running" satisfies TaskState,
        lease,
        worker,
        attempts: sql<number>`attempts + 1`,
        available_at: nowMs + leaseMs,
        ...NO_PROGRESS,
        updated_at: nowMs,
      })
      .where("id", "=", ({ selectFrom }) =>
        selectFrom("tasks").select("id").where("available_at", "<=", nowMs).orderBy("available_at").limit(1),
      )
      .returningAll()
      .executeTakeFirst();
    return row && { ...toTask(row), lease };
  }

  renew(id: TaskId, lease: Lease, leaseMs: number): Promise<boolean> {
    return this.#changeHeld(id, lease, { available_at: this.#clock.nowMs() + leaseMs });
  }

  setProgress(id: TaskId, lease: Lease, { percent, stage }: Progress): Promise<boolean> {
    return this.#changeHeld(id, lease, { progress: Math.round(percent), stage });
  }

  finish(id: TaskId, lease: Lease, outcome: JobOutcome): Promise<boolean> {
    const nowMs = this.#clock.nowMs();
    const result =
      outcome.state === "succeeded"
        ? { result_key: outcome.resultKey, report: JSON.stringify(outcome.report ?? null), progress: 100 }
        : { failure_code: outcome.code, message: outcome.message };
    return this.#changeHeld(id, lease, {
      state: outcome.state,
      ...result,
      ...NOT_HELD,
      available_at: null,
      updated_at: nowMs,
      ended_at: nowMs,
    });
  }

  async giveBack(id: TaskId, lease: Lease): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable("tasks")
      .set({
        state: "queued" satisfies TaskState,
        ...NOT_HELD,
        attempts: sql<number>`attempts - 1`,
        available_at: sql<number>`created_at`,
        updated_at: this.#clock.nowMs(),
      })
      .where("id", "=", id)
      .where("lease", "=", lease)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async cancel(id: TaskId): Promise<boolean> {
    const nowMs = this.#clock.nowMs();
    const { numUpdatedRows } = await this.#db
      .updateTable("tasks")
      .set({
        state: "canceled" satisfies TaskState,
        message: "The task was canceled",
        ...NOT_HELD,
        available_at: null,
        updated_at: nowMs,
        ended_at: nowMs,
      })
      .where("id", "=", id)
      .where("ended_at", "is", null)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
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
      .set({ ...NOT_HELD, available_at: sql<number>`created_at` })
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

  async listEndedBefore(timeMs: number, limit: number): Promise<readonly Task[]> {
    const rows = await this.#db
      .selectFrom("tasks")
      .selectAll()
      .where("ended_at", "<", timeMs)
      .orderBy("ended_at")
      .limit(limit)
      .execute();
    return rows.map(toTask);
  }

  async remove(id: TaskId): Promise<void> {
    await this.#db.deleteFrom("tasks").where("id", "=", id).execute();
  }

  async removeExpiredKeys(): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom("idempotency_keys")
      .where("expires_at", "<=", this.#clock.nowMs())
      .executeTakeFirst();
    return Number(numDeletedRows);
  }

  async #changeHeld(id: TaskId, lease: Lease, change: Partial<TaskRow>): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable("tasks")
      .set(change)
      .where("id", "=", id)
      .where("lease", "=", lease)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }
}
