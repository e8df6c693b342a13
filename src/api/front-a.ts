import type { RequestGuard, SubscriptionStore } from "../accounts/mod.js";
import { createKeyAuthentication } from "./middleware/authenticate.js";
import type { ResultLinks } from "./result-links.js";
import { addPollTryOnRoutes } from "./routes/poll-try-on.js";
import { addSubmitTryOnRoute } from "./routes/submit-try-on.js";
import type { Api } from "./server.js";
import { spoolImages, type UploadOptions } from "./upload/spool-images.js";
import type { TryOnService } from "./try-on-service.js";

export interface FrontAOptions {
  readonly service: TryOnService;
  readonly subscriptions: SubscriptionStore;
  readonly guard: RequestGuard;
  readonly links: ResultLinks;
  readonly uploads: UploadOptions;
}

/** Front A, the subscription-key gateway: its authentication covers its own routes and no others. */
export function addFrontA(app: Api, { service, subscriptions, guard, links, uploads }: FrontAOptions): void {
  app.register(async (front: Api) => {
    front.addHook(
      "onRequest",
      createKeyAuthentication(subscriptions, (subscription) => guard.admit(subscription, "gateway")),
    );
    spoolImages(front, ["human_image", "cloth_image", "image_tail"], uploads);
    addSubmitTryOnRoute(front, service);
    addPollTryOnRoutes(front, service, links);
  });
}
