import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from "fastify";
import type { RequestGuard, SubscriptionStore } from "../../accounts/mod.js";
import type { Clock } from "../../lib/clock.js";
import { AppError } from "../../lib/errors.js";
import type { SubscriptionId } from "../../tasks/mod.js";
import { findOrigin } from "../result-links.js";
import type { WidgetGrant, WidgetTokens } from "../widget-tokens.js";

declare module "fastify" {
  interface FastifyRequest {
    /** What the widget's token of this request allows. */
    widgetGrant: WidgetGrant | undefined;
  }
}

export interface WidgetAuthentication {
  readonly tokens: WidgetTokens;
  readonly subscriptions: SubscriptionStore;
  readonly guard: RequestGuard;
  readonly clock: Clock;
}

/** A hook that lets requests with a widget's token pass that come from its origin; their replies are for that origin alone. */
export function createWidgetAuthentication({
  tokens,
  subscriptions,
  guard,
  clock,
}: WidgetAuthentication): onRequestAsyncHookHandler {
  return async (request, reply) => {
    const token = /^Bearer (?<token>\S+)$/i.exec(request.headers.authorization ?? "")?.groups?.["token"];
    if (token === undefined) throw new AppError("TOKEN_MISSING");
    const grant = await tokens.read(token, clock.nowMs());
    checkOrigin(request, reply, grant);
    const subscription = await subscriptions.find(grant.subscriptionId);
    if (subscription === undefined)
      throw new AppError("TOKEN_INVALID", { details: "the token's subscription was deleted" });
    await guard.admit(subscription, "rest");
    request.subscriptionId = subscription.id as SubscriptionId; // ids of subscriptions come from this store alone
    request.widgetGrant = grant;
  };
}

/** The grant of an authenticated request. @throws Error where a route was added without authentication. */
export function requireGrant(request: FastifyRequest): WidgetGrant {
  if (request.widgetGrant === undefined)
    throw new Error(`Cannot tell which token ${request.url} came with: the route has no authentication`);
  return request.widgetGrant;
}

function checkOrigin(request: FastifyRequest, reply: FastifyReply, { origin }: WidgetGrant): void {
  void reply.header("vary", "Origin");
  const { origin: sent, "sec-fetch-site": site } = request.headers;
  const from = sent ?? (site === "same-origin" ? findOrigin(request) : undefined); // a GET of one's own origin has no Origin
  if (from !== origin)
    throw new AppError("ORIGIN_REFUSED", { details: `the token is for pages of ${origin}` });
  void reply.header("access-control-allow-origin", origin);
  void reply.header("access-control-expose-headers", "location, retry-after, x-request-id");
}
