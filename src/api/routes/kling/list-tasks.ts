import { requireSubscription } from "../../middleware/authenticate.js";
import type { ResultLinks } from "../../result-links.js";
import type { Api } from "../../server.js";
import type { TryOnService } from "../../try-on-service.js";
import { KlingListSchema } from "../../wire/schemas.js";
import { toKlingListReply } from "../../wire/task-mapper.js";
import { readWholeNumber } from "../../wire/whole-number.js";
import { KlingErrorSchema, KlingListReplySchema } from "../../wire/reply-schemas.js";

// pageNum 1..1000, pageSize 1..500
const PAGE_NUM = { name: "pageNum", min: 1, max: 1000, fallback: 1 };
const PAGE_SIZE = { name: "pageSize", min: 1, max: 500, fallback: 30 };

const SCHEMA = {
  summary: "List try-ons, newest first",
  tags: ["kling"],
  security: [{ token: [] }],
  querystring: KlingListSchema,
  response: { 200: KlingListReplySchema, "4xx": KlingErrorSchema, "5xx": KlingErrorSchema },
};

/** GET: the subscription's tasks in pages, newest first. */
export function addListKlingTasksRoute(
  app: Api,
  path: string,
  service: TryOnService,
  links: ResultLinks,
): void {
  app.get(path, { schema: SCHEMA, config: { isRoutine: true } }, async (request) => {
    const pageNum = readWholeNumber(request.query.pageNum, PAGE_NUM);
    const limit = readWholeNumber(request.query.pageSize, PAGE_SIZE);
    const tasks = await service.list(requireSubscription(request), {
      limit,
      offset: (pageNum - 1) * limit,
    });
    return toKlingListReply(
      tasks.map((task) => ({ task, resultUrl: links.make(task, request) })),
      request.id,
    );
  });
}
