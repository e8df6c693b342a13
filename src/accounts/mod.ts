/**
 * Who may use the service, how much of it, and what they have used: subscriptions, their keys, limits that hold across processes.
 * It will not read a request or run a task.
 */
export { listAudit, type AuditAction, type AuditEntry } from "./audit.js";
export { dayOf } from "./calendar.js";
export { RateLimiter } from "./rate-limiter.js";
export { checkPolicy, RequestGuard, type AskedTryOn } from "./request-guard.js";
export {
  SubscriptionStore,
  type AccessKeyOwner,
  type AccessKeys,
  type SubscriptionChange,
} from "./subscription-store.js";
export {
  FRONTS,
  KEY_SLOTS,
  ROTATABLE,
  UNLIMITED,
  type Credentials,
  type Front,
  type KeySlot,
  type NewSubscription,
  type Rotatable,
  type Subscription,
  type SubscriptionPolicy,
} from "./subscription.js";
export { TaskLedger } from "./task-ledger.js";
export { WidgetUses, type CountedToken } from "./widget-uses.js";
export { findQuota, listUsage, type MonthlyQuota, type UsageDay } from "./usage.js";
