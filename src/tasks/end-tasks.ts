import { sql, type Kysely } from "kysely";
import { locksRows, type Schema } from "../db/mod.js";
import { padToPowerOfTwo } from "../lib/batch-reads.js";
import { NOT_HELD, type TaskRow } from "./sql-rows.js";
import type { JobOutcome, Lease, TaskId, TaskState } from "./task.js";

const DAY_MS = 24 * 3600_000;

/** How the holder of a task's lease ends it. */
export interface TaskEnd {
  readonly id: TaskId;
  readonly lease: Lease;
  readonly outcome: JobOutcome;
}

/** When tasks end, and how long they stay then unless their subscription has its own number of days. */
export interface EndTimes {
  readonly nowMs: number;
  readonly resultTtlMs: number;
}

/** Ends those of the tasks whose lease still holds, none of them named twice. Gives these; the others are as they were. */
export async function endHeld(
  db: Kysely<Schema>,
  ends: readonly TaskEnd[],
  times: EndTimes,
): Promise<readonly TaskRow[]> {
  // Repeated rows change nothing: each task is updated once, whichever of its equal rows does it.
  const rows = padToPowerOfTwo(ends).map(toRow);
  return await db
    .with(
      "ends(of_task, of_lease, end_state, end_result, end_report, end_code, end_message)",
      () => sql<EndRow>`(values ${sql.join(rows.map((row) => sql`(${sql.join(row)})`))})`,
    )
    .updateTable("tasks")
    .from("ends")
    .set(({ ref }) => ({
      ...endColumns(times),
      state: ref("end_state"),
      result_key: ref("end_result"),
      report: ref("end_report"),
      progress: sql<number>`case when end_state = 'succeeded' then 100 else progress end`,
      failure_code: ref("end_code"),
      message: ref("end_message"),
    }))
    .whereRef("id", "=", "of_task")
    .whereRef("lease", "=", "of_lease")
    .returningAll()
    .execute();
}

/** Ends a task that has not ended, whoever holds its lease. Undefined: there is none. */
export async function cancelOpen(
  db: Kysely<Schema>,
  id: TaskId,
  times: EndTimes,
): Promise<TaskRow | undefined> {
  return await db
    .updateTable("tasks")
    .set({
      ...endColumns(times),
      state: "canceled" satisfies TaskState,
      message: "The task was canceled",
    })
    .where("id", "=", id)
    .where("ended_at", "is", null)
    .returningAll()
    .executeTakeFirst();
}

export interface Overdue {
  /** Tasks that were accepted then, or earlier, and wait still. */
  readonly createdAtMs: number;
  readonly limit: number;
  /** What is recorded as their failure. */
  readonly code: string;
  readonly message: string;
}

/** Fails tasks that have waited too long. Gives them; those that a worker is just taking are left to it. */
export async function failWaiting(
  db: Kysely<Schema>,
  { createdAtMs, limit, code, message }: Overdue,
  times: EndTimes,
): Promise<readonly TaskRow[]> {
  return await db
    .with(
      (cte) => cte("overdue").materialized(),
      (creator) =>
        creator
          .selectFrom("tasks")
          .select("id")
          .where("state", "=", "queued" satisfies TaskState)
          .where("available_at", "is not", null)
          .where("created_at", "<=", createdAtMs)
          .limit(limit)
          .$if(locksRows(db), (query) => query.forUpdate().skipLocked()),
    )
    .updateTable("tasks")
    .set({ ...endColumns(times), state: "failed" satisfies TaskState, failure_code: code, message })
    .where("id", "in", ({ selectFrom }) => selectFrom("overdue").select("overdue.id"))
    .returningAll()
    .execute();
}

interface EndRow {
  readonly of_task: string;
  readonly of_lease: string;
  readonly end_state: string;
  readonly end_result: string | null;
  readonly end_report: string | null;
  readonly end_code: string | null;
  readonly end_message: string;
}

/** The columns of EndRow, in their order. */
function toRow({ id, lease, outcome }: TaskEnd): readonly (string | null)[] {
  return outcome.state === "succeeded"
    ? [id, lease, outcome.state, outcome.resultKey, JSON.stringify(outcome.report ?? null), null, ""]
    : [id, lease, outcome.state, null, null, outcome.code, outcome.message];
}

/** What every end sets. The casts are PostgreSQL's: to it an unmarked number beside a day count is one of 32 bits. */
function endColumns({ nowMs, resultTtlMs }: EndTimes) {
  const ownTtlMs = sql`(select cast(result_days as bigint) * ${sql.lit(DAY_MS)} from subscriptions
    where id = tasks.subscription_id)`;
  return {
    ...NOT_HELD,
    available_at: null,
    updated_at: nowMs,
    ended_at: nowMs,
    expires_at: sql<number>`cast(${nowMs} as bigint) + coalesce(${ownTtlMs}, cast(${resultTtlMs} as bigint))`,
  };
}
