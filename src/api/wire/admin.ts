import { Type, type Static } from "typebox";
import {
  FRONTS,
  ROTATABLE,
  type AuditEntry,
  type Credentials,
  type Subscription,
  type SubscriptionPolicy,
  type UsageDay,
} from "../../accounts/mod.js";
import type { ListedWebhook } from "../../webhooks/mod.js";

const STRICT = { additionalProperties: false } as const; // a misspelt limit must not become no limit
const NAMES = Type.Array(Type.String({ minLength: 1, maxLength: 253 }), { maxItems: 100 });
const count = (minimum: number) => orNull(Type.Integer({ minimum, maximum: 1_000_000_000 }));
const HostName = Type.String({ pattern: "^(\\*\\.)?[a-z0-9.-]+$", maxLength: 253 });

/** A policy on the wire: what is left out stays as it is, null takes a limit away. */
const PolicySchema = Type.Object(
  {
    fronts: orNull(Type.Array(Type.Union(FRONTS.map((front) => Type.Literal(front))))),
    engines: orNull(NAMES),
    requests_per_minute: count(1),
    concurrent_tasks: count(0),
    monthly_quota: count(0),
    callback_hosts: orNull(Type.Array(HostName, { maxItems: 100 })),
    result_days: orNull(Type.Integer({ minimum: 1, maximum: 3650 })),
  },
  STRICT,
);

const Name = Type.String({ minLength: 1, maxLength: 200 });

export const CreateSubscriptionSchema = Type.Object(
  { name: Name, policy: Type.Optional(PolicySchema) },
  STRICT,
);

export const ChangeSubscriptionSchema = Type.Object(
  { name: Type.Optional(Name), policy: Type.Optional(PolicySchema), disabled: Type.Optional(Type.Boolean()) },
  STRICT,
);

export const RotateSchema = Type.Object(
  { what: Type.Union(ROTATABLE.map((what) => Type.Literal(what))) },
  STRICT,
);

const Day = Type.Optional(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }));
export const UsageQuerySchema = Type.Object({ from: Day, to: Day });
export const AuditQuerySchema = Type.Object({ subscription_id: Type.Optional(Type.String()) });
export const WebhooksQuerySchema = Type.Object({
  state: Type.Optional(
    Type.Union([Type.Literal("pending"), Type.Literal("delivered"), Type.Literal("dead")]),
  ),
  subscription_id: Type.Optional(Type.String()),
});

export function fromWirePolicy(policy: Static<typeof PolicySchema> = {}): Partial<SubscriptionPolicy> {
  const { fronts, engines } = policy;
  return {
    ...(fronts !== undefined && { fronts }),
    ...(engines !== undefined && { engines }),
    ...(policy.requests_per_minute !== undefined && { requestsPerMinute: policy.requests_per_minute }),
    ...(policy.concurrent_tasks !== undefined && { concurrentTasks: policy.concurrent_tasks }),
    ...(policy.monthly_quota !== undefined && { monthlyQuota: policy.monthly_quota }),
    ...(policy.callback_hosts !== undefined && { callbackHosts: policy.callback_hosts }),
    ...(policy.result_days !== undefined && { resultDays: policy.result_days }),
  };
}

export function toWireSubscription({ id, name, policy, createdAtMs, disabledAtMs }: Subscription) {
  return {
    id,
    name,
    policy: {
      fronts: policy.fronts,
      engines: policy.engines,
      requests_per_minute: policy.requestsPerMinute,
      concurrent_tasks: policy.concurrentTasks,
      monthly_quota: policy.monthlyQuota,
      callback_hosts: policy.callbackHosts,
      result_days: policy.resultDays,
    },
    created_at: createdAtMs,
    disabled_at: disabledAtMs ?? null,
  };
}

/** Keys and secrets under the names that clients know them by; only those that were just made. */
export function toWireCredentials(made: Partial<Credentials>) {
  return {
    ...(made.key !== undefined && { primary_key: made.key }),
    ...(made.secondaryKey !== undefined && { secondary_key: made.secondaryKey }),
    ...(made.accessKey !== undefined && { access_key: made.accessKey }),
    ...(made.secretKey !== undefined && { secret_key: made.secretKey }),
    ...(made.webhookSecret !== undefined && { webhook_secret: made.webhookSecret }),
  };
}

export function toWireUsage(days: readonly UsageDay[]) {
  return { days };
}

export function toWireAudit(entries: readonly AuditEntry[]) {
  return {
    entries: entries.map(({ atMs, actor, action, subscriptionId, details }) => ({
      at: atMs,
      actor,
      action,
      subscription_id: subscriptionId,
      details,
    })),
  };
}

export function toWireWebhooks(messages: readonly ListedWebhook[]) {
  return {
    webhooks: messages.map((message) => ({
      id: message.id,
      task_id: message.taskId,
      subscription_id: message.subscriptionId,
      url: message.url,
      state: message.state,
      attempts: message.attempts,
      last_status: message.lastStatus ?? null,
      last_error: message.lastError ?? null,
      next_attempt_at: message.nextAttemptAtMs ?? null,
      created_at: message.createdAtMs,
    })),
  };
}

function orNull<T extends Parameters<typeof Type.Optional>[0]>(schema: T) {
  return Type.Optional(Type.Union([schema, Type.Null()]));
}
