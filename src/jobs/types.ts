import type { ImageFormat } from "../codecs/mod.js";
import type { GarmentKind, QualityReport, Stage, Warning } from "../engine/mod.js";

/** The files of one try-on: JPEG, PNG or WebP bytes as the shopper sent them. */
export interface TryOnFiles {
  readonly person: Uint8Array;
  /** One garment; several are refused until the engine can layer them. */
  readonly garments: readonly Uint8Array[];
  /** What the garment is, or which one of the picture is meant. @default the engine sees for itself */
  readonly kind?: GarmentKind;
  /** Whether a picture of several garments is refused, even if they could be worn together. @default false */
  readonly isSingle?: boolean;
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

/** A picture somebody wants to know the service's mind of, before a try-on is made with it. */
export interface PictureQuestion {
  readonly role: "person" | "garment";
  readonly file: Uint8Array;
}

/** A box in a picture, as shares 0..1 of its width and height. */
export interface PictureBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a try-on would make of one picture. */
export interface PictureInspection {
  /** In pixels, upright; undefined when the file could not be read. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  /** Where the person or the garment is. */
  readonly found: PictureBox | undefined;
  /** 0..1: how sure the reading is. */
  readonly confidence: number | undefined;
  readonly garment:
    | { readonly kind: "upper" | "dress"; readonly sleeves: "none" | "short" | "long" }
    | { readonly kind: "lower"; readonly style: "trousers" | "skirt" }
    | {
        readonly kind: "outfit";
        readonly sleeves: "none" | "short" | "long";
        readonly style: "trousers" | "skirt";
      }
    | undefined;
  readonly warnings: readonly Warning[];
  /** The same in words that a shopper can act on, one a warning. */
  readonly advice: readonly string[];
  /** Why a try-on with it would be refused; undefined when it would not. */
  readonly refusal: { readonly code: string; readonly message: string } | undefined;
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
