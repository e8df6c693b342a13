import { Type } from "typebox";
import type { TaskOverview, TaskState } from "../../../tasks/mod.js";
import type { ResultLinks } from "../../result-links.js";
import type { Api } from "../../server.js";
import { toTryOn } from "../../wire/try-on-mapper.js";
import { readWholeNumber } from "../../wire/whole-number.js";

export interface TaskRoutesOptions {
  readonly links: ResultLinks;
  readonly readOverview: (of: {
    readonly state?: TaskState;
    readonly limit: number;
  }) => Promise<TaskOverview>;
}

const STATES = [
  "queued",
  "running",
  "succeeded",
  "failed",
  "canceled",
] as const satisfies readonly TaskState[];

const QuerySchema = Type.Object({
  state: Type.Optional(Type.Union(STATES.map((state) => Type.Literal(state)))),
  limit: Type.Optional(Type.String({ description: "1 to 200, 50 without it" })),
});
const LIMIT = { name: "limit", min: 1, max: 200, fallback: 50 };

/** Shows the newest tasks of all subscriptions, as `/v1/try-ons` tells them, and how many there are in each state. */
export function addTaskRoutes(app: Api, { links, readOverview }: TaskRoutesOptions): void {
  app.get(
    "/tasks",
    {
      schema: { summary: "The newest tasks, and how many there are in each state", querystring: QuerySchema },
    },
    async (request) => {
      const { state, limit } = request.query;
      const overview = await readOverview({
        ...(state !== undefined && { state }),
        limit: readWholeNumber(limit, LIMIT),
      });
      return {
        counts: overview.counts,
        oldest_queued_at: overview.oldestQueuedAtMs ?? null,
        tasks: overview.tasks.map((task) => ({
          subscription_id: task.subscriptionId,
          attempts: task.attempts,
          ...toTryOn({ task, resultUrl: links.make(task, request) }),
        })),
      };
    },
  );
}
