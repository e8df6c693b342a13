import type { Kysely } from "kysely";
import type { Schema } from "../db/mod.js";
import { boundsOfMonth, monthOf } from "./calendar.js";

/** What a subscription did on a day. */
export interface UsageDay {
  /** UTC, as YYYY-MM-DD. */
  readonly day: string;
  readonly submitted: number;
  /** Of these the day is when they ended. */
  readonly succeeded: number;
  readonly failed: number;
  readonly canceled: number;
}

/** How many try-ons a subscription may make in a month, and has made. */
export interface MonthlyQuota {
  readonly total: number;
  readonly used: number;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/** The days with any use, oldest first. */
export async function listUsage(
  db: Kysely<Schema>,
  subscriptionId: string,
  { fromDay, toDay }: { readonly fromDay: string; readonly toDay: string },
): Promise<readonly UsageDay[]> {
  return await db
    .selectFrom("usage_days")
    .select(["day", "submitted", "succeeded", "failed", "canceled"])
    .where("subscription_id", "=", subscriptionId)
    .where("day", ">=", fromDay)
    .where("day", "<=", toDay)
    .orderBy("day")
    .execute();
}

/** This month's quota of a subscription; undefined when it has no limit. */
export async function findQuota(
  db: Kysely<Schema>,
  subscriptionId: string,
  nowMs: number,
): Promise<MonthlyQuota | undefined> {
  const row = await db
    .selectFrom("subscriptions")
    .select(["monthly_quota", "quota_month", "quota_used"])
    .where("id", "=", subscriptionId)
    .executeTakeFirst();
  if (row === undefined || row.monthly_quota === null) return undefined;
  const month = monthOf(nowMs);
  const used = row.quota_month === month ? row.quota_used : 0;
  return { total: row.monthly_quota, used, ...boundsOfMonth(month) };
}
