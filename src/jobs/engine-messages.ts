import type { JobStage, TryOnFiles, TryOnOutcome } from "./types.js";

/** What the host asks of an engine process, over Node's IPC channel with structured cloning. */
export interface RunMessage {
  readonly type: "run";
  readonly id: number;
  readonly files: TryOnFiles;
}

/** What an engine process tells its host. `ready` comes once, when the models are loaded. */
export type EngineMessage =
  | { readonly type: "ready" }
  | { readonly type: "stage"; readonly id: number; readonly stage: JobStage }
  | { readonly type: "done"; readonly id: number; readonly outcome: TryOnOutcome }
  | { readonly type: "error"; readonly id: number; readonly error: Error };
