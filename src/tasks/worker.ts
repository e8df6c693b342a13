import { setTimeout as delay } from "node:timers/promises";
import { backOffMs } from "../lib/back-off.js";
import { systemClock, type Clock } from "../lib/clock.js";
import { AppError, ERRORS } from "../lib/errors.js";
import type { Log } from "../lib/log.js";
import type { ClaimedTask, TaskStore } from "./store.js";
import type { JobOutcome, TaskId, TaskInputs, TaskOptions } from "./task.js";

/** What is to be done for one task. */
export interface Job {
  readonly taskId: TaskId;
  readonly inputs: TaskInputs;
  readonly options: TaskOptions;
  /** The span that its spans continue; undefined: none. */
  readonly traceparent: string | undefined;
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
  /** Only tasks of these engines. @default all */
  readonly engines?: readonly string[] | undefined;
  /** How long one attempt may take. @default 5 min */
  readonly jobTimeoutMs?: number;
  /** A task that has not ended so long after its submit fails. @default 24 h */
  readonly deadlineMs?: number;
  /** How often a task is begun whose job failed in a way that may pass, such as a crash of the engine. @default 3 */
  readonly maxTries?: number;
  /** @default the system's */
  readonly clock?: Clock;
  /**
   * A task that was claimed this often without an end fails: it probably kills its process. High, because a series of kills from
   * outside must not fail a good task. @default 20
   */
  readonly maxAttempts?: number;
}

/** Why a running job was told to end. */
type EndReason = "leaseLost" | "timedOut" | "overdue" | "stopping";

/** What comes after an attempt: the task's end, another attempt, or nothing that this worker decides. */
type AttemptEnd =
  | JobOutcome
  | { readonly state: "again"; readonly delayMs: number }
  | "leaseLost"
  | "storeAway"
  | "stopping";

