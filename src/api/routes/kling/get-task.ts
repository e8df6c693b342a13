import { AppError } from "../../../lib/errors.js";
import { requireSubscription } from "../../middleware/authenticate.js";
import type { ResultLinks } from "../../result-links.js";
import type { Api } from "../../server.js";
import type { TryOnService } from "../../try-on-service.js";
import { TaskPathSchema } from "../../wire/schemas.js";
import { toKlingTaskReply } from "../../wire/task-mapper.js";
import { KlingErrorSchema, KlingTaskReplySchema } from "../../wire/reply-schemas.js";

const SCHEMA = {
  summary: "Query a try-on by its id or your own",
  tags: ["kling"],
  security: [{ token: [] }],
  params: TaskPathSchema,
  response: { 200: KlingTaskReplySchema, "4xx": KlingErrorSchema, "5xx": KlingErrorSchema },
};

/** GET: tells how far a task is, and where its picture is; the id is the task's or the client's own for it. */
export function addGetKlingTaskRoute(
  app: Api,
  path: string,
  service: TryOnService,
  links: ResultLinks,
): void {
  app.get(path, { schema: SCHEMA, config: { isRoutine: true } }, async (request) => {
    const subscriptionId = requireSubscription(request);
    const { id } = request.params;
    const task =
      (await service.find(subscriptionId, id)) ?? (await service.findByExternalId(subscriptionId, id));
    if (task === undefined) throw new AppError("TASK_NOT_FOUND");
    return toKlingTaskReply({ task, resultUrl: links.make(task, request) }, request.id);
  });
}
