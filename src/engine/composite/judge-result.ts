import { REVEAL, type RemovalMarks } from "../remove/mod.js";
import type { Warning } from "../warning.js";

/** What the last stages think of their own picture. */
export interface Judgement {
  /** 0..1. */
  readonly confidence: number;
  /** How much of the picture is still the photo's, 0..1. */
  readonly kept: number;
  readonly warnings: readonly Warning[];
}

type Painted = Pick<RemovalMarks, "reveal" | "isGroundPlain">;

/**
 * Painted area in square units (shoulder joints' distance) that halves the confidence: bared limbs mostly come out well, trousers and skirts when
 * it is but their waist, textured background seldom.
 */
const SKIN_HALF = 2.5;
const LOWER_HALF = 1;
const GROUND_HALF = 0.35;
/** ... and of skin that halves what is kept. */
const SKIN_HALF_KEPT = 0.9;
/** ... and from which the result warns. */
const SKIN_MANY = 0.45;
const LOWER_MANY = 0.6;
const GROUND_MANY = 0.12;
/** Share kept below which it is no picture of the shopper. */
const MADE_UP = 0.15;

/** Painted pixels that stay in sight, in square units: bare skin, what is worn below, and background that has texture. */
export function measurePainted(
  { reveal, isGroundPlain }: Painted,
  cloth: Float32Array,
  unit: number,
): { readonly skin: number; readonly lower: number; readonly ground: number } {
  let skin = 0;
  let lower = 0;
  let ground = 0;
  for (let i = 0; i < cloth.length; i++) {
    const seen = 1 - cloth[i]!;
    const kind = reveal.data[i];
    if (kind === REVEAL.skin || kind === REVEAL.arm) skin += seen;
    else if (kind === REVEAL.lower) lower += seen;
    else if (kind === REVEAL.background && !isGroundPlain) ground += seen;
  }
  return { skin: skin / unit ** 2, lower: lower / unit ** 2, ground: ground / unit ** 2 };
}

/**
 * Judges a result by how much of it had to be painted: what the worn top hid and the new one shows, the engine can only guess.
 * Shape    `cloth` 0..1, the removal's size.
 */
export function judgeResult(removal: Painted, cloth: Float32Array, unit: number): Judgement {
  const { skin, lower, ground } = measurePainted(removal, cloth, unit);
  const warnings: Warning[] = [];
  if (skin > SKIN_MANY) warnings.push("skin-painted");
  if (lower > LOWER_MANY) warnings.push("lower-painted");
  if (ground > GROUND_MANY) warnings.push("background-painted");
  return {
    confidence: 1 / (1 + skin / SKIN_HALF + lower / LOWER_HALF + ground / GROUND_HALF),
    kept: 1 / (1 + skin / SKIN_HALF_KEPT + ground / GROUND_HALF),
    warnings,
  };
}

/** Whether so much of a result was painted that it shows nobody's body: a gown gone, and legs and floor made up in its place. */
export function isMostlyMadeUp({ kept }: Judgement): boolean {
  return kept < MADE_UP;
}

/** Two removals in one picture: what both painted counts. */
export function uniteJudgements(a: Judgement, b: Judgement): Judgement {
  return {
    confidence: a.confidence * b.confidence,
    kept: a.kept * b.kept,
    warnings: [...new Set([...a.warnings, ...b.warnings])],
  };
}
