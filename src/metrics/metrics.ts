import type { Kysely } from "kysely";
import { collectDefaultMetrics, Registry } from "prom-client";
import type { Schema } from "../db/mod.js";
import type { TaskHook } from "../tasks/mod.js";
import { watchQueues } from "./queue-metrics.js";
import { countRequests, type RequestFigures } from "./request-metrics.js";
import { countTasks } from "./task-metrics.js";

/** What this process tells Prometheus. */
export interface Metrics {
  /** Counts begun and ended tasks; belongs behind all other hooks, which may still undo a change. */
  readonly taskHook: TaskHook;
  observeRequest(request: RequestFigures): void;
  /** The text of /metrics. Queues are read from this database now; a database that does not answer costs only their figures. */
  render(db: Kysely<Schema>): Promise<string>;
  /** The text's media type. */
  readonly contentType: string;
}

let shared: Registry | undefined;

/** Node's own figures are the process's, and what measures them cannot be ended: they are made once. */
function shareProcessFigures(): Registry {
  if (shared === undefined) {
    shared = new Registry();
    collectDefaultMetrics({ register: shared });
  }
  return shared;
}

/** The figures of one service, with Node's of its process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const processFigures = shareProcessFigures();
  const readQueues = watchQueues(registry);
  return {
    taskHook: countTasks(registry),
    observeRequest: countRequests(registry),
    async render(db) {
      await readQueues(db);
      return `${await registry.metrics()}\n${await processFigures.metrics()}`;
    },
    contentType: registry.contentType,
  };
}
