import { AppError } from "../../../lib/errors.js";
import { requireSubscription } from "../../middleware/authenticate.js";
import type { ResultLinks } from "../../result-links.js";
import type { Api } from "../../server.js";
import type { TryOnService } from "../../try-on-service.js";
import { toTryOn } from "../../wire/try-on-mapper.js";
import { ProblemSchema, TryOnPathSchema, TryOnSchema } from "../../wire/try-on-schemas.js";

const SCHEMA = {
  summary: "How far a try-on is, its result and quality report",
  tags: ["try-ons"],
  security: [{ bearerKey: [] }, { subscriptionKey: [] }],
  params: TryOnPathSchema,
  response: { 200: TryOnSchema, "4xx": ProblemSchema },
};

/** GET: how far a try-on is, its result and its quality report. */
export function addGetTryOnRoute(app: Api, path: string, service: TryOnService, links: ResultLinks): void {
  app.get(path, { schema: SCHEMA, config: { isRoutine: true } }, async (request) => {
    const task = await service.find(requireSubscription(request), request.params.id);
    if (task === undefined) throw new AppError("TASK_NOT_FOUND");
    return toTryOn({ task, resultUrl: links.make(task, request) });
  });
}
