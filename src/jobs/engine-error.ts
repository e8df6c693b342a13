import { AppError } from "../lib/errors.js";

/**
 * The engine's process died, or could not start: the job it ran is lost, the next job gets a new process. `how` may quote
 * the process's last words, so it is the cause, for the log, and not the text that clients read.
 */
export function createCrashError(how: string): AppError {
  return new AppError("ENGINE_CRASHED", { cause: new Error(`The engine's process ${how}`) });
}

/** The host was closed before the job ended: not the job's fault, it may run again. */
export class EngineClosedError extends Error {
  override readonly name = "EngineClosedError";
}
