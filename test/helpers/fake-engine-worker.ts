import type { EngineMessage, RunMessage } from "../../src/jobs/engine-messages.js";

const MB = 1024 * 1024;
const kept: Uint8Array[] = [];

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
    case "abort":
      return process.abort();
    case "fill the heap":
      return fillHeap();
    case "fill memory":
      return fillMemory();
    case "swell": // keeps what it takes
      kept.push(new Uint8Array(150 * MB).fill(1));
      return void setTimeout(() => succeed(id, files), 600);
    case "hang":
      for (;;);
    case "throw":
      return tell({ type: "error", id, error: new RangeError("a defect") });
    case "refuse":
      return tell({ type: "done", id, outcome: { ok: false, code: "PERSON_NOT_FOUND", message: "no one" } });
    default:
      return succeed(id, files);
  }
}

function succeed(id: number, { person: picture }: RunMessage["files"]): void {
  const report = { score: process.pid, confidence: {}, warnings: [], advice: [], timingsMs: {} };
  tell({ type: "done", id, outcome: { ok: true, picture, report } });
}

/** Ends as V8 ends a process whose objects do not fit. */
function fillHeap(): void {
  const objects: object[] = [];
  for (;;) objects.push({ index: objects.length });
}

/** Takes memory that V8's limits do not see, in a loop that nobody inside can interrupt. */
function fillMemory(): void {
  for (;;) kept.push(new Uint8Array(MB).fill(1));
}

process.on("disconnect", () => process.exit(0));
process.on("message", (message) => answer(message as RunMessage));
tell({ type: "ready" });
