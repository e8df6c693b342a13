import type { HalfOutline } from "./half-outline.js";
import { labelOutline, type OutlineLabels } from "./label-outline.js";

/** A labelled half outline. `isMirrored`: it was read from the other half, because its own could not be believed. */
export interface LabelledHalf {
  readonly outline: HalfOutline;
  readonly labels: OutlineLabels;
  readonly isMirrored: boolean;
  /** 0..1. */
  readonly confidence: number;
}

/** A half whose labelling costs this much more than the other's is replaced by the other's mirror image. */
const COST_GAP = 6;
/** Labellings that cost more are not believed even alone. */
const COST_DOUBTFUL = 12;

/** Labels both halves and lets the better one speak for a doubtful one. Undefined when neither can be labelled. */
export function matchSides(halves: { readonly left: HalfOutline; readonly right: HalfOutline }): { readonly left: LabelledHalf; readonly right: LabelledHalf } | undefined {
  const right = labelOutline(halves.right);
  const left = labelOutline(halves.left);
  if (!right && !left) return undefined;
  const own = (outline: HalfOutline, labels: OutlineLabels, isMirrored: boolean): LabelledHalf => ({
    outline,
    labels,
    isMirrored,
    confidence: confidenceOf(labels.cost) * (isMirrored ? 0.7 : 1),
  });
  if (!left || (right && left.cost > right.cost + COST_GAP)) return { right: own(halves.right, right!, false), left: own(halves.right, right!, true) };
  if (!right || right.cost > left.cost + COST_GAP) return { right: own(halves.left, left, true), left: own(halves.left, left, false) };
  return { right: own(halves.right, right, false), left: own(halves.left, left, false) };
}

function confidenceOf(cost: number): number {
  return 1 / (1 + Math.exp((cost - COST_DOUBTFUL) / 3));
}
