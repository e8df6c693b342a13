import { sql, type Kysely, type Selectable } from "kysely";
import { locksRows, type Schema } from "../db/mod.js";
import { AppError } from "../lib/errors.js";
import type { IdempotencyKey, NewTask } from "./store.js";
import type { Lease, SubscriptionId, Task, TaskId, TaskInputs, TaskOptions, TaskState } from "./task.js";

export type TaskRow = Selectable<Schema["tasks"]>;

interface Claim {
  readonly worker: string;
  readonly lease: Lease;
  readonly nowMs: number;
  readonly leaseMs: number;
}

/** Columns of a task whose lease nobody has. */
export const NOT_HELD = { lease: null, worker: null } as const;
/** Columns of an attempt that has just begun. */
export const NO_PROGRESS = { progress: 0, stage: null } as const;

/** Stores a queued task. @throws AppError EXTERNAL_ID_TAKEN */
export async function insertTask(db: Kysely<Schema>, task: NewTask, nowMs: number): Promise<Task> {
  const row: TaskRow = {
    id: task.id,
    subscription_id: task.subscriptionId,
    external_id: task.externalId ?? null,
    options: task.options === undefined ? null : JSON.stringify(task.options),
    callback_url: task.callback?.url ?? null,
    callback_origin: task.callback?.origin ?? null,
    state: "queued" satisfies TaskState,
    inputs: JSON.stringify(task.inputs),
    available_at: nowMs,
    ...NOT_HELD,
    attempts: 0,
    ...NO_PROGRESS,
    failure_code: null,
    message: "",
    result_key: null,
    report: null,
    created_at: nowMs,
    updated_at: nowMs,
    ended_at: null,
    expires_at: null,
  };
  const inserted = await db
    .insertInto("tasks")
    .values(row)
    .onConflict((conflict) => conflict.columns(["subscription_id", "external_id"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted === undefined)
    throw new AppError("EXTERNAL_ID_TAKEN", { details: `external_task_id: ${task.externalId} is taken` });
  return toTask(row);
}

/** Takes the task that has waited longest, or whose lease ran out. */
export async function claimFirst(
  db: Kysely<Schema>,
  { worker, lease, nowMs, leaseMs }: Claim,
): Promise<TaskRow | undefined> {
  return await db
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
      selectFrom("tasks")
        .select("id")
        .where("available_at", "<=", nowMs)
        .orderBy("available_at")
        .limit(1)
        .$if(locksRows(db), (query) => query.forUpdate().skipLocked()),
    )
    .returningAll()
    .executeTakeFirst();
}

/** The task that has this key already; undefined when the key was free, or its time over, and now belongs to `task`. */
export async function claimIdempotencyKey(
  db: Kysely<Schema>,
  task: NewTask,
  { key, requestHash, ttlMs }: IdempotencyKey,
  nowMs: number,
): Promise<{ readonly taskId: TaskId; readonly createdAtMs: number } | undefined> {
  const ours = { request_hash: requestHash, task_id: task.id, created_at: nowMs, expires_at: nowMs + ttlMs };
  const claimed = await db
    .insertInto("idempotency_keys")
    .values({ subscription_id: task.subscriptionId, key, ...ours })
    .onConflict((conflict) =>
      conflict
        .columns(["subscription_id", "key"])
        .doUpdateSet(ours)
        .where("idempotency_keys.expires_at", "<=", nowMs),
    )
    .returning("task_id")
    .executeTakeFirst();
  if (claimed !== undefined) return undefined;
  const earlier = await db
    .selectFrom("idempotency_keys")
    .selectAll()
    .where("subscription_id", "=", task.subscriptionId)
    .where("key", "=", key)
    .executeTakeFirstOrThrow();
  if (earlier.request_hash !== requestHash) throw new AppError("IDEMPOTENCY_CONFLICT");
  return { taskId: earlier.task_id as TaskId, createdAtMs: earlier.created_at };
}

/** The casts restore what insertTask() and claim() wrote; nothing else writes these columns. */
export function toTask(row: TaskRow): Task {
  return {
    id: row.id as TaskId,
    subscriptionId: row.subscription_id as SubscriptionId,
    externalId: row.external_id ?? undefined,
    options: row.options === null ? {} : (JSON.parse(row.options) as TaskOptions),
    callback:
      row.callback_url === null || row.callback_origin === null
        ? undefined
        : { url: row.callback_url, origin: row.callback_origin },
    state: row.state as TaskState,
    inputs: row.inputs === null ? undefined : (JSON.parse(row.inputs) as TaskInputs),
    attempts: row.attempts,
    progress: row.progress,
    stage: row.stage ?? undefined,
    message: row.message,
    failureCode: row.failure_code ?? undefined,
    resultKey: row.result_key ?? undefined,
    report: row.report === null ? undefined : JSON.parse(row.report),
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
    endedAtMs: row.ended_at ?? undefined,
    expiresAtMs: row.expires_at ?? undefined,
  };
}
