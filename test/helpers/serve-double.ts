import { loadConfig } from "../../src/config.js";
import { createLog } from "../../src/lib/log.js";
import { startService, stopOnSignal } from "../../src/main.js";
import { createDoubleRunner } from "./double-runner.js";

// A serving process whose engine is a double of 50 to 150 ms. It sends its address and first key to the parent process.
const log = createLog("warn");
const service = await startService(loadConfig(process.env), {
  log,
  createRunner: (_config, blobs) => createDoubleRunner(blobs, () => 50 + Math.random() * 100),
});
process.send?.({ url: service.url, firstKey: service.firstKey });
await stopOnSignal(service, log);
process.disconnect?.();
process.exit(0);
