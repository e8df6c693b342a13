import { sql, type Kysely } from "kysely";
import type { Schema } from "../db/mod.js";
import { AppError } from "../lib/errors.js";
import type { NewTask, Task, TaskHook } from "../tasks/mod.js";
import { dayOf, monthOf } from "./calendar.js";

/** What a subscription's day counts. */
const COUNTED = ["submitted", "succeeded", "failed", "canceled"] as const;

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
    await countDay(db, subscriptionId, dayOf(nowMs), { submitted: 1 });
  }

  /** Subscription after subscription in one order, so that no two transactions wait for each other. */
  async onEnded(db: Kysely<Schema>, tasks: readonly Task[]): Promise<void> {
    const bySubscription = groupBy(tasks, ({ subscriptionId }) => subscriptionId);
    for (const [subscriptionId, ended] of sortByKey(bySubscription)) {
      await giveBack(db, subscriptionId, ended);
      const byDay = groupBy(ended, ({ endedAtMs = 0 }) => dayOf(endedAtMs)); // 0: never, they have ended
      for (const [day, endedThen] of sortByKey(byDay))
        await countDay(db, subscriptionId, day, countStates(endedThen));
    }
  }
}

/** The places of tasks that ended, and what of the month's quota those had taken that came to nothing. */
async function giveBack(db: Kysely<Schema>, subscriptionId: string, ended: readonly Task[]): Promise<void> {
  const vain = groupBy(
    ended.filter(({ state }) => state !== "succeeded"),
    ({ createdAtMs }) => monthOf(createdAtMs),
  );
  const whens = sortByKey(vain).map(
    ([month, tasks]) => sql`when ${month} then cast(${tasks.length} as integer)`,
  );
  await db
    .updateTable("subscriptions")
    .set({
      open_tasks: sql<number>`open_tasks - ${ended.length}`,
      ...(whens.length > 0 && {
        quota_used: sql<number>`quota_used - case quota_month ${sql.join(whens, sql` `)} else 0 end`,
      }),
    })
    .where("id", "=", subscriptionId)
    .execute();
}

function countStates(ended: readonly Task[]): Partial<DayCounts> {
  const byState = groupBy(ended, ({ state }) => state);
  return {
    succeeded: byState.get("succeeded")?.length ?? 0,
    failed: byState.get("failed")?.length ?? 0,
    canceled: byState.get("canceled")?.length ?? 0,
  };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function sortByKey<T>(groups: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1));
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

type DayCounts = Record<(typeof COUNTED)[number], number>;

async function countDay(
  db: Kysely<Schema>,
  subscriptionId: string,
  day: string,
  counts: Partial<DayCounts>,
): Promise<void> {
  const none = { submitted: 0, succeeded: 0, failed: 0, canceled: 0 } satisfies DayCounts;
  const add = (column: keyof DayCounts) =>
    [column, sql<number>`${sql.ref(`usage_days.${column}`)} + ${sql.ref(`excluded.${column}`)}`] as const;
  await db
    .insertInto("usage_days")
    .values({ subscription_id: subscriptionId, day, ...none, ...counts })
    .onConflict((conflict) =>
      conflict.columns(["subscription_id", "day"]).doUpdateSet(Object.fromEntries(COUNTED.map(add))),
    )
    .execute();
}
