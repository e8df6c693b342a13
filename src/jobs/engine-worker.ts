import { inspect } from "node:util";
import { createPerception, ModelMissingError } from "../perception/mod.js";
import type { EngineMessage, InspectMessage, RunMessage } from "./engine-messages.js";
import { inspectPicture } from "./inspect-picture.js";
import { createGarmentMemory, createPersonMemory, createPlanMemory } from "./analysis-memory.js";
import { keepCompiledCode } from "./keep-compiled.js";
import { createSecondThread } from "./second-thread.js";
import { tryOnPictures } from "./try-on.js";

/**
 * Entry of an engine process (see engine-process.ts): loads the models, says `ready`, then answers one job at a time. An
 * error that it cannot tell its host about ends the process, which the host sees.
 */
process.on("disconnect", () => process.exit(0));
// The host may have died while the imports above were loaded: nobody is told of that any more.
if (!process.connected) process.exit(0);

keepCompiledCode();
const perception = await createPerception().catch((error: unknown) => {
  // The host quotes these last words: a missing file needs no stack.
  process.stderr.write(`${error instanceof ModelMissingError ? error.message : inspect(error)}\n`);
  process.exit(1);
});

const secondThread = createSecondThread();
const garmentMemory = createGarmentMemory();
const personMemory = createPersonMemory();
const planMemory = createPlanMemory();

function tell(message: EngineMessage): void {
  // Without a channel the host is gone, and the `disconnect` event ends this process; it may break before that event (EPIPE).
  if (process.connected)
    process.send?.(message, undefined, undefined, (error) => {
      if (error !== null) process.exit(0);
    });
}

async function runJob(message: RunMessage | InspectMessage): Promise<void> {
  const { id } = message;
  try {
    tell(await answer(message));
  } catch (cause) {
    const error = cause instanceof Error ? cause : new TypeError(`The engine threw ${String(cause)}`);
    tell({ type: "error", id, error });
  }
}

async function answer(message: RunMessage | InspectMessage): Promise<EngineMessage> {
  const { id } = message;
  if (message.type === "inspect") {
    const inspection = await inspectPicture(perception, message.question, {
      secondThread,
      garmentMemory,
      personMemory,
    });
    return { type: "inspected", id, inspection };
  }
  const outcome = await tryOnPictures(perception, message.files, {
    secondThread,
    garmentMemory,
    personMemory,
    planMemory,
    onStage: (stage) => tell({ type: "stage", id, stage }),
  });
  return { type: "done", id, outcome };
}

// The host decides when a job ends: a Ctrl-C in the terminal or a service manager's signal reaches this process too.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
// The channel carries only what engine-process.ts sends.
process.on("message", (message) => void runJob(message as RunMessage | InspectMessage));
tell({ type: "ready" });
