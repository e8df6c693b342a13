/**
 * The TypeScript client, `drape/client`: try-ons by Drape's own front or by Kling's API, for Node and browsers, with nothing but
 * fetch and WebCrypto. It will not read files or the environment.
 */
export { DrapeClient } from "./drape-client.js";
export type { DrapeClientOptions, DrapeRequest, WidgetToken, WidgetTokenRequest } from "./drape-client.js";
export {
  DrapeApiError,
  DrapeConnectionError,
  DrapeError,
  TryOnFailedError,
  WebhookRefusedError,
} from "./errors.js";
export type { FailedRequest } from "./errors.js";
export { KlingClient } from "./kling-client.js";
export type { KlingClientOptions, KlingRequest } from "./kling-client.js";
export type {
  CallOptions,
  ClientOptions,
  Clock,
  Picture,
  RetryPolicy,
  TryOnClient,
  TryOnPicture,
  TryOnStatus,
  WaitOptions,
} from "./types.js";
export { verifyWebhook } from "./verify-webhook.js";
export type { ReceivedWebhook, VerifyOptions } from "./verify-webhook.js";
