import { AppError } from "../lib/errors.js";

/**
 * The engine's process died, or could not start: the job it ran is lost, the next job gets a new process. `how` may quote
 * the process's last words, so it is the cause, for the log, and not the text that clients read.
 */
export function createCrashError(how: string): AppError {
  return new AppError("ENGINE_CRASHED", { cause: new Error(`The engine's process ${how}`) });
}

/** The job took more memory than an engine's process may have, and was ended with it. */
export function createMemoryError(bytes: number, limitBytes: number): AppError {
  const [took, limit] = [bytes, limitBytes].map((count) => Math.round(count / 1024 / 1024));
  return new AppError("OUT_OF_MEMORY", {
    cause: new Error(`The engine's process took ${took} MB: the limit is ${limit} MB`),
  });
}

/** The host was closed before the job ended: not the job's fault, it may run again. */
export class EngineClosedError extends Error {
  override readonly name = "EngineClosedError";
}
