import { AppError } from "../lib/errors.js";
import type { Log } from "../lib/log.js";
import type { TaskStore } from "./store.js";
import type { Task } from "./task.js";

export interface RetentionOptions {
  readonly store: TaskStore;
  readonly log: Log;
  readonly deleteInputs: (task: Task) => Promise<void>;
  readonly deleteResult: (task: Task) => Promise<void>;
  /** Keep the inputs as long as the result, instead of deleting them when the task ends. */
  readonly keepInputs: boolean;
  /** A task that still waits so long after its submit fails. @default never */
  readonly deadlineMs?: number;
  /** How often to look. @default 1 min */
  readonly intervalMs?: number;
}

const BATCH = 100;

/**
 * Ends what has waited too long, and deletes what must not stay: inputs when their task has ended, results and tasks when their time is over. It works from the task
 * table alone, blob first and row after, so what a crash left undone is done by the next sweep.
 */
export class Retention {
  readonly #options: RetentionOptions;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();
  #isSweeping = false;
  #again = false;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => this.wake(), this.#options.intervalMs ?? 60_000);
    this.wake();
  }

  /** Sweeps now, or once more if a sweep is under way. */
  wake(): void {
    this.#again = true;
    if (!this.#isSweeping) this.#sweeping = this.#sweepAll();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  async #sweepAll(): Promise<void> {
    this.#isSweeping = true;
    try {
      while (this.#again) {
        this.#again = false;
        await this.#sweep();
      }
    } catch (error) {
      this.#options.log.error(
        { err: error },
        "cannot end or delete what is over: the next sweep tries again",
      );
    } finally {
      this.#isSweeping = false;
    }
  }

  async #sweep(): Promise<void> {
    const { store, log, deadlineMs, keepInputs, deleteInputs, deleteResult } = this.#options;
    const overdue = deadlineMs === undefined ? 0 : await store.failOverdue(deadlineMs, BATCH);
    if (overdue > 0) log.error({ count: overdue }, "failed tasks that waited longer than they may");
    const ended = keepInputs ? [] : await store.listEndedWithInputs(BATCH);
    const forgotten = await this.#doEach(ended, async (task) => {
      await deleteInputs(task);
      await store.forgetInputs(task.id);
    });
    const over = await store.listExpired(BATCH);
    const removed = await this.#doEach(over, async (task) => {
      await deleteInputs(task);
      await deleteResult(task);
      await store.remove(task.id);
    });
    await store.removeExpiredKeys();
    // Where nothing could be deleted, more of the same waits for the next sweep.
    const isMoreThere = (batch: readonly Task[], done: number) => batch.length === BATCH && done > 0;
    this.#again ||= isMoreThere(ended, forgotten) || isMoreThere(over, removed) || overdue === BATCH;
  }

  /** Does it for each task; one for which it cannot be done is left to the next sweep, and holds up no other. Gives for how many it was done. */
  async #doEach(tasks: readonly Task[], act: (task: Task) => Promise<void>): Promise<number> {
    let done = 0;
    for (const task of tasks) {
      try {
        await act(task);
        done++;
      } catch (error) {
        if (error instanceof AppError && error.code === "STORE_UNAVAILABLE") throw error; // no other would fare better
        const { log } = this.#options;
        log.error(
          { err: error, taskId: task.id },
          "cannot delete what a task left: the next sweep tries again",
        );
      }
    }
    return done;
  }
}
