import type { AccessKeys, RequestGuard } from "../accounts/mod.js";
import type { Clock } from "../lib/clock.js";
import { createTokenAuthentication } from "./middleware/authenticate-token.js";
import { addMethodFallback } from "./middleware/method-fallback.js";
import type { ResultLinks } from "./result-links.js";
import { addCreateKlingTaskRoute } from "./routes/kling/create-task.js";
import { addGetCostsRoute } from "./routes/kling/get-costs.js";
import { addGetKlingTaskRoute } from "./routes/kling/get-task.js";
import { addListKlingTasksRoute } from "./routes/kling/list-tasks.js";
import type { Api } from "./server.js";
import { spoolImages, type UploadOptions } from "./upload/spool-images.js";
import type { TryOnService } from "./try-on-service.js";

export interface FrontBOptions {
  readonly service: TryOnService;
  readonly accessKeys: AccessKeys;
  readonly guard: RequestGuard;
  readonly links: ResultLinks;
  readonly uploads: UploadOptions;
  readonly clock: Clock;
}

const TASKS = "/v1/images/kolors-virtual-try-on";
const COSTS = "/account/costs";

/** Front B, Kling's own API: its authentication covers its own routes and no others. */
export function addFrontB(
  app: Api,
  { service, accessKeys, guard, links, uploads, clock }: FrontBOptions,
): void {
  app.register(async (front: Api) => {
    front.addHook(
      "onRequest",
      createTokenAuthentication(accessKeys, clock, (subscription) => guard.admit(subscription, "kling")),
    );
    spoolImages(front, ["human_image", "cloth_image"], uploads);
    addCreateKlingTaskRoute(front, TASKS, service);
    addListKlingTasksRoute(front, TASKS, service, links);
    addGetKlingTaskRoute(front, `${TASKS}/:id`, service, links);
    addGetCostsRoute(front, COSTS, service);
  });
  addMethodFallback(app, TASKS, ["GET", "HEAD", "POST"]);
  addMethodFallback(app, `${TASKS}/:id`, ["GET", "HEAD"]);
  addMethodFallback(app, COSTS, ["GET", "HEAD"]);
}
