import type { onRequestAsyncHookHandler, preHandlerAsyncHookHandler } from "fastify";
import type { WidgetUses } from "../accounts/mod.js";
import type { Clock } from "../lib/clock.js";
import { AppError } from "../lib/errors.js";
import type { BlobStore } from "../storage/mod.js";
import type { RestFrontOptions } from "./front-rest.js";
import { createKeyAuthentication, requireSubscription } from "./middleware/authenticate.js";
import { createWidgetAuthentication, requireGrant } from "./middleware/authenticate-widget.js";
import { addMethodFallback } from "./middleware/method-fallback.js";
import { addCancelTryOnRoute } from "./routes/rest/cancel-try-on.js";
import { addDeleteTryOnRoute } from "./routes/rest/delete-try-on.js";
import { addGetTryOnRoute } from "./routes/rest/get-try-on.js";
import { addTryOnEventsRoute } from "./routes/rest/try-on-events.js";
import { addCreateWidgetTokenRoute } from "./routes/widget/create-token.js";
import { addCreateWidgetTryOnRoute } from "./routes/widget/create-try-on.js";
import { addGetWidgetPictureRoute } from "./routes/widget/get-picture.js";
import { addGetWidgetSessionRoute } from "./routes/widget/get-session.js";
import type { Api } from "./server.js";
import type { TryOnService } from "./try-on-service.js";
import { addFormParser } from "./upload/form-parser.js";
import { spoolImages } from "./upload/spool-images.js";
import type { WidgetTokens } from "./widget-tokens.js";

export interface WidgetFrontOptions extends Pick<
  RestFrontOptions,
  "service" | "subscriptions" | "guard" | "links" | "uploads"
> {
  readonly tokens: WidgetTokens;
  readonly uses: WidgetUses;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly publicUrl: string | undefined;
  readonly allowHosts: readonly string[];
  readonly resultDays: number;
  readonly keepsPhotos: boolean;
}

const TOKENS = "/v1/widget-tokens";
const ROOT = "/v1/widget";
const TRY_ONS = `${ROOT}/try-ons`;
const PREFLIGHT_S = 600;

/** Try-ons from shops' pages, see docs/wire/widget-tokens.md: shops' servers make tokens, browsers use them from one origin. */
export function addWidgetFront(app: Api, options: WidgetFrontOptions): void {
  const { subscriptions, guard } = options;
  app.register(async (front: Api) => {
    front.addHook(
      "onRequest",
      createKeyAuthentication(subscriptions, (subscription) => guard.admit(subscription, "rest")),
    );
    addCreateWidgetTokenRoute(front, TOKENS, options);
  });
  addMethodFallback(app, TOKENS, ["POST"]);
  app.options(`${ROOT}/*`, { schema: { hide: true }, onRequest: answerPreflight }, async () => {});
  app.register(async (front: Api) => addBrowserRoutes(front, options));
}

function addBrowserRoutes(front: Api, options: WidgetFrontOptions): void {
  const { service, links, uploads, blobs, subscriptions } = options;
  front.addHook("onRoute", (route) => {
    route.schema = { ...route.schema, tags: ["widget"], security: [{ widgetToken: [] }] };
  });
  front.addHook("onRequest", createWidgetAuthentication(options));
  front.addHook("preHandler", hideOthersTryOns(service));
  spoolImages(front, ["person"], uploads);
  addFormParser(front, { ...uploads, fileFields: ["person"], numberFields: ["output_max_side_px"] });
  const findSubscription = (id: string) => subscriptions.find(id);
  addGetWidgetSessionRoute(front, `${ROOT}/session`, { ...options, findSubscription });
  addCreateWidgetTryOnRoute(front, TRY_ONS, options);
  addGetTryOnRoute(front, `${TRY_ONS}/:id`, service, links);
  addDeleteTryOnRoute(front, `${TRY_ONS}/:id`, service);
  addCancelTryOnRoute(front, `${TRY_ONS}/:id/cancel`, service, links);
  addTryOnEventsRoute(front, `${TRY_ONS}/:id/events`, service, links);
  addGetWidgetPictureRoute(front, `${TRY_ONS}/:id/picture`, service, blobs);
}

/** What was not made with this very token does not exist for it. */
function hideOthersTryOns(service: TryOnService): preHandlerAsyncHookHandler {
  return async (request) => {
    const { id } = request.params as { readonly id?: string }; // of the routes above
    if (id === undefined) return;
    const task = await service.find(requireSubscription(request), id);
    if (task?.options.widgetToken !== requireGrant(request).id) throw new AppError("TASK_NOT_FOUND");
  };
}

/** A preflight has no token, so it cannot be refused to a wrong origin; the call that follows is. */
const answerPreflight: onRequestAsyncHookHandler = async ({ headers }, reply) =>
  await reply
    .status(204)
    .header("vary", "Origin")
    .header("access-control-allow-origin", headers.origin ?? "null")
    .header("access-control-allow-methods", "GET, POST, DELETE")
    .header("access-control-allow-headers", "authorization, content-type")
    .header("access-control-max-age", String(PREFLIGHT_S))
    .send();
