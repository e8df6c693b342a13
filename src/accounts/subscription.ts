/** The ways into the service: the subscription-key gateway (A), Kling's own API (B), and `/v1/try-ons`. */
export const FRONTS = ["gateway", "kling", "rest"] as const;
export type Front = (typeof FRONTS)[number];

/** What a subscription may do. Null means no limit, or all there are. */
export interface SubscriptionPolicy {
  readonly fronts: readonly Front[] | null;
  /** Names of the engine registry. */
  readonly engines: readonly string[] | null;
  /** Requests of every kind: so many at once, and as many again spread over each minute. */
  readonly requestsPerMinute: number | null;
  /** Tasks that have not ended. */
  readonly concurrentTasks: number | null;
  /** Try-ons in a calendar month (UTC); one that fails or is canceled is given back. */
  readonly monthlyQuota: number | null;
  /** Host names that callback URLs may have; `*.example.com` stands for all hosts below example.com. */
  readonly callbackHosts: readonly string[] | null;
  /** Days that its results stay; null: as long as the service says. */
  readonly resultDays: number | null;
}

export const UNLIMITED: SubscriptionPolicy = {
  fronts: null,
  engines: null,
  requestsPerMinute: null,
  concurrentTasks: null,
  monthlyQuota: null,
  callbackHosts: null,
  resultDays: null,
};

/** A client of the service. */
export interface Subscription {
  readonly id: string;
  /** What its owner called it. */
  readonly name: string;
  readonly policy: SubscriptionPolicy;
  readonly createdAtMs: number;
  /** Since when it is refused; undefined while it may be used. */
  readonly disabledAtMs: number | undefined;
}

export const KEY_SLOTS = ["primary", "secondary"] as const;
/** Both keys of a subscription work, so that clients can move from one to the other while it is replaced. */
export type KeySlot = (typeof KEY_SLOTS)[number];

/** Everything that proves who a client is, and who the service is to the client's callbacks. */
export interface Credentials {
  /** The primary subscription key, for front A. */
  readonly key: string;
  readonly secondaryKey: string;
  /** `iss` of front B's tokens. */
  readonly accessKey: string;
  /** Signs front B's tokens. */
  readonly secretKey: string;
  /** Signs callbacks, in the form of Standard Webhooks: `whsec_` and Base64. */
  readonly webhookSecret: string;
}

/** What can be replaced by a new one, one at a time. */
export const ROTATABLE = ["primary", "secondary", "access", "webhook"] as const;
export type Rotatable = (typeof ROTATABLE)[number];

/** A subscription with its keys and secrets: the only time that they can be seen. */
export type NewSubscription = Subscription & Credentials;
