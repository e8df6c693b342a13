import { fork, type ChildProcess } from "node:child_process";
import { createCrashError, createMemoryError } from "./engine-error.js";
import type { EngineMessage, InspectMessage, RunMessage } from "./engine-messages.js";
import { watchMemory } from "./process-memory.js";
import type { JobStage, PictureInspection, PictureQuestion, TryOnFiles, TryOnOutcome } from "./types.js";

const MB = 1024 * 1024;
/** How much of a dying process's last words goes into the error. */
const LAST_WORDS_MAX_CHARS = 2000;

export interface EngineProcessOptions {
  /** The file that the process runs, see engine-worker.ts. */
  readonly entry: URL;
  /** A process that takes more is ended with its job. Linux only: elsewhere nothing is measured. */
  readonly memoryLimitBytes: number;
}

interface RunningJob {
  readonly id: number;
  readonly onStage: (stage: JobStage) => void;
  readonly resolve: (answer: TryOnOutcome | PictureInspection) => void;
  readonly reject: (error: Error) => void;
}

/**
 * GNU's allocator raises this limit by itself, up to 32 MiB, and then keeps pixel buffers that were freed. Held at 1 MiB, a buffer's
 * memory goes back to the system with it (ADR-0049). Two arenas, one for each thread that computes, keep 50 MB less than one for each
 * thread that V8 and the codecs have besides (ADR-0059). Other allocators ignore both.
 */
const ALLOCATION = { MALLOC_MMAP_THRESHOLD_: "1048576", MALLOC_ARENA_MAX: "2" } as const;

/**
 * Size of a young generation's half in MB, a quarter of V8's own choice: dead pixel buffers go back at its collections, so more of them
 * keep the peak lower (ADR-0058).
 */
const SEMI_SPACE_MB = 4;

/**
 * One engine in a process of its own, running one job at a time. It is a process and not a thread because a native crash
 * (image decoder, WebAssembly runtime) in a thread takes the whole service with it (ADR-0002).
 */
export class EngineProcess {
  /** Resolves when the models are loaded. Rejects with ENGINE_CRASHED when the process ends before. */
  readonly ready: Promise<void>;
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #memoryLimitBytes: number;
  #job: RunningJob | null = null;
  #jobCount = 0;
  #lastWords = "";
  #alive = true;
  #started = false;
  #memoryBytes = 0;

  /** Starts the process. */
  constructor({ entry, memoryLimitBytes }: EngineProcessOptions) {
    this.#memoryLimitBytes = memoryLimitBytes;
    this.#child = fork(entry, [], {
      serialization: "advanced",
      execArgv: [
        `--max-old-space-size=${Math.ceil(memoryLimitBytes / MB / 2)}`, // pixels and models lie outside this heap
        `--max-semi-space-size=${SEMI_SPACE_MB}`,
      ],
      env: ALLOCATION, // and nothing else: it decodes strangers' files, the service's keys are none of its business
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS_MAX_CHARS);
    });
    this.#exited = new Promise((resolve) => {
      this.#child.once("close", () => resolve());
      this.#child.once("error", () => resolve());
    });
    this.ready = new Promise((resolve, reject) => {
      this.#child.on("message", (message) => {
        // The channel is ours at both ends: engine-worker.ts sends nothing else.
        const engineMessage = message as EngineMessage;
        if (engineMessage.type !== "ready") return this.#receive(engineMessage);
        this.#started = true;
        resolve();
      });
      const die = (how: string): void => {
        this.#alive = false;
        const error = createCrashError(how + this.#quoteLastWords());
        reject(error);
        this.#endJob()?.reject(error);
      };
      this.#child.once("error", (error) => die(`cannot run: ${error.message}`));
      this.#child.once("close", (code, signal) =>
        die(signal ? `was ended by ${signal}` : `ended with code ${code}`),
      );
    });
    // Whoever waits for `ready` learns of the failure; without a listener it must not end the service.
    this.ready.catch(() => {});
  }

  /** False once the process has ended or was told to. */
  get alive(): boolean {
    return this.#alive;
  }

  /** True from the moment when its models were loaded, also after its end. */
  get started(): boolean {
    return this.#started;
  }

  /** What the process had in memory when it was last looked at, during its last job. */
  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  /**
   * Runs one job. Rejects with ENGINE_CRASHED when the process ends under it, with OUT_OF_MEMORY when it was ended for what it took,
   * else with what the engine threw.
   */
  run(files: TryOnFiles, onStage: (stage: JobStage) => void): Promise<TryOnOutcome> {
    return this.#ask({ type: "run", files }, onStage) as Promise<TryOnOutcome>; // a `run` is answered by `done`
  }

  /** Looks at one picture. Rejects as run() does. */
  inspect(question: PictureQuestion): Promise<PictureInspection> {
    return this.#ask({ type: "inspect", question }, () => {}) as Promise<PictureInspection>; // answered by `inspected`
  }

  #ask(
    message: Omit<RunMessage, "id"> | Omit<InspectMessage, "id">,
    onStage: RunningJob["onStage"],
  ): Promise<TryOnOutcome | PictureInspection> {
    if (this.#job !== null) throw new TypeError("Cannot run two jobs at once in one engine process");
    if (!this.#alive) return Promise.reject(createCrashError("has ended"));
    const id = ++this.#jobCount;
    const stopWatching = watchMemory(this.#child.pid as number, (bytes) => this.#checkMemory(bytes)); // alive: it has a pid
    const outcome = new Promise<TryOnOutcome | PictureInspection>((resolve, reject) => {
      this.#job = { id, onStage, resolve, reject };
      // A failed send means that the process is gone: its `close` event rejects the job.
      this.#child.send({ ...message, id }, () => {});
    });
    return outcome.finally(stopWatching);
  }

  /** Ends the process at once, whatever it does, and resolves when it is gone. */
  async kill(): Promise<void> {
    this.#alive = false;
    this.#child.kill("SIGKILL");
    await this.#exited;
  }

  #receive(message: Exclude<EngineMessage, { type: "ready" }>): void {
    if (this.#job?.id !== message.id) return;
    switch (message.type) {
      case "stage":
        return this.#job.onStage(message.stage);
      case "done":
        return this.#endJob()?.resolve(message.outcome);
      case "inspected":
        return this.#endJob()?.resolve(message.inspection);
      case "error":
        return this.#endJob()?.reject(message.error);
      default:
        message satisfies never;
    }
  }

  #checkMemory(bytes: number): void {
    this.#memoryBytes = bytes;
    if (bytes <= this.#memoryLimitBytes) return;
    this.#endJob()?.reject(createMemoryError(bytes, this.#memoryLimitBytes));
    void this.kill();
  }

  #endJob(): RunningJob | null {
    const job = this.#job;
    this.#job = null;
    return job;
  }

  #quoteLastWords(): string {
    const words = this.#lastWords.trim();
    return words === "" ? "" : `, its last words: ${words}`;
  }
}
