import type { Config } from "./config.js";
import { waitForDatabase } from "./db/mod.js";
import type { JobRunner } from "./engine-runner.js";
import { systemClock } from "./lib/clock.js";
import type { Log } from "./lib/log.js";
import { SafePoster } from "./lib/safe-post.js";
import type { Stores } from "./stores.js";
import { deleteInputs, deleteOrphans, deleteResult, deleteUnwanted } from "./task-cleanup.js";
import { createWorkerIdentity, isDeadWorker, Retention, Worker, type TaskStore } from "./tasks/mod.js";
import { Deliverer } from "./webhooks/mod.js";

const HOUR_MS = 3600_000;
const CALLBACK_GRACE_MS = 1000; // a callback that is cut off is sent again at the next start

/** What goes on without a request: running tasks, sending callbacks, deleting what is over. */
export interface Background {
  start(): Promise<void>;
  /** Lets running tasks end for `graceMs`; the rest go back to the queue. */
  stop(graceMs: number): Promise<void>;
}

export interface BackgroundParts {
  /** Runs tasks; undefined: other processes do. */
  readonly runner: JobRunner | undefined;
  /** Whether this process sends callbacks. */
  readonly delivers: boolean;
}

export function createBackground(
  config: Config,
  stores: Stores,
  { runner, delivers }: BackgroundParts,
  log: Log,
): Background {
  const parts: Background[] = [];
  if (runner !== undefined) parts.push(createTaskWork(config, stores, runner, log));
  if (delivers) parts.push(createDelivery(config, stores, log));
  return {
    async start() {
      for (const part of parts) await part.start();
    },
    async stop(graceMs) {
      for (const part of parts) await part.stop(graceMs); // tasks first: their ends are callbacks
    },
  };
}

function createTaskWork(
  config: Config,
  { tasks, blobs, signals }: Stores,
  { runJob }: JobRunner,
  log: Log,
): Background {
  const identity = createWorkerIdentity();
  const retention = new Retention({
    store: tasks,
    log,
    deleteInputs: (task) => deleteInputs(blobs, task),
    deleteResult: (task) => deleteResult(blobs, task),
    keepInputs: config.keepInputs,
    deadlineMs: config.deadlineHours * HOUR_MS,
  });
  const worker = new Worker({
    store: tasks,
    runJob,
    log,
    identity,
    concurrency: config.workers,
    engines: config.engines.length === 0 ? undefined : config.engines,
    deadlineMs: config.deadlineHours * HOUR_MS,
    onEnded: () => retention.wake(),
    onDiscarded: (taskId) => deleteUnwanted(blobs, tasks, taskId),
  });
  const stopping = new AbortController();
  let cleaning: Promise<void> = Promise.resolve();
  return {
    async start() {
      await waitForDatabase(() => freeTasksOfTheDead(tasks, identity, log));
      signals.listen("tasks", () => worker.wake());
      worker.start();
      retention.start();
      const { signal } = stopping;
      cleaning = deleteOrphans({ blobs, tasks, log, signal }, systemClock.nowMs()).catch((error: unknown) =>
        log.error({ err: error }, "cannot look for images without a task: the next start tries again"),
      );
    },
    async stop(graceMs) {
      stopping.abort();
      await worker.stop(graceMs);
      await Promise.all([retention.stop(), cleaning]);
    },
  };
}

function createDelivery(config: Config, { webhooks, subscriptions, signals }: Stores, log: Log): Background {
  const poster = new SafePoster({ allowHosts: config.allowHosts });
  const deliverer = new Deliverer({
    store: webhooks,
    post: (url, message) => poster.post(url, message),
    findSecret: (id) => subscriptions.findWebhookSecret(id),
    clock: systemClock,
    log,
    random: Math.random,
  });
  return {
    async start() {
      signals.listen("callbacks", () => deliverer.wake());
      deliverer.start();
    },
    async stop() {
      await deliverer.stop(CALLBACK_GRACE_MS);
      await poster.close();
    },
  };
}

/** After a crash the tasks that were running need not wait for their leases to run out. */
async function freeTasksOfTheDead(tasks: TaskStore, self: string, log: Log): Promise<void> {
  for (const worker of await tasks.listWorkers()) {
    if (!isDeadWorker(worker, { self })) continue;
    const count = await tasks.expireLeases(worker);
    log.warn({ worker, count }, "took over the tasks of a process that died");
  }
}
