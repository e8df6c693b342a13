import type { JobStage } from "./types.js";

/**
 * Per cent of a job that is done when a stage begins. The steps between follow each stage's share of a warm 768x1024
 * try-on (bench/try-on.bench.ts); they drive a progress bar and nothing else.
 */
export const PERCENT_AT_START = {
  decode: 0,
  observe: 3,
  person: 15,
  garment: 45,
  fit: 60,
  warp: 65,
  remove: 72,
  composite: 82,
  encode: 95,
} as const satisfies Record<JobStage, number>;
