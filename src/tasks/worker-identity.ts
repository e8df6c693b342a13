import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { randomId } from "../lib/random-id.js";

/** Names this process among all that share the task table: where it runs, process id and a random part for this start. */
export function createWorkerIdentity(): string {
  return `${describePlace()}:${process.pid}:${randomId()}`;
}

/**
 * Where process ids mean the same processes. A host's name alone is not enough: two machines may have the same one, and so may
 * containers that share a machine's network. On Linux this start of the kernel and the space of process ids make it certain.
 */
function describePlace(): string {
  const bootId = readOrEmpty(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").slice(0, 8));
  const pidSpace = readOrEmpty(() => readlinkSync("/proc/self/ns/pid").replace(/\D/g, ""));
  return [hostname(), bootId, pidSpace].join("/");
}

/** Other systems have no such files, and run no containers of their own. */
function readOrEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}

export interface LivenessOptions {
  /** This process. */
  readonly self: string;
  /** @default asks the operating system */
  readonly isRunning?: (pid: number) => boolean;
}

/**
 * Whether another identity certainly belongs to a dead process: same place, and its process id is free or has become ours. False
 * when in doubt, as for all processes of other machines: then the lease runs out by itself.
 */
export function isDeadWorker(
  worker: string,
  { self, isRunning = isProcessRunning }: LivenessOptions,
): boolean {
  const [place, pid] = worker.split(":");
  const [ownPlace, ownPid] = self.split(":");
  if (worker === self || place !== ownPlace) return false;
  return pid === ownPid || !isRunning(Number(pid));
}

function isProcessRunning(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH"; // EPERM: it lives, under another user
  }
}
