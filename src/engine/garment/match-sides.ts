import type { HalfOutline } from "./half-outline.js";
import { labelOutline } from "./label-outline.js";
import type { OutlineLabels } from "./outline-labels.js";
import { length2 } from "../kernels/length.js";

/** A labelled half outline. `isMirrored`: it was read from the other half, because its own could not be believed. */
export interface LabelledHalf {
  readonly outline: HalfOutline;
  readonly labels: OutlineLabels;
  readonly isMirrored: boolean;
  /** 0..1. */
  readonly confidence: number;
}

/** Both halves, and how alike they are. */
export interface MatchedSides {
  readonly left: LabelledHalf;
  readonly right: LabelledHalf;
  /** Largest distance between a landmark and the other side's mirrored one, in torso widths. */
  readonly difference: number;
}

/** A half whose labelling costs this much more than the other's is replaced by the other's mirror image. */
const COST_GAP = 6;
/** Labellings that cost more are not believed even alone. */
const COST_DOUBTFUL = 12;
/** A sleeve longer than this, in torso widths, has a partner on the other side of a symmetric garment. */
const PAIRED_SLEEVE = 0.4;
/** Overlap of the shape with its mirror image from which a garment is taken for symmetric. */
const SYMMETRIC = 0.85;
/** Landmarks of the two sides that differ more than this, in torso widths, are reconsidered; a new place is looked for this near. */
const DIFFERENCE = 0.07;
const SNAP = 0.1;
/** Usual height from the shoulder to the armpit, in torso widths. */
const ARMHOLE = 0.58;

/**
 * Labels both halves and lets the better one speak for a doubtful one: wholly, when its own labels cost much more or lack the sleeve; for a
 * single landmark, when the two disagree. Undefined when neither half can be labelled.
 */
export function matchSides(
  halves: { readonly left: HalfOutline; readonly right: HalfOutline },
  symmetry: number,
): MatchedSides | undefined {
  const right = labelOutline(halves.right);
  const left = labelOutline(halves.left);
  const isSymmetric = symmetry > SYMMETRIC;
  if (
    left &&
    (!right ||
      isWorse({ outline: halves.right, labels: right }, { outline: halves.left, labels: left }, isSymmetric))
  ) {
    return { right: toHalf(halves.left, left, true), left: toHalf(halves.left, left, false), difference: 0 };
  }
  if (!right) return undefined;
  if (
    !left ||
    isWorse({ outline: halves.left, labels: left }, { outline: halves.right, labels: right }, isSymmetric)
  ) {
    return {
      right: toHalf(halves.right, right, false),
      left: toHalf(halves.right, right, true),
      difference: 0,
    };
  }
  const a = { outline: halves.left, labels: left };
  const b = { outline: halves.right, labels: right };
  const agreed = isSymmetric ? [reconcile(a, b), reconcile(b, a)] : [left, right];
  const difference = Math.max(
    ...(["neck", "shoulder", "armpit", "hem"] as const).map((k) => distanceBetween(a, b, k)),
  );
  return {
    left: toHalf(halves.left, agreed[0]!, false),
    right: toHalf(halves.right, agreed[1]!, false),
    difference,
  };
}

interface Labelled {
  readonly outline: HalfOutline;
  readonly labels: OutlineLabels;
}

type LandmarkName = "neck" | "shoulder" | "armpit" | "hem";

function toHalf(outline: HalfOutline, labels: OutlineLabels, isMirrored: boolean): LabelledHalf {
  const confidence = 1 / (1 + Math.exp((labels.cost - COST_DOUBTFUL) / 3));
  return { outline, labels, isMirrored, confidence: confidence * (isMirrored ? 0.7 : 1) };
}

function isWorse(half: Labelled, other: Labelled, isSymmetric: boolean): boolean {
  const lacksSleeve = isSymmetric && !half.labels.cuff && sleeveLength(other) > PAIRED_SLEEVE;
  const hasDoubtfulSleeve = isSymmetric && sleeveLength(half) > PAIRED_SLEEVE && !other.labels.cuff;
  return lacksSleeve || (!hasDoubtfulSleeve && half.labels.cost > other.labels.cost + COST_GAP);
}

function sleeveLength({ outline, labels }: Labelled): number {
  if (!labels.cuff) return 0;
  const { u, v } = outline;
  return length2(u[labels.cuff.outer]! - u[labels.shoulder]!, v[labels.cuff.outer]! - v[labels.shoulder]!);
}

function distanceBetween(a: Labelled, b: Labelled, name: LandmarkName): number {
  const [i, j] = [a.labels[name], b.labels[name]];
  return length2(a.outline.u[i]! - b.outline.u[j]!, a.outline.v[i]! - b.outline.v[j]!);
}

/** Moves the half's hem and armpit to where the other side has them, if that side's are more usual. */
function reconcile(half: Labelled, other: Labelled): OutlineLabels {
  let { armpit, hem } = half.labels;
  const isKnotted = half.outline.v[hem]! > other.outline.v[other.labels.hem]! + 0.03; // knots and slits hang below the hem
  if (isKnotted && distanceBetween(half, other, "hem") > DIFFERENCE) hem = snap(half, other, "hem");
  const isOdd = Math.abs(armholeOf(half) - ARMHOLE) > Math.abs(armholeOf(other) - ARMHOLE);
  if (isOdd && distanceBetween(half, other, "armpit") > DIFFERENCE) armpit = snap(half, other, "armpit");
  const { cuff } = half.labels;
  if (armpit >= hem || armpit <= (cuff ? cuff.inner : half.labels.shoulder)) return half.labels;
  return { ...half.labels, armpit, hem };
}

function armholeOf({ outline, labels }: Labelled): number {
  return outline.v[labels.armpit]! - outline.v[labels.shoulder]!;
}

/** The point of the half's outline nearest to the other side's mirrored landmark, or its own when none is near. */
function snap(half: Labelled, other: Labelled, name: LandmarkName): number {
  const { u, v } = half.outline;
  const [x, y] = [other.outline.u[other.labels[name]]!, other.outline.v[other.labels[name]]!];
  let best = half.labels[name];
  let bestDistance = SNAP;
  for (let i = half.labels.shoulder; i < u.length; i++) {
    const distance = length2(u[i]! - x, v[i]! - y);
    if (distance >= bestDistance) continue;
    best = i;
    bestDistance = distance;
  }
  return best;
}
