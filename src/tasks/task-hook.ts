import type { Kysely } from "kysely";
import type { Schema } from "../db/mod.js";
import type { NewTask } from "./store.js";
import type { Task, TaskId } from "./task.js";

/**
 * What must be true together with a change of a task: counters, limits, messages to send. Each method but the last runs in the
 * transaction of the change, after it; a rejection undoes both.
 */
export interface TaskHook {
  /** A task is being accepted. @throws AppError to refuse it */
  onCreated?(db: Kysely<Schema>, task: NewTask, nowMs: number): Promise<void>;
  /** A worker began these tasks, perhaps not for the first time; none is there twice. */
  onStarted?(db: Kysely<Schema>, tasks: readonly Task[]): Promise<void>;
  /** These tasks ended: succeeded, failed or canceled; none is there twice. */
  onEnded?(db: Kysely<Schema>, tasks: readonly Task[]): Promise<void>;
  onRemoved?(db: Kysely<Schema>, id: TaskId): Promise<void>;
  /** A change is in the database, and others see it. */
  onCommitted?(): void;
}
