import { readFileSync } from "node:fs";
import { keepYoungHeapSmall } from "../src/lib/young-heap.js";
import type { RunJob } from "../src/tasks/mod.js";

/*
 * The service in a process of its own, without an engine: what it weighs is the API. Tasks are never done, or with BENCH_TASKS=end
 * each fails at once. It answers `measure` with what it saw since the last one.
 */
keepYoungHeapSmall(); // as bin/drape.js does
const { loadConfig } = await import("../src/config.js");
const { createLog } = await import("../src/lib/log.js");
const { startService } = await import("../src/main.js");
const endsTasks = process.env["BENCH_TASKS"] === "end";
const runJob: RunJob = () =>
  endsTasks ? Promise.resolve({ state: "failed", code: "BENCH", message: "" }) : new Promise(() => {});
const service = await startService(loadConfig(process.env), {
  log: createLog("silent"),
  createRunner: () => ({ runJob, ready: async () => {}, close: async () => {} }),
});

const TICK_MS = 1;
const PERCENTILE = 0.99;
const NS_PER_MS = 1e6;

/**
 * How long this thread has waited for a core that others used, in ms: the second number of the kernel's schedstat, 0 where there is
 * none. The main thread's id is the process's.
 */
function readCoreWaitMs(): number {
  try {
    return (
      Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, "latin1").split(" ")[1]) / NS_PER_MS
    );
  } catch {
    return 0;
  }
}

let lagsMs: number[] = [];
let ownLagsMs: number[] = [];
let maxRssBytes = 0;
let lastCpu = process.cpuUsage();
let lastMs = performance.now();
let lastWaitMs = readCoreWaitMs();
function look(): void {
  const nowMs = performance.now();
  const waitMs = readCoreWaitMs();
  const lagMs = Math.max(0, nowMs - lastMs - TICK_MS);
  lagsMs.push(lagMs);
  ownLagsMs.push(Math.max(0, lagMs - (waitMs - lastWaitMs)));
  [lastMs, lastWaitMs] = [nowMs, waitMs];
  maxRssBytes = Math.max(maxRssBytes, process.memoryUsage.rss());
}
// To look costs a twentieth of a core: not where cores are what is measured.
const watch = process.env["BENCH_LAG"] === "off" ? undefined : setInterval(look, TICK_MS);

function summarize(valuesMs: number[]): { readonly p99Ms: number; readonly maxMs: number } {
  const sorted = valuesMs.sort((a, b) => a - b);
  return { p99Ms: sorted[Math.floor(sorted.length * PERCENTILE)] ?? 0, maxMs: sorted.at(-1) ?? 0 };
}

process.on("message", () => {
  const { user, system } = process.cpuUsage(lastCpu);
  globalThis.gc?.();
  const { heapUsed: heapBytes, rss: rssBytes } = process.memoryUsage();
  process.send?.({
    lag: summarize(lagsMs),
    ownLag: summarize(ownLagsMs),
    maxRssBytes,
    rssBytes,
    heapBytes,
    cpuMs: (user + system) / 1000,
  });
  lastCpu = process.cpuUsage();
  [lagsMs, ownLagsMs, maxRssBytes] = [[], [], 0];
});
process.on("disconnect", () => {
  clearInterval(watch);
  void service.stop();
});
process.send?.({ url: service.url, key: service.firstKey });
