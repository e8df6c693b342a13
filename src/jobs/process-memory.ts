import { readFile } from "node:fs/promises";

/** How often a process is looked at: memory is filled with about 0.5 GB a second here. */
const INTERVAL_MS = 250;

/** What another process has in memory, or undefined where the system does not tell: only Linux has /proc. */
export async function readMemoryBytes(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => ""); // it has ended, or there is no /proc
  const kilobytes = /^VmRSS:\s+(?<kb>\d+) kB$/m.exec(status)?.groups?.["kb"];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/**
 * Calls `onSample` again and again with what a process has in memory, until the returned function is called. It looks from outside,
 * because a process that computes without a pause, or inside WebAssembly, cannot look at itself; V8's own limits see neither
 * WebAssembly's memory nor pixel buffers.
 */
export function watchMemory(pid: number, onSample: (bytes: number) => void): () => void {
  const timer = setInterval(() => {
    void readMemoryBytes(pid).then((bytes) => {
      if (bytes !== undefined) onSample(bytes);
    });
  }, INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
