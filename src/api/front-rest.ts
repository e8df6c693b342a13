import type { RequestGuard, SubscriptionStore } from "../accounts/mod.js";
import { createKeyAuthentication } from "./middleware/authenticate.js";
import { addMethodFallback } from "./middleware/method-fallback.js";
import type { ResultLinks } from "./result-links.js";
import { addCancelTryOnRoute } from "./routes/rest/cancel-try-on.js";
import { addCreateTryOnRoute } from "./routes/rest/create-try-on.js";
import { addDeleteTryOnRoute } from "./routes/rest/delete-try-on.js";
import { addGetTryOnRoute } from "./routes/rest/get-try-on.js";
import { addListTryOnsRoute } from "./routes/rest/list-try-ons.js";
import { addTryOnEventsRoute } from "./routes/rest/try-on-events.js";
import type { Api } from "./server.js";
import type { TryOnService } from "./try-on-service.js";
import { addFormParser } from "./upload/form-parser.js";
import { spoolImages, type UploadOptions } from "./upload/spool-images.js";

export interface RestFrontOptions {
  readonly service: TryOnService;
  readonly subscriptions: SubscriptionStore;
  readonly guard: RequestGuard;
  readonly links: ResultLinks;
  readonly uploads: UploadOptions;
}

const TRY_ONS = "/v1/try-ons";
const IMAGE_FIELDS = ["person", "garment", "second_garment"];

/** The plain front for new code: resources, idempotency keys, progress, cancel, delete. */
export function addRestFront(app: Api, options: RestFrontOptions): void {
  const { service, subscriptions, guard, links, uploads } = options;
  app.register(async (front: Api) => {
    front.addHook(
      "onRequest",
      createKeyAuthentication(subscriptions, (subscription) => guard.admit(subscription, "rest")),
    );
    spoolImages(front, IMAGE_FIELDS, uploads);
    addFormParser(front, { ...uploads, fileFields: IMAGE_FIELDS, numberFields: ["output_max_side_px"] });
    addCreateTryOnRoute(front, TRY_ONS, service);
    addListTryOnsRoute(front, TRY_ONS, service, links);
    addGetTryOnRoute(front, `${TRY_ONS}/:id`, service, links);
    addDeleteTryOnRoute(front, `${TRY_ONS}/:id`, service);
    addCancelTryOnRoute(front, `${TRY_ONS}/:id/cancel`, service, links);
    addTryOnEventsRoute(front, `${TRY_ONS}/:id/events`, service, links);
  });
  addMethodFallback(app, TRY_ONS, ["GET", "HEAD", "POST"]);
  addMethodFallback(app, `${TRY_ONS}/:id`, ["GET", "HEAD", "DELETE"]);
  addMethodFallback(app, `${TRY_ONS}/:id/cancel`, ["POST"]);
  addMethodFallback(app, `${TRY_ONS}/:id/events`, ["GET", "HEAD"]);
}