const SECOND = 1000;
/** Waiting before another try: whatever went wrong may need a moment. */
const RETRY = { firstMs: 2 * SECOND, maxMs: 60 * SECOND };
/** Waiting while the photos and results are away: that is no fault of the task, which may be tried as often as it takes. */
const STORE_AWAY_MS = 5 * SECOND;
/** Waiting while the database is away when a task's end is to be recorded. */
const RECORD = { firstMs: 250, maxMs: 5 * SECOND };
const DEFAULTS = {
  leaseMs: 10 * SECOND,
  pollMs: SECOND,
  jobTimeoutMs: 300 * SECOND,
  deadlineMs: 24 * 3600 * SECOND,
  maxAttempts: 20,
  maxTries: 3,
  clock: systemClock,
  engines: undefined,
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
    const { concurrency, log } = this.#options;
    this.#isClaiming = true;
    try {
      while (this.#wanted && !this.#stopping && this.#running.size < concurrency) {
        this.#wanted = false;
        const free = concurrency - this.#running.size;
        // All of them settle before this goes on: a task that was claimed is begun, whatever became of the other claims.
        const claims = await Promise.allSettled(Array.from({ length: free }, () => this.#claimOne()));
        for (const claim of claims) if (claim.status === "rejected") throw claim.reason;
      }
    } catch (error) {
      log.error({ err: error }, "cannot claim a task"); // the next poll tries again
    } finally {
      this.#isClaiming = false;
    }
  }

  async #claimOne(): Promise<void> {
    const { store, identity, leaseMs, engines } = this.#options;
    const task = await store.claim({ worker: identity, leaseMs, engines });
    if (task === undefined) return;
    this.#wanted = true;
    this.#begin(task);
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
    const { log, heartbeatMs, jobTimeoutMs } = this.#options;
    const heartbeat = setInterval(() => void this.#beat(task, controller), heartbeatMs);
    const timeLeftMs = this.#untilDeadlineMs(task);
    const tooLong: EndReason = timeLeftMs < jobTimeoutMs ? "overdue" : "timedOut";
    const timeout = setTimeout(() => controller.abort(tooLong), Math.min(jobTimeoutMs, timeLeftMs));
    const startedMs = performance.now();
    try {
      const end = await this.#run(task, controller.signal);
      await this.#record(task, end, Math.round(performance.now() - startedMs));
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

  async #record(task: ClaimedTask, end: AttemptEnd, ms: number): Promise<void> {
    const { store, log, onEnded } = this.#options;
    const { id: taskId, lease } = task;
    if (end === "leaseLost") return await this.#discard(taskId);
    if (end === "stopping") return void (await store.giveBack(taskId, lease));
    if (end === "storeAway") return void (await store.giveBack(taskId, lease, STORE_AWAY_MS));
    if (end.state === "again") {
      const held = await this.#whenStoreIsThere(() => store.retry(taskId, lease, end.delayMs));
      return held ? undefined : await this.#discard(taskId);
    }
    const won = await this.#whenStoreIsThere(() => store.finish(taskId, lease, end));
    if (!won) return await this.#discard(taskId);
    const code = end.state === "failed" ? end.code : undefined;
    log.info({ taskId, subscriptionId: task.subscriptionId, state: end.state, code, ms }, "task ended");
    onEnded();
  }

  /** The work is done: rather than doing it again, wait for the database while nobody else can have the task either. */
  async #whenStoreIsThere<T>(act: () => Promise<T>): Promise<T> {
    for (let failures = 1; ; failures++) {
      try {
        return await act();
      } catch (error) {
        if (!isOutage(error) || this.#stopping) throw error;
        this.#options.log.warn({ err: error }, "cannot record how a task ended: trying again");
        await delay(backOffMs(failures, RECORD));
      }
    }
  }

  async #run(task: ClaimedTask, signal: AbortSignal): Promise<AttemptEnd> {
    const { store, runJob, log, maxAttempts } = this.#options;
    if (task.attempts > maxAttempts) return fail(new AppError("ATTEMPTS_EXHAUSTED"));
    if (this.#untilDeadlineMs(task) <= 0) return fail(new AppError("DEADLINE_PASSED"));
    const { id: taskId, inputs, options, traceparent } = task;
    if (inputs === undefined)
      throw new Error(`Cannot run task ${task.id}: its inputs are deleted although it has not ended`);
    const onProgress = (percent: number, stage: string): void => {
      log.debug({ taskId: task.id, percent, stage }, "progress");
      store
        .setProgress(task.id, task.lease, { percent, stage })
        .catch((error: unknown) => log.warn({ err: error, taskId: task.id }, "cannot record progress"));
    };
    try {
      return await untilAborted(
        runJob({ taskId, inputs, options, traceparent }, { signal, onProgress }),
        signal,
      );
    } catch (error) {
      if (!signal.aborted) return this.#judge(task, error);
      const reason = signal.reason as EndReason; // only this class holds the controller
      if (reason === "timedOut") return fail(new AppError("TIMED_OUT"));
      return reason === "overdue" ? fail(new AppError("DEADLINE_PASSED")) : reason;
    }
  }

  /** Another attempt, where it may help and there is one left. */
  #judge(task: ClaimedTask, error: unknown): AttemptEnd {
    const { log, maxTries } = this.#options;
    const appError = error instanceof AppError ? error : new AppError("INTERNAL");
    const mayPass = ERRORS[appError.code].retryable && task.attempts < maxTries;
    log.error({ err: error, taskId: task.id, attempts: task.attempts }, "job failed");
    if (isOutage(error)) return "storeAway";
    return mayPass ? { state: "again", delayMs: backOffMs(task.attempts, RETRY) } : fail(appError);
  }

  #untilDeadlineMs({ createdAtMs }: ClaimedTask): number {
    return createdAtMs + this.#options.deadlineMs - this.#options.clock.nowMs();
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

function isOutage(error: unknown): boolean {
  return error instanceof AppError && error.code === "STORE_UNAVAILABLE";
}

function fail({ code, message }: AppError): JobOutcome {
  return { state: "failed", code, message };
}
