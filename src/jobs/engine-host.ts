import { AppError } from "../lib/errors.js";
import { EngineClosedError } from "./engine-error.js";
import { EngineProcess } from "./engine-process.js";
import { PERCENT_AT_START } from "./progress.js";
import type {
  JobLog,
  JobStage,
  PictureInspection,
  PictureQuestion,
  TryOnFiles,
  TryOnOutcome,
} from "./types.js";

export interface EngineHostOptions {
  /** Number of engine processes: how many jobs run at the same time. Each takes about 0.5 GB. */
  readonly workers: number;
  readonly log: JobLog;
  /** A process that takes more is ended, and its job fails with OUT_OF_MEMORY. Linux only. @default 2 GB */
  readonly memoryLimitBytes?: number;
  /** The file that an engine process runs. @default engine-worker.js beside this file */
  readonly entry?: URL;
}

export interface RunOptions {
  /** Ends the job: its process is killed and replaced, and the promise rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Called when a step begins, with the per cent that is done. */
  readonly onProgress?: (percent: number, stage: JobStage) => void;
}

const DEFAULT_MEMORY_LIMIT_BYTES = 2 * 1024 ** 3; // 0.8 GB is the most that was seen, with pictures of 22 megapixels
/** Jobs that may wait before an inspection is refused: at 0.5 to 3 s each, who asked has gone. */
const INSPECTION_QUEUE_MAX = 8;

interface Job {
  /** What a process is asked to do. */
  readonly work: (engine: EngineProcess) => Promise<unknown>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (reason: unknown) => void;
  /** The process that runs the job; null while it waits and after it ended. */
  engine: EngineProcess | null;
}

/**
 * Runs try-ons in engine processes, one job per process, the rest waiting in order of arrival. A process that dies takes
 * only its job with it and is replaced. A process that dies while starting is replaced when the next job comes, so that a
 * broken installation fails jobs with its reason instead of starting processes for ever.
 */
export class EngineHost {
  readonly #options: EngineHostOptions;
  readonly #idle: EngineProcess[] = [];
  readonly #busy = new Set<EngineProcess>();
  readonly #queue: Job[] = [];
  readonly #memoryLimitBytes: number;
  #closed = false;

  constructor(options: EngineHostOptions) {
    if (!Number.isInteger(options.workers) || options.workers < 1) {
      throw new RangeError(
        `Cannot run ${options.workers} engine processes: give a whole number of at least 1`,
      );
    }
    this.#options = options;
    this.#memoryLimitBytes = options.memoryLimitBytes ?? DEFAULT_MEMORY_LIMIT_BYTES;
    for (let i = 0; i < options.workers; i++) this.#idle.push(this.#start());
  }

  /** Resolves when every engine process has its models loaded. Rejects with ENGINE_CRASHED if one cannot start. */
  async ready(): Promise<void> {
    await Promise.all([...this.#idle, ...this.#busy].map((engine) => engine.ready));
  }

  /**
   * Dresses the person. A refusal is a value; rejections are AppError ENGINE_CRASHED, EngineClosedError, the
   * signal's reason, or what the engine threw (a defect).
   */
  async runTryOn(files: TryOnFiles, options: RunOptions): Promise<TryOnOutcome> {
    const { signal, onProgress } = options;
    const onStage = (stage: JobStage): void => onProgress?.(PERCENT_AT_START[stage], stage);
    return await this.#enqueue((engine) => engine.run(files, onStage), signal);
  }

  /**
   * Looks at one picture, in line with the try-ons. Rejects as runTryOn() does, and with OVERLOADED where too many wait already: who
   * asks is waiting before a screen.
   */
  async inspect(question: PictureQuestion, signal: AbortSignal): Promise<PictureInspection> {
    if (this.#queue.length >= INSPECTION_QUEUE_MAX) throw new AppError("OVERLOADED");
    return await this.#enqueue((engine) => engine.inspect(question), signal);
  }

  async #enqueue<T>(work: (engine: EngineProcess) => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.#closed) throw new EngineClosedError("The engine host is closed");
    signal.throwIfAborted();
    const { promise, resolve, reject } = createDeferred<T>();
    const job: Job = { work, resolve: (answer) => resolve(answer as T), reject, engine: null }; // `work` gives a T
    const abort = (): void => this.#abort(job, signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    this.#queue.push(job);
    this.#startNext();
    return await promise.finally(() => signal.removeEventListener("abort", abort));
  }

  /** Ends all processes at once. Jobs that had not ended reject with EngineClosedError. */
  async close(): Promise<void> {
    this.#closed = true;
    const waiting = this.#queue.splice(0);
    for (const job of waiting)
      job.reject(new EngineClosedError("The engine host was closed before the job began"));
    await Promise.all([...this.#idle.splice(0), ...this.#busy].map((engine) => engine.kill()));
  }

  #start(): EngineProcess {
    const entry = this.#options.entry ?? new URL("./engine-worker.js", import.meta.url);
    const engine = new EngineProcess({ entry, memoryLimitBytes: this.#memoryLimitBytes });
    const startedMs = performance.now();
    engine.ready.then(
      () => this.#options.log.info({ startMs: Math.round(performance.now() - startedMs) }, "engine ready"),
      (error: unknown) => {
        if (!this.#closed) this.#options.log.warn({ err: error }, "engine process failed to start");
      },
    );
    return engine;
  }

  #abort(job: Job, reason: unknown): void {
    job.reject(reason);
    const place = this.#queue.indexOf(job);
    if (place !== -1) this.#queue.splice(place, 1);
    void job.engine?.kill();
  }

  #startNext(): void {
    if (this.#closed || this.#idle.length === 0) return;
    const job = this.#queue.shift();
    if (job === undefined) return;
    const idle = this.#idle.shift() as EngineProcess; // not empty: checked above
    const engine = idle.alive ? idle : this.#start();
    job.engine = engine;
    this.#busy.add(engine);
    void this.#run(engine, job).finally(() => this.#takeBack(engine));
  }

  async #run(engine: EngineProcess, job: Job): Promise<void> {
    try {
      await engine.ready;
      job.resolve(await job.work(engine));
    } catch (error) {
      job.reject(this.#closed ? new EngineClosedError("The engine host was closed during the job") : error);
    } finally {
      job.engine = null;
    }
  }

  /**
   * Puts the process back in line; one that has started and died since is replaced at once, so the next job finds it warm. So is one
   * that kept half of what it may have: the next job must not pay for this one.
   */
  #takeBack(engine: EngineProcess): void {
    this.#busy.delete(engine);
    if (engine.alive && engine.memoryBytes > this.#memoryLimitBytes / 2) void engine.kill();
    if (this.#closed) return;
    this.#idle.push(engine.alive || !engine.started ? engine : this.#start());
    this.#startNext();
  }
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

function createDeferred<T>(): Deferred<T> {
  let resolve: Deferred<T>["resolve"] = () => {};
  let reject: Deferred<T>["reject"] = () => {};
  const promise = new Promise<T>((accept, refuse) => {
    resolve = accept;
    reject = refuse;
  });
  return { promise, resolve, reject };
}

/** Starts `options.workers` engine processes; they load their models in the background, see {@link EngineHost.ready}. */
export function createEngineHost(options: EngineHostOptions): EngineHost {
  return new EngineHost(options);
}
