import { monitorEventLoopDelay } from "node:perf_hooks";
import { keepYoungHeapSmall } from "../src/lib/young-heap.js";

/*
 * The service in a process of its own, with nothing that runs tasks: what it weighs is the API. It answers `measure` with what it
 * saw since the last one.
 */
keepYoungHeapSmall(); // as bin/drape.js does
const { loadConfig } = await import("../src/config.js");
const { createLog } = await import("../src/lib/log.js");
const { startService } = await import("../src/main.js");
const service = await startService(loadConfig(process.env), {
  log: createLog("silent"),
  createRunner: () => ({ runJob: () => new Promise(() => {}), ready: async () => {}, close: async () => {} }),
});

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
let maxRssBytes = 0;
const watch = setInterval(() => {
  maxRssBytes = Math.max(maxRssBytes, process.memoryUsage.rss());
}, 2);

process.on("message", () => {
  // the histogram counts the timer's own millisecond as delay
  process.send?.({ maxLagMs: delay.max / 1e6 - 1, p99LagMs: delay.percentile(99) / 1e6 - 1, maxRssBytes });
  delay.reset();
  maxRssBytes = 0;
});
process.on("disconnect", () => {
  clearInterval(watch);
  void service.stop();
});
process.send?.({ url: service.url, key: service.firstKey });
