import type { FastifyRequest, onRequestAsyncHookHandler } from "fastify";
import type { RequestGuard, Subscription } from "../accounts/mod.js";
import type { Clock } from "../lib/clock.js";
import { AppError } from "../lib/errors.js";
import type { SubscriptionId } from "../tasks/mod.js";
import { addTryOnRoutes, readImages, type RestFrontOptions } from "./front-rest.js";
import type { PlaygroundSessions } from "./playground-sessions.js";
import type { Api } from "./server.js";

export interface PlaygroundOptions extends Pick<
  RestFrontOptions,
  "service" | "links" | "uploads" | "inspectPicture"
> {
  readonly guard: RequestGuard;
  readonly clock: Clock;
  /** Undefined: the page asks for a subscription key. */
  readonly open: OpenPlayground | undefined;
  /** What the page tells about the photos. */
  readonly resultDays: number;
  readonly keepsPhotos: boolean;
}

/** Lets browsers try without a key. */
export interface OpenPlayground {
  readonly sessions: PlaygroundSessions;
  /** Whose the page's try-ons are. @throws AppError ACCESS_DENIED when it was deleted */
  readonly findSubscription: () => Promise<Subscription>;
  /** Under which names the service may be called; undefined: under all. */
  readonly hosts: ReadonlySet<string> | undefined;
}

const ROOT = "/playground";

/**
 * What the page at `/` talks to. An open playground gives each browser a token of its own; with it the browser makes try-ons for one
 * subscription, and reaches those whose ids it knows. There is no list: another browser's try-ons stay out of sight.
 */
export function addPlaygroundFront(app: Api, options: PlaygroundOptions): void {
  const { open, clock, resultDays, keepsPhotos } = options;
  app.get(`${ROOT}/about`, { schema: { hide: true } }, async () => ({
    access: open === undefined ? "key" : "open",
    result_days: resultDays,
    keeps_photos: keepsPhotos,
  }));
  if (open === undefined) return;
  app.post(`${ROOT}/session`, { schema: { hide: true } }, async (request, reply) => {
    requireOwnPage(request, open.hosts);
    await open.findSubscription();
    const { token, expiresAtMs } = open.sessions.issue(clock.nowMs());
    return await reply
      .status(201)
      .header("cache-control", "no-store")
      .send({ token, expires_at: expiresAtMs });
  });
  app.register(async (front: Api) => {
    front.addHook("onRoute", (route) => void (route.schema = { ...route.schema, hide: true }));
    front.addHook("onRequest", createSessionAuthentication(open, options));
    readImages(front, options.uploads);
    addTryOnRoutes(front, ROOT, options);
  });
}

function createSessionAuthentication(
  { sessions, findSubscription, hosts }: OpenPlayground,
  { guard, clock }: PlaygroundOptions,
): onRequestAsyncHookHandler {
  return async (request) => {
    requireOwnPage(request, hosts);
    const token = /^Bearer (?<token>\S+)$/i.exec(request.headers.authorization ?? "")?.groups?.["token"];
    if (token === undefined || !sessions.verify(token, clock.nowMs()))
      throw new AppError("UNAUTHENTICATED", { details: "the page's session is over: load the page again" });
    const subscription = await findSubscription();
    await guard.admit(subscription, "rest");
    request.subscriptionId = subscription.id as SubscriptionId; // ids of subscriptions come from their store alone
  };
}

/**
 * Refuses other pages in the same browser: by what the browser says of a request's origin, and by the name under which it called, which
 * a page that points a name of its own at this machine (DNS rebinding) cannot change.
 */
function requireOwnPage(request: FastifyRequest, hosts: ReadonlySet<string> | undefined): void {
  const { origin, "sec-fetch-site": site } = request.headers;
  const isForeign =
    (site !== undefined && site !== "same-origin") ||
    (origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === request.host));
  if (isForeign) throw new AppError("ACCESS_DENIED", { details: "the playground is for its own page only" });
  if (hosts !== undefined && !hosts.has(request.hostname.replace(/^\[|\]$/g, "")))
    throw new AppError("ACCESS_DENIED", {
      details: "the playground is open under this machine's own name only: see DRAPE_PLAYGROUND",
    });
}
