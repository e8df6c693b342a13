import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { projectPath } from "../test/helpers/run-drape.js";

const EXIT_LIMIT_MS = 30_000;

/** What a worker's log tells of a task that it ended. */
interface EndedLine {
  readonly msg: string;
  readonly taskId?: string;
  readonly state?: string;
  readonly code?: string;
}

/** Whether processes can be held on each of these cores, as `taskset` counts them. */
export function canPin(cores: readonly number[]): boolean {
  return cores.every((core) => spawnSync("taskset", ["-c", String(core), "true"]).status === 0);
}

/** `drape worker` with one engine, both held on given cores. */
export class PinnedWorker {
  readonly #child: ChildProcess;
  readonly #isReady: Promise<unknown>;
  /** When it ended its last task. */
  #lastEndMs = 0;
  #ended = 0;
  #onEnded: () => void = () => {};

  constructor(core: number, env: NodeJS.ProcessEnv) {
    const command = [process.execPath, projectPath("bin/drape.js"), "worker", "--concurrency", "1"];
    this.#child = spawn("taskset", ["-c", String(core), ...command], {
      env: { ...process.env, DRAPE_LOG_LEVEL: "info", ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#isReady = new Promise((resolve, reject) => {
      this.#child.once("exit", (code) => reject(new Error(`A worker ended with code ${code}`)));
      if (this.#child.stdout === null) throw new TypeError("The worker has no stdout");
      createInterface({ input: this.#child.stdout }).on("line", (text) => {
        const line = JSON.parse(text) as EndedLine;
        if (line.msg === "engine ready") resolve(undefined);
        if (line.msg === "task ended") this.#count(line);
      });
    });
    this.#isReady.catch(() => {}); // ready() tells
  }

  /** Resolves when its engine has loaded its models. */
  async ready(): Promise<void> {
    await this.#isReady;
  }

  /** Begins to count, and calls `onEnded` at each end. */
  watch(onEnded: () => void): void {
    this.#ended = 0;
    this.#onEnded = onEnded;
  }

  /** Tasks that it ended since watch(). */
  get ended(): number {
    return this.#ended;
  }

  /** Tasks a minute from `startMs` to its last end: what others still did after it has nothing to do with its pace. */
  paceSince(startMs: number): number {
    return this.#ended === 0 ? 0 : this.#ended / ((this.#lastEndMs - startMs) / 60_000);
  }

  /** Takes no tasks until resume(): it holds none, so nobody waits for it. */
  pause(): void {
    this.#child.kill("SIGSTOP");
  }

  resume(): void {
    this.#child.kill("SIGCONT");
  }

  /** Holds the worker and its engine on other cores, with all their threads. */
  moveTo(cores: readonly number[]): void {
    const { pid } = this.#child;
    const engines = readFileSync(`/proc/${pid}/task/${pid}/children`, "latin1").trim().split(" ");
    for (const each of [String(pid), ...engines]) {
      const { status, stderr } = spawnSync("taskset", ["-acp", cores.join(), each], { encoding: "utf8" });
      if (status !== 0) throw new Error(`Cannot move process ${each}: ${stderr}`);
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, "exit");
    this.resume();
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), EXIT_LIMIT_MS);
    await exited;
    clearTimeout(timer);
  }

  #count({ taskId, state, code }: EndedLine): void {
    if (state !== "succeeded") throw new Error(`Task ${taskId} ended as ${state} ${code}`);
    this.#ended++;
    this.#lastEndMs = performance.now();
    this.#onEnded();
  }
}
