import type { Warning } from "./warning.js";

/** The steps of one try-on, in order. */
export const STAGES = ["person", "garment", "fit", "warp", "remove", "composite"] as const;
export type Stage = (typeof STAGES)[number];

/** What a try-on says about its own result. */
export interface QualityReport {
  /** 0..1: how good the picture is believed to be, the product of the stages' confidences, less what the warnings take off; below 0.45 look before you show it. */
  readonly score: number;
  /** Confidence 0..1 of each stage that has one. */
  readonly confidence: Readonly<Partial<Record<Stage, number>>>;
  /** Named warnings in the order in which they were found, kebab-case. */
  readonly warnings: readonly Warning[];
  /** The same in words that a shopper can act on, one a warning. */
  readonly advice: readonly string[];
}
