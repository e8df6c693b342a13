/** Who may use the service: subscriptions and their keys. It will not count or limit what they do. */
export { SubscriptionStore, type NewSubscription, type Subscription } from "./subscription-store.js";
export { DerivedAccessKeys, type AccessKeyOwner, type AccessKeys } from "./access-keys.js";
