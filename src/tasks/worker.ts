import { AppError } from "../lib/errors.js";
import type { Log } from "../lib/log.js";
import type { ClaimedTask, TaskStore } from "./store.js";
import type { JobOutcome, TaskId, TaskInputs, TaskOptions } from "./task.js";

/** What is to be done for one task. */
export interface Job {
  readonly taskId: TaskId;
  readonly inputs: TaskInputs;
  readonly options: TaskOptions;
}

export interface JobContext {
  /** Fires when the result is no longer wanted: lease lost, time over, or stopping. */
  readonly signal: AbortSignal;
  readonly onProgress: (percent: number, stage: string) => void;
}

/** Does the work of a task. Expected failures are outcomes; an AppError fails the task with its code, any other rejection is a defect. */
export type RunJob = (job: Job, context: JobContext) => Promise<JobOutcome>;

export interface WorkerOptions {
  readonly store: TaskStore;
  readonly runJob: RunJob;
  readonly log: Log;
  /** This process, see worker-identity.ts. */
  readonly identity: string;
  /** Jobs at the same time. */
  readonly concurrency: number;
  /** Called after a task has ended. */
  readonly onEnded?: () => void;
  /** Called when a job has ended whose task no longer wants its result. */
  readonly onDiscarded?: (taskId: TaskId) => Promise<void>;
  /** How long a claim lasts without a heartbeat. @default 10 s */
  readonly leaseMs?: number;
  /** @default a third of the lease, so that one lost heartbeat does no harm */
  readonly heartbeatMs?: number;
  /** How often to look for tasks that no wake() told of: expired leases, other processes' submits. @default 1 s */
  readonly pollMs?: number;
  /** @default 5 min */
  readonly jobTimeoutMs?: number;
  /**
   * A task that was claimed this often without an end fails: it probably kills its process. High, because a series of kills from
   * outside must not fail a good task. @default 20
   */
  readonly maxAttempts?: number;
}

/** Why a running job was told to end. */
type EndReason = "leaseLost" | "timedOut" | "stopping";

const SECOND = 1000;
const DEFAULTS = {
  leaseMs: 10 * SECOND,
  pollMs: SECOND,
  jobTimeoutMs: 300 * SECOND,
  maxAttempts: 20,
  onEnded: () => {},
  onDiscarded: async () => {},
};

/**
 * Claims tasks and runs their jobs until stopped. It owns no thread: `runJob` does the work elsewhere, so heartbeats go on while a
 * job computes.
 */
export class Worker {
  readonly #options: Required<WorkerOptions>;
  readonly #running = new Map<Promise<void>, (reason: EndReason) => void>();
  #timer: NodeJS.Timeout | undefined;
  #claiming: Promise<void> = Promise.resolve();
  #isClaiming = false;
  #wanted = false;
  #stopping = false;

  constructor(options: WorkerOptions) {
    const leaseMs = options.leaseMs ?? DEFAULTS.leaseMs;
    this.#options = { ...DEFAULTS, heartbeatMs: leaseMs / 3, ...options };
  }

  start(): void {
    this.#timer = setInterval(() => this.wake(), this.#options.pollMs);
    this.wake();
  }

  /** Looks for tasks now: something was submitted. */
  wake(): void {
    this.#wanted = true;
    if (!this.#isClaiming) this.#claiming = this.#claimAll();
  }

  /** Claims no more, lets running jobs end for `graceMs`, then aborts them and gives their tasks back to the queue. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#timer);
    await this.#claiming;
    const timer = setTimeout(() => {
      for (const end of this.#running.values()) end("stopping");
    }, graceMs);
    await Promise.all(this.#running.keys());
    clearTimeout(timer);
  }

  /** Fills the free places. A wake() that comes meanwhile is not lost: the loop then looks once more. */
  async #claimAll(): Promise<void> {
    const { store, identity, leaseMs, concurrency, log } = this.#options;
    this.#isClaiming = true;
    try {
      while (this.#wanted && !this.#stopping && this.#running.size < concurrency) {
        this.#wanted = false;
        const task = await store.claim({ worker: identity, leaseMs });
        if (task === undefined) continue;
        this.#wanted = true;
        this.#begin(task);
      }
    } catch (error) {
      log.error({ err: error }, "cannot claim a task"); // the next poll tries again
    } finally {
      this.#isClaiming = false;
    }
  }

