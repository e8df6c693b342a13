import type { Selectable } from "kysely";
import type { Schema } from "../db/mod.js";
import type { Subscription, SubscriptionPolicy } from "./subscription.js";

type SubscriptionRow = Selectable<Schema["subscriptions"]>;
type PolicyColumns = Pick<
  SubscriptionRow,
  "policy" | "requests_per_minute" | "concurrent_tasks" | "monthly_quota" | "result_days"
>;
/** The part of a policy that no statement has to compare, so that it needs no columns. */
type StoredPolicy = Partial<Pick<SubscriptionPolicy, "fronts" | "engines" | "callbackHosts">>;

/** The columns of a Subscription, without its secrets. */
export const SUBSCRIPTION_COLUMNS = [
  "subscriptions.id",
  "subscriptions.name",
  "subscriptions.policy",
  "subscriptions.requests_per_minute",
  "subscriptions.concurrent_tasks",
  "subscriptions.monthly_quota",
  "subscriptions.result_days",
  "subscriptions.created_at",
  "subscriptions.disabled_at",
] as const;

export function toPolicyColumns(policy: SubscriptionPolicy): PolicyColumns {
  const { fronts, engines, callbackHosts } = policy;
  return {
    policy: JSON.stringify({ fronts, engines, callbackHosts } satisfies StoredPolicy),
    requests_per_minute: policy.requestsPerMinute,
    concurrent_tasks: policy.concurrentTasks,
    monthly_quota: policy.monthlyQuota,
    result_days: policy.resultDays,
  };
}

export function toSubscription(
  row: PolicyColumns & Pick<SubscriptionRow, "id" | "name" | "created_at" | "disabled_at">,
): Subscription {
  const stored = JSON.parse(row.policy) as StoredPolicy; // only toPolicyColumns() and a migration write it
  return {
    id: row.id,
    name: row.name,
    policy: {
      fronts: stored.fronts ?? null,
      engines: stored.engines ?? null,
      callbackHosts: stored.callbackHosts ?? null,
      requestsPerMinute: row.requests_per_minute,
      concurrentTasks: row.concurrent_tasks,
      monthlyQuota: row.monthly_quota,
      resultDays: row.result_days,
    },
    createdAtMs: row.created_at,
    disabledAtMs: row.disabled_at ?? undefined,
  };
}
