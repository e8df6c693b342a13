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

/** The part of a pino logger that jobs use. */
export interface JobLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
