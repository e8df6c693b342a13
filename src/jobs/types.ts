import type { ImageFormat } from "../codecs/mod.js";
import type { QualityReport, Stage } from "../engine/mod.js";

/** The files of one try-on: JPEG, PNG or WebP bytes as the shopper sent them. */
export interface TryOnFiles {
  readonly person: Uint8Array;
  /** One garment; several are refused until the engine can layer them. */
  readonly garments: readonly Uint8Array[];
  /** How the result is written. @default PNG */
  readonly output?: ResultFormat;
}

export interface ResultFormat {
  readonly format: ImageFormat;
  /** 1..100, for JPEG and WebP. @default 92 */
  readonly quality?: number;
}

/** The steps of a job in order: the engine's stages between reading the files and writing the result. */
export type JobStage = "decode" | "observe" | Stage | "encode";

/** The engine's own judgement of a picture, and how long each step took. */
export interface TryOnReport extends QualityReport {
  /** Milliseconds of each step that ran. */
  readonly timingsMs: Readonly<Partial<Record<JobStage, number>>>;
}

/** How a job ended as it should: with a picture, or with a reason that the shopper can act on. */
export type TryOnOutcome =
  | { readonly ok: true; readonly picture: Uint8Array; readonly report: TryOnReport }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** How a job of any engine ended; each engine has a report of its own. */
export type EngineOutcome =
  | { readonly ok: true; readonly picture: Uint8Array; readonly report: unknown }
  | { readonly ok: false; readonly code: string; readonly message: string };

export interface EngineRunOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (percent: number, stage: string) => void;
}

/** What the registry holds under a name, for tasks to choose: the service's own engine, or another server's. */
export interface TryOnEngine {
  /** Dresses the person; the picture is a PNG. Rejects with the signal's reason when it fires. */
  runTryOn(files: TryOnFiles, options: EngineRunOptions): Promise<EngineOutcome>;
}

/** The part of a pino logger that jobs use. */
export interface JobLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
