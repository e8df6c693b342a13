import { sql, type Kysely } from "kysely";
import type { Schema } from "../db/mod.js";
import { AppError } from "../lib/errors.js";
import type { NewTask, Task, TaskHook } from "../tasks/mod.js";
import { dayOf, monthOf } from "./calendar.js";

/**
 * Counts tasks and holds limits on them: in the transaction that creates a task, one statement checks the limits of concurrency
 * and quota and counts the task. The row is locked from then on, so no two submits can take the same last place.
 */
export class TaskLedger implements TaskHook {
  /** @throws AppError SUBSCRIPTION_DISABLED, QUOTA_EXCEEDED, CONCURRENCY_LIMITED */
  async onCreated(db: Kysely<Schema>, { subscriptionId }: NewTask, nowMs: number): Promise<void> {
    const month = monthOf(nowMs);
    const usedThisMonth = sql<number>`case when quota_month = ${month} then quota_used else 0 end`;
    const { numUpdatedRows } = await db
      .updateTable("subscriptions")
      .set({
        open_tasks: sql<number>`open_tasks + 1`,
        quota_month: month,
        quota_used: sql<number>`${usedThisMonth} + 1`,
      })
      .where("id", "=", subscriptionId)
      .where("disabled_at", "is", null)
      .where(sql<boolean>`(concurrent_tasks is null or open_tasks < concurrent_tasks)`)
      .where(sql<boolean>`(monthly_quota is null or ${usedThisMonth} < monthly_quota)`)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw await explainRefusal(db, subscriptionId, month);
    await countDay(db, subscriptionId, dayOf(nowMs), "submitted");
  }

  async onEnded(db: Kysely<Schema>, { subscriptionId, state, createdAtMs, endedAtMs }: Task): Promise<void> {
    if (endedAtMs === undefined || state === "queued" || state === "running") return;
    const givenBack = state === "succeeded" ? 0 : 1;
    await db
      .updateTable("subscriptions")
      .set({
        open_tasks: sql<number>`open_tasks - 1`,
        quota_used: sql<number>`quota_used - case when quota_month = ${monthOf(createdAtMs)} then ${sql.lit(givenBack)} else 0 end`,
      })
      .where("id", "=", subscriptionId)
      .execute();
    await countDay(db, subscriptionId, dayOf(endedAtMs), state);
  }
}

/** Which of the conditions it was; read in the same transaction, so nothing has changed meanwhile. */
async function explainRefusal(db: Kysely<Schema>, id: string, month: string): Promise<AppError> {
  const row = await db
    .selectFrom("subscriptions")
    .select(["disabled_at", "monthly_quota", "quota_month", "quota_used", "concurrent_tasks"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) return new AppError("UNAUTHENTICATED", { details: "the subscription was deleted" });
  if (row.disabled_at !== null) return new AppError("SUBSCRIPTION_DISABLED");
  const used = row.quota_month === month ? row.quota_used : 0;
  if (row.monthly_quota !== null && used >= row.monthly_quota)
    return new AppError("QUOTA_EXCEEDED", {
      details: `all ${row.monthly_quota} try-ons of ${month} are used up`,
    });
  return new AppError("CONCURRENCY_LIMITED", {
    details: `${row.concurrent_tasks} tasks have not ended: wait until one has`,
  });
}

async function countDay(
  db: Kysely<Schema>,
  subscriptionId: string,
  day: string,
  column: "submitted" | "succeeded" | "failed" | "canceled",
): Promise<void> {
  const none = { submitted: 0, succeeded: 0, failed: 0, canceled: 0 };
  await db
    .insertInto("usage_days")
    .values({ subscription_id: subscriptionId, day, ...none, [column]: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["subscription_id", "day"])
        .doUpdateSet({ [column]: sql<number>`${sql.ref(`usage_days.${column}`)} + 1` }),
    )
    .execute();
}
