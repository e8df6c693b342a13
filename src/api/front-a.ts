import type { RequestGuard, SubscriptionStore } from "../accounts/mod.js";
import { createKeyAuthentication } from "./middleware/authenticate.js";
import type { ResultLinks } from "./result-links.js";
import { addPollTryOnRoutes } from "./routes/poll-try-on.js";
import { addSubmitTryOnRoute } from "./routes/submit-try-on.js";
import type { Api } from "./server.js";
import type { TryOnService } from "./try-on-service.js";

export interface FrontAOptions {
  readonly service: TryOnService;
  readonly subscriptions: SubscriptionStore;
  readonly guard: RequestGuard;
  readonly links: ResultLinks;
}

/** Front A, the subscription-key gateway: its authentication covers its own routes and no others. */
export function addFrontA(app: Api, { service, subscriptions, guard, links }: FrontAOptions): void {
  app.register(async (front: Api) => {
    front.addHook(
      "onRequest",
      createKeyAuthentication(subscriptions, (subscription) => guard.admit(subscription, "gateway")),
    );
    addSubmitTryOnRoute(front, service);
    addPollTryOnRoutes(front, service, links);
  });
}
