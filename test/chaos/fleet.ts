import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { RoleMessage } from "./messages.js";

const ROLE_PROCESS = fileURLToPath(new URL("role-process.js", import.meta.url));

type Role = "api" | "worker";

interface Member {
  readonly role: Role;
  readonly child: ChildProcess;
  hasStarted: boolean;
  /** Of an API that listens. */
  url: string | undefined;
  /** What a worker has begun and not ended, and since when. */
  readonly running: Set<string>;
}

/** API and worker processes that are killed and start again, and what happened to their tasks. */
export class Fleet {
  readonly #env: Readonly<Record<string, string>>;
  #members: readonly Member[] = [];
  #isOpen = true;
  readonly #killedAtMs = new Map<string, number>();
  /** How often each task was ended, by the workers' own words. */
  readonly ends = new Map<string, number>();
  /** How long tasks of killed workers waited until another worker began them. */
  readonly redeliveriesMs: number[] = [];
  kills = 0;
  errors = 0;

  constructor(env: Readonly<Record<string, string>>) {
    this.#env = env;
  }

  start(counts: Readonly<Record<Role, number>>): void {
    for (const role of ["api", "worker"] as const) for (let i = 0; i < counts[role]; i++) this.#spawn(role);
  }

  /** Whether every process runs: none was just killed. */
  get hasStarted(): boolean {
    return this.#members.every(({ hasStarted }) => hasStarted);
  }

  /** An API that listens, another one each time; undefined while none does. */
  chooseApi(): string | undefined {
    const urls = this.#members.flatMap(({ url }) => url ?? []);
    return urls[Math.floor(Math.random() * urls.length)];
  }

  /**
   * Kills one process as the out-of-memory killer does; another takes its place. It waits until the one before has been replaced:
   * on a slow machine nothing would ever run.
   */
  killOne(): void {
    if (!this.hasStarted) return;
    const victim = this.#members[Math.floor(Math.random() * this.#members.length)];
    if (victim === undefined) return;
    this.kills++;
    const nowMs = performance.now();
    for (const taskId of victim.running) this.#killedAtMs.set(taskId, nowMs);
    victim.child.kill("SIGKILL");
  }

  async stop(): Promise<void> {
    this.#isOpen = false;
    await Promise.all(
      this.#members.map(async ({ child }) => {
        const ended = once(child, "exit");
        child.kill("SIGTERM");
        await ended;
      }),
    );
  }

  #spawn(role: Role): void {
    const env = { ...process.env, ...this.#env };
    const child = fork(ROLE_PROCESS, [role], { env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const member: Member = { role, child, hasStarted: false, url: undefined, running: new Set() };
    this.#members = [...this.#members, member];
    child.on("message", (message) => this.#hear(member, message as RoleMessage)); // sent by role-process
    child.once("exit", () => {
      this.#members = this.#members.filter((other) => other !== member);
      if (this.#isOpen) this.#spawn(role);
    });
  }

  #hear(member: Member, message: RoleMessage): void {
    switch (message.kind) {
      case "started":
        member.hasStarted = true;
        member.url = message.url;
        return;
      case "began": {
        member.running.add(message.taskId);
        const killedAtMs = this.#killedAtMs.get(message.taskId);
        if (killedAtMs !== undefined) this.redeliveriesMs.push(performance.now() - killedAtMs);
        this.#killedAtMs.delete(message.taskId);
        return;
      }
      case "ended":
        member.running.delete(message.taskId);
        this.ends.set(message.taskId, (this.ends.get(message.taskId) ?? 0) + 1);
        return;
      case "error":
        this.errors++;
        return;
      default:
        message satisfies never;
    }
  }
}
