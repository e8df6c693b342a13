import { hostname } from "node:os";
import { randomId } from "../lib/random-id.js";

/** Names this process among all that share the task table: host, process id and a random part for this start. */
export function createWorkerIdentity(): string {
  return `${hostname()}:${process.pid}:${randomId()}`;
}

export interface LivenessOptions {
  /** This process. */
  readonly self: string;
  /** @default asks the operating system */
  readonly isRunning?: (pid: number) => boolean;
}

/**
 * Whether another identity certainly belongs to a dead process: same host, and its process id is free or has become ours (a
 * container's first process always has the same one). False when in doubt: then the lease runs out by itself.
 */
export function isDeadWorker(
  worker: string,
  { self, isRunning = isProcessRunning }: LivenessOptions,
): boolean {
  const [host, pid] = worker.split(":");
  const [ownHost, ownPid] = self.split(":");
  if (worker === self || host !== ownHost) return false;
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
