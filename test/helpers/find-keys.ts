import type { NewSubscription } from "../../src/accounts/mod.js";

export interface FoundKeys {
  readonly subscriptionKey: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** The keys of a subscription that was just made, as clients name them. */
export function findKeys({ key, accessKey, secretKey }: NewSubscription): FoundKeys {
  return { subscriptionKey: key, accessKey, secretKey };
}
