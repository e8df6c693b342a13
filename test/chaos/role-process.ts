import { loadConfig } from "../../src/config.js";
import { createEngineRunner } from "../../src/engine-runner.js";
import { createLog } from "../../src/lib/log.js";
import { startService, startWorker, stopOnSignal } from "../../src/main.js";
import type { RunJob } from "../../src/tasks/mod.js";
import { createDoubleRunner } from "../helpers/double-runner.js";
import type { RoleMessage } from "./messages.js";

// One process of the chaos fleet: an API or a worker. Tasks whose images are URLs get a double of 50 to 300 ms that fetches
// nothing; where CHAOS_ENGINE is set the others get the real engine. It tells its parent what it begins and what it has ended.
process.once("disconnect", () => process.exit(1)); // the parent died
const tell = (message: RoleMessage): void => void process.send?.(message);
const log = createLog("info", {
  write(line: string) {
    const { msg, taskId, level } = JSON.parse(line) as { msg: string; taskId?: string; level: number };
    if (msg === "task ended" && taskId !== undefined) tell({ kind: "ended", taskId });
    else if (level >= 50) tell({ kind: "error", line });
  },
});
const config = loadConfig(process.env);
const isApi = process.argv[2] === "api";
if (isApi) {
  const service = await startService(config, { log, roles: { work: false, deliver: false } });
  tell({ kind: "started", url: service.url });
  await stopOnSignal(service, log);
} else {
  const worker = await startWorker(config, { log, createRunner });
  tell({ kind: "started" });
  await stopOnSignal(worker, log);
}
process.exit(0);

function createRunner(...[runnerConfig, blobs, runnerLog]: Parameters<typeof createEngineRunner>) {
  const double = createDoubleRunner(blobs, () => 50 + Math.random() * 250);
  const real =
    process.env["CHAOS_ENGINE"] === undefined ? double : createEngineRunner(runnerConfig, blobs, runnerLog);
  const runJob: RunJob = (job, context) => {
    tell({ kind: "began", taskId: job.taskId });
    return (job.inputs.person.kind === "url" ? double : real).runJob(job, context);
  };
  return { ...real, runJob };
}
