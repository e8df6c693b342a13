import type { EngineMessage, RunMessage } from "../../src/jobs/engine-messages.js";

/** An engine process for the host's tests: the garment's text says how the job goes. `crash at start` is told by an argument. */
const tell = (message: EngineMessage): void => void process.send?.(message);

function answer({ id, files }: RunMessage): void {
  const order = new TextDecoder().decode(files.garments[0]);
  tell({ type: "stage", id, stage: "warp" });
  switch (order) {
    case "crash":
      return void process.kill(process.pid, "SIGSEGV");
    case "exit":
      process.stderr.write("out of luck\n");
      return void setImmediate(() => process.exit(3));
    case "hang":
      for (;;);
    case "throw":
      return tell({ type: "error", id, error: new RangeError("a defect") });
    case "refuse":
      return tell({ type: "done", id, outcome: { ok: false, code: "PERSON_NOT_FOUND", message: "no one" } });
    default:
      return tell({
        type: "done",
        id,
        outcome: {
          ok: true,
          picture: files.person,
          report: { score: process.pid, confidence: {}, warnings: [], advice: [], timingsMs: {} },
        },
      });
  }
}

process.on("disconnect", () => process.exit(0));
process.on("message", (message) => answer(message as RunMessage));
tell({ type: "ready" });
