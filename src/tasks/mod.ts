/**
 * Tasks: what was promised to clients, and the worker that keeps the promise. It will not look into an image, speak HTTP or know
 * where blobs are: the work itself comes in as `runJob`.
 */
export { BLOB_PREFIX, inputKey, inputOwner, RESULT_SUFFIX, resultKey, type InputRole } from "./blob-keys.js";
export { Retention, type RetentionOptions } from "./retention.js";
export { countOpenTasks, readQueueFigures } from "./queue-figures.js";
export { readTaskOverview, type TaskOverview } from "./task-overview.js";
export { SqlTaskStore } from "./sql-store.js";
export type { TaskHook } from "./task-hook.js";
export type { CreatedOnce, IdempotencyKey, NewTask, Page, TaskStore } from "./store.js";
export { DEFAULT_ENGINE } from "./task.js";
export type {
  ImageRef,
  JobOutcome,
  OutputOptions,
  SubscriptionId,
  Task,
  TaskCallback,
  TaskId,
  TaskInputs,
  TaskOptions,
  TaskState,
} from "./task.js";
export { createWorkerIdentity, isDeadWorker } from "./worker-identity.js";
export { Worker, type Job, type JobContext, type RunJob, type WorkerOptions } from "./worker.js";
