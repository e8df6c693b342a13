import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { FastifyRequest } from "fastify";
import { AppError } from "../../../lib/errors.js";
import type { Task } from "../../../tasks/mod.js";
import { requireSubscription } from "../../middleware/authenticate.js";
import type { ResultLinks } from "../../result-links.js";
import type { Api } from "../../server.js";
import type { TryOnService } from "../../try-on-service.js";
import { toTryOn } from "../../wire/try-on-mapper.js";
import { ProblemSchema, TryOnPathSchema } from "../../wire/try-on-schemas.js";

const LOOK_EVERY_MS = 200;
const COMMENT_EVERY_MS = 15_000; // proxies close what is silent for a minute or so

const SCHEMA = {
  summary: "Follow a try-on by server-sent events",
  tags: ["try-ons"],
  security: [{ bearerKey: [] }, { subscriptionKey: [] }],
  params: TryOnPathSchema,
  response: { "4xx": ProblemSchema },
};

/** GET: server-sent events, `try-on` at every change with the try-on as its data; the stream ends with it. */
export function addTryOnEventsRoute(app: Api, path: string, service: TryOnService, links: ResultLinks): void {
  const stopping = new AbortController();
  app.addHook("preClose", async () => stopping.abort());
  app.get(path, { schema: SCHEMA, config: { isRoutine: true } }, async (request, reply) => {
    const task = await service.find(requireSubscription(request), request.params.id);
    if (task === undefined) throw new AppError("TASK_NOT_FOUND");
    const gone = new AbortController();
    reply.raw.on("close", () => gone.abort());
    reply.hijack();
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as OutgoingHttpHeaders), // what hooks have set, such as CORS
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-request-id": request.id,
      "x-accel-buffering": "no", // nginx would hold the events back
    });
    try {
      const tell = createTeller(reply.raw, request, links);
      await follow(task, service, tell, AbortSignal.any([gone.signal, stopping.signal]));
    } catch (error) {
      request.log.error({ err: error }, "cannot follow a task");
    } finally {
      reply.raw.end();
    }
  });
}

/** Writes a task as an event unless nothing has changed, and a comment when nothing was written for long. */
function createTeller(
  response: ServerResponse,
  request: FastifyRequest,
  links: ResultLinks,
): (task: Task) => void {
  let told = "";
  let writtenMs = performance.now();
  return (task) => {
    const data = JSON.stringify(toTryOn({ task, resultUrl: links.make(task, request) }));
    const isSilent = performance.now() - writtenMs > COMMENT_EVERY_MS;
    if (data === told && !isSilent) return;
    response.write(data === told ? ": still here\n\n" : `event: try-on\ndata: ${data}\n\n`);
    told = data;
    writtenMs = performance.now();
  };
}

async function follow(
  first: Task,
  service: TryOnService,
  tell: (task: Task) => void,
  signal: AbortSignal,
): Promise<void> {
  let task: Task | undefined = first;
  while (task !== undefined) {
    tell(task);
    if (task.endedAtMs !== undefined || signal.aborted) return;
    await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => {}); // aborted: the loop sees it
    task = await service.find(first.subscriptionId, first.id);
  }
}
