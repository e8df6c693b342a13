import { requireSubscription } from "../../middleware/authenticate.js";
import type { ResultLinks } from "../../result-links.js";
import type { Api } from "../../server.js";
import type { TryOnService } from "../../try-on-service.js";
import { toTryOn } from "../../wire/try-on-mapper.js";
import { ProblemSchema, TryOnPathSchema, TryOnSchema } from "../../wire/try-on-schemas.js";

const SCHEMA = {
  summary: "Cancel a try-on that has not ended",
  tags: ["try-ons"],
  security: [{ bearerKey: [] }, { subscriptionKey: [] }],
  params: TryOnPathSchema,
  response: { 200: TryOnSchema, "4xx": ProblemSchema },
};

/** POST: ends a try-on that has not ended; canceling it again changes nothing. */
export function addCancelTryOnRoute(app: Api, path: string, service: TryOnService, links: ResultLinks): void {
  app.post(path, { schema: SCHEMA }, async (request) => {
    const task = await service.cancel(requireSubscription(request), request.params.id);
    return toTryOn({ task, resultUrl: links.make(task, request) });
  });
}
