import { sql, type Kysely, type Selectable } from "kysely";
import type { Schema } from "../db/mod.js";
import type { Clock } from "../lib/clock.js";
import { randomId } from "../lib/random-id.js";
import type { ClaimedTask, ClaimOptions, NewTask, TaskStore } from "./store.js";
import type { JobOutcome, Lease, SubscriptionId, Task, TaskId, TaskInputs, TaskState } from "./task.js";

type TaskRow = Selectable<Schema["tasks"]>;

const NOT_HELD = { lease: null, worker: null } as const;

/** Tasks in a SQL table. Each method is one statement, so that it is atomic in every database and across processes. */
export class SqlTaskStore implements TaskStore {
  readonly #db: Kysely<Schema>;
  readonly #clock: Clock;

  constructor(db: Kysely<Schema>, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async create({ id, subscriptionId, inputs }: NewTask): Promise<Task> {
    const nowMs = this.#clock.nowMs();
    const row: TaskRow = {
      id,
      subscription_id: subscriptionId,
      state: "queued" satisfies TaskState,
      inputs: JSON.stringify(inputs),
      available_at: nowMs,
      ...NOT_HELD,
      attempts: 0,
      failure_code: null,
      message: "",
      result_key: null,
      report: null,
      created_at: nowMs,
      updated_at: nowMs,
      ended_at: null,
    };
    await this.#db.insertInto("tasks").values(row).execute();
    return toTask(row);
  }

  async find(id: TaskId): Promise<Task | undefined> {
    const row = await this.#db.selectFrom("tasks").selectAll().where("id", "=", id).executeTakeFirst();
    return row && toTask(row);
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

  finish(id: TaskId, lease: Lease, outcome: JobOutcome): Promise<boolean> {
    const nowMs = this.#clock.nowMs();
    const result =
      outcome.state === "succeeded"
        ? { result_key: outcome.resultKey, report: JSON.stringify(outcome.report ?? null) }
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

/** The casts restore what create() and claim() wrote; nothing else writes these columns. */
function toTask(row: TaskRow): Task {
  return {
    id: row.id as TaskId,
    subscriptionId: row.subscription_id as SubscriptionId,
    state: row.state as TaskState,
    inputs: row.inputs === null ? undefined : (JSON.parse(row.inputs) as TaskInputs),
    attempts: row.attempts,
    message: row.message,
    failureCode: row.failure_code ?? undefined,
    resultKey: row.result_key ?? undefined,
    report: row.report === null ? undefined : JSON.parse(row.report),
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
    endedAtMs: row.ended_at ?? undefined,
  };
}
