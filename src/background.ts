import type { Config } from "./config.js";
import type { JobRunner } from "./engine-runner.js";
import { systemClock } from "./lib/clock.js";
import type { Log } from "./lib/log.js";
import { SafePoster } from "./lib/safe-post.js";
import type { Stores } from "./stores.js";
import { deleteInputs, deleteOrphans, deleteResult, deleteUnwanted } from "./task-cleanup.js";
import {
  createWorkerIdentity,
  isDeadWorker,
  Retention,
  Worker,
  type TaskId,
  type TaskStore,
} from "./tasks/mod.js";
import { Deliverer } from "./webhooks/mod.js";

const CALLBACK_GRACE_MS = 1000; // a callback that is cut off is sent again at the next start

/** What goes on without a request: running tasks, and deleting what is over. */
export interface Background {
  start(): Promise<void>;
  /** Looks for waiting tasks now. */
  wake(): void;
  /** Lets running tasks end for `graceMs`; the rest go back to the queue. */
  stop(graceMs: number): Promise<void>;
}

export function createBackground(
  config: Config,
  { tasks, blobs, subscriptions, webhooks, outbox }: Stores,
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
  });
  const onEnded = (): void => retention.wake();
  const onDiscarded = (taskId: TaskId): Promise<void> => deleteUnwanted(blobs, tasks, taskId);
  const { workers: concurrency } = config;
  const worker = new Worker({ store: tasks, runJob, log, identity, concurrency, onEnded, onDiscarded });
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
      await freeTasksOfTheDead(tasks, identity, log);
      worker.start();
      retention.start();
      outbox.listen(() => deliverer.wake());
      deliverer.start();
      await deleteOrphans(blobs, tasks, log, systemClock.nowMs());
    },
    wake: () => worker.wake(),
    async stop(graceMs) {
      await worker.stop(graceMs);
      await Promise.all([retention.stop(), deliverer.stop(CALLBACK_GRACE_MS)]);
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
