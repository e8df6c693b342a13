import type { FastifyRequest, onRequestAsyncHookHandler } from "fastify";
import type { Subscription, SubscriptionStore } from "../../accounts/mod.js";
import { AppError } from "../../lib/errors.js";
import type { SubscriptionId } from "../../tasks/mod.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Who sent the request; set by the authentication of the front. */
    subscriptionId: SubscriptionId | undefined;
  }
}

const HEADER = "ocp-apim-subscription-key";
const QUERY = "subscription-key";
const BEARER = /^bearer\s+(?<key>\S+)$/i;

/** Lets a subscription's request pass, or not. @throws AppError */
export type Admit = (subscription: Subscription) => Promise<void>;

/** A hook that lets requests with a known subscription key pass that `admit` lets pass too, before their body is read. */
export function createKeyAuthentication(
  subscriptions: SubscriptionStore,
  admit: Admit,
): onRequestAsyncHookHandler {
  return async (request) => {
    const key = findKey(request);
    if (key === undefined) {
      throw new AppError("UNAUTHENTICATED", {
        details: "send the subscription key in the header Ocp-Apim-Subscription-Key",
      });
    }
    const subscription = await subscriptions.findByKey(key);
    if (subscription === undefined)
      throw new AppError("UNAUTHENTICATED", { details: "the subscription key is unknown" });
    await admit(subscription);
    request.subscriptionId = subscription.id as SubscriptionId; // ids of subscriptions come from this store alone
  };
}

/** The subscription of an authenticated request. @throws Error where a route was added without authentication. */
export function requireSubscription(request: FastifyRequest): SubscriptionId {
  if (request.subscriptionId === undefined)
    throw new Error(`Cannot tell who sent ${request.url}: the route has no authentication`);
  return request.subscriptionId;
}

function findKey({ headers, query }: FastifyRequest): string | undefined {
  const header = headers[HEADER];
  const parameter = (query as Readonly<Record<string, unknown>>)[QUERY]; // fastify always gives an object
  const bearer = BEARER.exec(headers.authorization ?? "")?.groups?.["key"];
  return [header, bearer, parameter].find((key) => typeof key === "string" && key !== "") as
    | string
    | undefined;
}
