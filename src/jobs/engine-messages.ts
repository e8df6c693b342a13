import type { JobStage, PictureInspection, PictureQuestion, TryOnFiles, TryOnOutcome } from "./types.js";

/** What the host asks of an engine process, over Node's IPC channel with structured cloning. */
export interface RunMessage {
  readonly type: "run";
  readonly id: number;
  readonly files: TryOnFiles;
}

/** The smaller question: what it thinks of one picture. */
export interface InspectMessage {
  readonly type: "inspect";
  readonly id: number;
  readonly question: PictureQuestion;
}

/** What an engine process tells its host. `ready` comes once, when the models are loaded. */
export type EngineMessage =
  | { readonly type: "ready" }
  | { readonly type: "stage"; readonly id: number; readonly stage: JobStage }
  | { readonly type: "done"; readonly id: number; readonly outcome: TryOnOutcome }
  | { readonly type: "inspected"; readonly id: number; readonly inspection: PictureInspection }
  | { readonly type: "error"; readonly id: number; readonly error: Error };
