/**
 * Callbacks: an outbox that tasks write to in their own transactions, and the sender that empties it. It will not make a body (it is
 * told how) or connect to an address off the public internet.
 */
export { Deliverer, type DelivererOptions, type Post } from "./deliverer.js";
export { WebhookOutbox, type RenderBody } from "./outbox.js";
export { MAX_ATTEMPTS, nextDelayMs } from "./schedule.js";
export { readWebhookFigures } from "./webhook-figures.js";
export { WebhookStore, type ListedWebhook, type WebhookState } from "./webhook-store.js";
