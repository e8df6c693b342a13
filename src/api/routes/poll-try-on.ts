import { requireSubscription } from "../middleware/authenticate.js";
import type { ResultLinks } from "../result-links.js";
import type { Api } from "../server.js";
import type { TryOnService } from "../try-on-service.js";
import { PollSchema } from "../wire/schemas.js";
import { toPollReply, toUnknownTaskReply } from "../wire/task-mapper.js";
import { GatewayErrorSchema, PollReplySchema } from "../wire/reply-schemas.js";

/** The document names both paths for the same thing. */
const PATHS = ["/kling-ai-polling/v1/getVirtualTryOnStatus", "/lumalabs-ai-polling/v1/getStatus"] as const;

const SCHEMA = {
  summary: "Ask how far a try-on is",
  tags: ["gateway"],
  security: [{ subscriptionKey: [] }, { subscriptionKeyQuery: [] }],
  body: PollSchema,
  response: { 200: PollReplySchema, "4xx": GatewayErrorSchema, "5xx": GatewayErrorSchema },
};

/** POST: tells how far a task is, and where its picture is. */
export function addPollTryOnRoutes(app: Api, service: TryOnService, links: ResultLinks): void {
  for (const path of PATHS) {
    app.post(path, { schema: SCHEMA, config: { isRoutine: true } }, async (request) => {
      const { task_id: taskId } = request.body;
      const task = await service.find(requireSubscription(request), taskId);
      if (task === undefined) return toUnknownTaskReply(taskId, request.id);
      return toPollReply({ task, resultUrl: links.make(task, request) }, request.id);
    });
  }
}
