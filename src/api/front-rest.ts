import type { RequestGuard, SubscriptionStore } from "../accounts/mod.js";
import { createKeyAuthentication } from "./middleware/authenticate.js";
import { addMethodFallback } from "./middleware/method-fallback.js";
import type { ResultLinks } from "./result-links.js";
import { addCancelTryOnRoute } from "./routes/rest/cancel-try-on.js";
import { addCreateTryOnRoute } from "./routes/rest/create-try-on.js";
import { addDeleteTryOnRoute } from "./routes/rest/delete-try-on.js";
import { addInspectPicturesRoute, type InspectPicture } from "./routes/rest/inspect-pictures.js";
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
  /** Undefined where no engine runs in this process. */
  readonly inspectPicture: InspectPicture | undefined;
}

const TRY_ONS = "/v1/try-ons";
const INSPECTIONS = "/v1/inspections";
const IMAGE_FIELDS = ["person", "garment", "second_garment"];

/** The plain front for new code: resources, idempotency keys, progress, cancel, delete. */
export function addRestFront(app: Api, options: RestFrontOptions): void {
  const { service, subscriptions, guard, links, uploads } = options;
  app.register(async (front: Api) => {
    front.addHook(
      "onRequest",
      createKeyAuthentication(subscriptions, (subscription) => guard.admit(subscription, "rest")),
    );
    readImages(front, uploads);
    addListTryOnsRoute(front, TRY_ONS, service, links);
    addTryOnRoutes(front, "/v1", options);
  });
  addMethodFallback(app, TRY_ONS, ["GET", "HEAD", "POST"]);
  addMethodFallback(app, `${TRY_ONS}/:id`, ["GET", "HEAD", "DELETE"]);
  addMethodFallback(app, `${TRY_ONS}/:id/cancel`, ["POST"]);
  addMethodFallback(app, `${TRY_ONS}/:id/events`, ["GET", "HEAD"]);
  addMethodFallback(app, INSPECTIONS, ["POST"]);
}

/** Bodies with images, as JSON or as a form. */
export function readImages(front: Api, uploads: UploadOptions): void {
  spoolImages(front, IMAGE_FIELDS, uploads);
  addFormParser(front, { ...uploads, fileFields: IMAGE_FIELDS, numberFields: ["output_max_side_px"] });
}

/** All that is done with one try-on, and inspections, below `root`. */
export function addTryOnRoutes(
  front: Api,
  root: string,
  { service, links, inspectPicture }: Pick<RestFrontOptions, "service" | "links" | "inspectPicture">,
): void {
  const tryOns = `${root}/try-ons`;
  addCreateTryOnRoute(front, tryOns, service);
  addGetTryOnRoute(front, `${tryOns}/:id`, service, links);
  addDeleteTryOnRoute(front, `${tryOns}/:id`, service);
  addCancelTryOnRoute(front, `${tryOns}/:id/cancel`, service, links);
  addTryOnEventsRoute(front, `${tryOns}/:id/events`, service, links);
  addInspectPicturesRoute(front, `${root}/inspections`, inspectPicture);
}
