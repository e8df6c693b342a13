import { sql, type Kysely, type Selectable } from "kysely";
import { locksRows, type Schema } from "../db/mod.js";
import { AppError } from "../lib/errors.js";
import type { ClaimOptions, IdempotencyKey, NewTask } from "./store.js";
import {
  DEFAULT_ENGINE,
  type Lease,
  type SubscriptionId,
  type Task,
  type TaskId,
  type TaskInputs,
  type TaskOptions,
  type TaskState,
} from "./task.js";

export type TaskRow = Selectable<Schema["tasks"]>;

interface Claim extends ClaimOptions {
  readonly lease: Lease;
  readonly nowMs: number;
}

/** A task that lost its worker this often may be what killed it: from then on it waits longer before each next attempt. */
const SUSPECT_ATTEMPTS = 3;
const SUSPECT_WAIT_MS = 2000; // for each attempt so far: about six minutes until all attempts are used up

/** Columns of a task whose lease nobody has. */
export const NOT_HELD = { lease: null, worker: null } as const;
/** Columns of an attempt that has just begun. */
export const NO_PROGRESS = { progress: 0, stage: null } as const;

/** Stores a queued task. @throws AppError EXTERNAL_ID_TAKEN */
export async function insertTask(db: Kysely<Schema>, task: NewTask, nowMs: number): Promise<Task> {
  const row: Omit<TaskRow, "place"> = {
    id: task.id,
    subscription_id: task.subscriptionId,
    external_id: task.externalId ?? null,
    options: task.options === undefined ? null : JSON.stringify(task.options),
    callback_url: task.callback?.url ?? null,
    callback_origin: task.callback?.origin ?? null,
    traceparent: task.traceparent ?? null,
    state: "queued" satisfies TaskState,
    engine: task.options?.engine ?? null,
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
    .values({ ...row, place: nextPlace(task.subscriptionId, nowMs) })
    .onConflict((conflict) => conflict.columns(["subscription_id", "external_id"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted === undefined)
    throw new AppError("EXTERNAL_ID_TAKEN", { details: `external_task_id: ${task.externalId} is taken` });
  return toTask(row);
}

/**
 * The place of a new task: behind its subscription's last open one, and no earlier than the first that waits, so that no
 * one is behind another's backlog (start-time fair queueing; Goyal, Vin, Cheng, SIGCOMM 1996). When nothing waits it is the present time, which
 * forgets what each had before.
 */
function nextPlace(subscriptionId: string, nowMs: number) {
  const first = sql`select place from tasks where available_at is not null and state = 'queued' order by place limit 1`;
  const own = sql`select max(place) from tasks where available_at is not null and subscription_id = ${subscriptionId}`;
  return sql<number>`(select max(place) from (
    select coalesce((${first}), cast(${nowMs} as bigint)) as place
    union all select coalesce((${own}), 0) + 1) as candidates)`;
}

/**
 * Takes the first tasks of the queue, of which some may be ones whose lease ran out; in the queue's order. The choice is a materialized
 * table: PostgreSQL might make a plain subquery again for each row, and take more than `limit`.
 */
export async function claimFirst(
  db: Kysely<Schema>,
  { worker, lease, nowMs, leaseMs, engines }: Claim,
  limit: number,
): Promise<readonly TaskRow[]> {
  const isNoSuspect = sql<boolean>`(attempts < ${sql.lit(SUSPECT_ATTEMPTS)} or state = 'queued'
    or available_at <= cast(${nowMs} as bigint) - attempts * ${sql.lit(SUSPECT_WAIT_MS)})`;
  const isOurs = (names: readonly string[]) =>
    sql<boolean>`coalesce(engine, ${sql.lit(DEFAULT_ENGINE)}) in (${sql.join(names)})`;
  const rows = await db
    .with(
      (cte) => cte("chosen").materialized(),
      (creator) =>
        creator
          .selectFrom("tasks")
          .select("id")
          .where("available_at", "<=", nowMs)
          .where(isNoSuspect)
          .$if(engines !== undefined, (query) => query.where(isOurs(engines ?? [])))
          .orderBy("place")
          .orderBy("created_at")
          .limit(limit)
          .$if(locksRows(db), (query) => query.forUpdate().skipLocked()),
    )
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
    .where("id", "in", ({ selectFrom }) => selectFrom("chosen").select("chosen.id"))
    .returningAll()
    .execute();
  return rows.toSorted((a, b) => a.place - b.place || a.created_at - b.created_at);
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
export function toTask(row: Omit<TaskRow, "place">): Task {
  return {
    id: row.id as TaskId,
    subscriptionId: row.subscription_id as SubscriptionId,
    externalId: row.external_id ?? undefined,
    options: row.options === null ? {} : (JSON.parse(row.options) as TaskOptions),
    callback:
      row.callback_url === null || row.callback_origin === null
        ? undefined
        : { url: row.callback_url, origin: row.callback_origin },
    traceparent: row.traceparent ?? undefined,
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
