import type { JobStage } from "./types.js";

/**
 * Per cent of a job that is done when a stage begins. The steps between follow each stage's share of a warm 768x1024
 * try-on (bench/try-on.bench.ts); they drive a progress bar and nothing else.
 */
export const PERCENT_AT_START = {
  decode: 0,
  observe: 1,
  person: 14,
  garment: 42,
  fit: 69,
  warp: 70,
  remove: 76,
  composite: 90,
  encode: 98,
} as const satisfies Record<JobStage, number>;
