import { requireSubscription } from "../../middleware/authenticate.js";
import type { ResultLinks } from "../../result-links.js";
import type { Api } from "../../server.js";
import type { TryOnService } from "../../try-on-service.js";
import { toTryOn } from "../../wire/try-on-mapper.js";
import { ProblemSchema, TryOnListSchema, TryOnsSchema } from "../../wire/try-on-schemas.js";
import { readWholeNumber } from "../../wire/whole-number.js";

const SCHEMA = {
  summary: "List try-ons, newest first",
  tags: ["try-ons"],
  security: [{ bearerKey: [] }, { subscriptionKey: [] }],
  querystring: TryOnListSchema,
  response: { 200: TryOnsSchema, "4xx": ProblemSchema },
};
const LIMIT = { name: "limit", min: 1, max: 100, fallback: 20 };
const OFFSET = { name: "offset", min: 0, max: 1_000_000, fallback: 0 };

/** GET: the subscription's try-ons, newest first. */
export function addListTryOnsRoute(app: Api, path: string, service: TryOnService, links: ResultLinks): void {
  app.get(path, { schema: SCHEMA, config: { isRoutine: true } }, async (request) => {
    const page = {
      limit: readWholeNumber(request.query.limit, LIMIT),
      offset: readWholeNumber(request.query.offset, OFFSET),
    };
    const tasks = await service.list(requireSubscription(request), page);
    return { try_ons: tasks.map((task) => toTryOn({ task, resultUrl: links.make(task, request) })) };
  });
}