  #begin(task: ClaimedTask): void {
    const controller = new AbortController();
    const run = this.#process(task, controller).finally(() => {
      this.#running.delete(run);
      this.wake();
    });
    this.#running.set(run, (reason) => controller.abort(reason));
  }

  /** Runs one claimed task to its end. Never rejects: what goes wrong here is logged, and the lease runs out. */
  async #process(task: ClaimedTask, controller: AbortController): Promise<void> {
    const { store, log, heartbeatMs, jobTimeoutMs, onEnded } = this.#options;
    const heartbeat = setInterval(() => void this.#beat(task, controller), heartbeatMs);
    const timeout = setTimeout(() => controller.abort("timedOut" satisfies EndReason), jobTimeoutMs);
    const startedMs = performance.now();
    try {
      const outcome = await this.#run(task, controller.signal);
      if (outcome === "leaseLost") return await this.#discard(task.id);
      if (outcome === "stopping") return void (await store.giveBack(task.id, task.lease));
      const won = await store.finish(task.id, task.lease, outcome);
      if (!won) return await this.#discard(task.id);
      const code = outcome.state === "failed" ? outcome.code : undefined;
      log.info(
        { taskId: task.id, state: outcome.state, code, ms: Math.round(performance.now() - startedMs) },
        "task ended",
      );
      onEnded();
    } catch (error) {
      log.error(
        { err: error, taskId: task.id },
        "cannot record how a task ended: it runs again when its lease is over",
      );
    } finally {
      clearInterval(heartbeat);
      clearTimeout(timeout);
    }
  }

  async #run(task: ClaimedTask, signal: AbortSignal): Promise<JobOutcome | "leaseLost" | "stopping"> {
    const { store, runJob, log, maxAttempts } = this.#options;
    if (task.attempts > maxAttempts) return fail(new AppError("ATTEMPTS_EXHAUSTED"));
    if (task.inputs === undefined)
      throw new Error(`Cannot run task ${task.id}: its inputs are deleted although it has not ended`);
    const onProgress = (percent: number, stage: string): void => {
      log.debug({ taskId: task.id, percent, stage }, "progress");
      store
        .setProgress(task.id, task.lease, { percent, stage })
        .catch((error: unknown) => log.warn({ err: error, taskId: task.id }, "cannot record progress"));
    };
    try {
      return await untilAborted(
        runJob({ taskId: task.id, inputs: task.inputs, options: task.options }, { signal, onProgress }),
        signal,
      );
    } catch (error) {
      if (!signal.aborted) {
        log.error({ err: error, taskId: task.id }, "job failed");
        return fail(error instanceof AppError ? error : new AppError("INTERNAL"));
      }
      const reason = signal.reason as EndReason; // only this class holds the controller
      return reason === "timedOut" ? fail(new AppError("TIMED_OUT")) : reason;
    }
  }

  async #discard(taskId: TaskId): Promise<void> {
    this.#options.log.warn({ taskId }, "lease lost: result discarded");
    await this.#options.onDiscarded(taskId);
  }

  async #beat(task: ClaimedTask, controller: AbortController): Promise<void> {
    const { store, log, leaseMs } = this.#options;
    try {
      const held = await store.renew(task.id, task.lease, leaseMs);
      if (!held) controller.abort("leaseLost" satisfies EndReason);
    } catch (error) {
      log.error({ err: error, taskId: task.id }, "heartbeat failed"); // the next one tries again
    }
  }
}

/** Rejects as soon as the signal fires, also when the job does not listen to it. */
function untilAborted<T>(job: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    job.then(resolve, reject);
  });
}

function fail({ code, message }: AppError): JobOutcome {
  return { state: "failed", code, message };
}
