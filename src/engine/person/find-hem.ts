import type { Plane } from "../image.js";
import { mixtureDensity, type GaussianMixture } from "../kernels/gaussian-mixture.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";
import { findChangePoint } from "./find-change-point.js";
import { limbRho, type Limb, type PoseGeometry } from "./pose-geometry.js";

/** Where a top ends when nothing is known: the hip joints. */
export const HEM_GUESS_T = 0.97;
const FROM_T = 0.45;
const TO_T = 2.2;
const STEP_T = 0.015;
/** Lateral positions, in units, that vote at each height. */
const VOTES_U = [-0.36, -0.27, -0.18, -0.09, 0, 0.09, 0.18, 0.27, 0.36];
/** Weight of the belief that hems lie near the hips, as the standard deviation in t. */
const HEM_SPREAD_T = 0.35;
const MAX_EVIDENCE = 2;
/** Mean log ratios below this are light and folds, not another garment. */
const NOISE_EVIDENCE = 0.4;
/** A lower garment of which less than this t is in the photo must differ by this much from the upper one to be believed. */
const SURE_LOWER_T = 1.15;
const SURE_LOWER_EVIDENCE = -0.3;

/** Lateral positions, in the arm's radii, that vote along a sleeve. */
const VOTES_RHO = [-0.6, -0.3, 0, 0.3, 0.6];
/** Steps along an arm: 0 is the shoulder, 1 the elbow, 2 the wrist. */
const SLEEVE_STEP = 0.05;
/** Mean evidence along an arm from which its sleeve is believed fully. */
const FULL_EVIDENCE = 0.8;

/** What may be seen in the picture: its colours, and how sure each pixel shows the person. */
export interface Sight {
  readonly lab: LabImage;
  readonly mask: Plane;
  readonly pose: PoseGeometry;
}

/** Where a sleeve ends, in limb positions (0 shoulder, 1 elbow, 2 wrist), and how sure that is, 0..1. */
export interface SleeveEnd {
  readonly position: number;
  readonly certainty: number;
}

/** Log ratio of two mixtures at a pixel, capped; null outside the picture or the person. */
function compareAt(
  sight: Sight,
  x: number,
  y: number,
  models: {
    readonly first: GaussianMixture;
    readonly second: GaussianMixture;
    readonly floors: readonly [number, number];
  },
): number | null {
  const { lab, mask } = sight;
  const ix = Math.floor(x);
  const iy = Math.floor(y);
  if (ix < 0 || iy < 0 || ix >= lab.width || iy >= lab.height) return null;
  const i = iy * lab.width + ix;
  if (mask.data[i]! < 0.6) return null;
  const [l, a, b] = [lab.data[3 * i]!, lab.data[3 * i + 1]!, lab.data[3 * i + 2]!];
  const first = mixtureDensity(models.first, l, a, b) + models.floors[0];
  const second = mixtureDensity(models.second, l, a, b) + models.floors[1];
  return Math.min(MAX_EVIDENCE, Math.max(-MAX_EVIDENCE, Math.log(first / second)));
}

function dampen(ratio: number): number {
  return Math.sign(ratio) * Math.max(0, Math.abs(ratio) - NOISE_EVIDENCE);
}

/**
 * The t at which clothes change from upper to lower down the torso's axis: the split that explains the colours best (a 1-D
 * change point). Without a lower garment in the picture it is the prior's guess.
 */
export function findHem(
  sight: Sight,
  models: { readonly upper: GaussianMixture | null; readonly lower: GaussianMixture | null },
): number {
  const { pose } = sight;
  const { upper, lower } = models;
  if (upper === null || lower === null) return upper === null ? HEM_GUESS_T : TO_T;
  const pair = { first: upper, second: lower, floors: [1e-7, 1e-7] as const };
  const evidence: number[] = [];
  let lastSeenT = FROM_T;
  for (let t = FROM_T; t < TO_T; t += STEP_T) {
    let sum = 0;
    let count = 0;
    for (const u of VOTES_U) {
      const x = pose.origin.x + pose.down.x * t * pose.torsoLength + pose.across.x * u * pose.unit;
      const y = pose.origin.y + pose.down.y * t * pose.torsoLength + pose.across.y * u * pose.unit;
      if (Math.min(limbRho(pose.leftArm, x, y), limbRho(pose.rightArm, x, y)) < 1) continue;
      const ratio = compareAt(sight, x, y, pair);
      if (ratio === null) continue;
      sum += ratio;
      count++;
    }
    evidence.push(count === 0 ? 0 : dampen(sum / count));
    if (count > 0) lastSeenT = t;
  }
  const split = findChangePoint(
    evidence,
    (s) => -0.5 * ((FROM_T + s * STEP_T - HEM_GUESS_T) / HEM_SPREAD_T) ** 2,
  );
  const below = evidence.slice(split, Math.ceil((lastSeenT - FROM_T) / STEP_T));
  const mean = below.reduce((sum, e) => sum + e, 0) / Math.max(1, below.length);
  if (lastSeenT < SURE_LOWER_T && mean > SURE_LOWER_EVIDENCE) return TO_T;
  return FROM_T + split * STEP_T;
}

/** Where the sleeve of one arm ends: the change point from cloth to skin along it. */
export function findSleeveEnd(
  sight: Sight,
  limb: Limb,
  models: { readonly upper: GaussianMixture | null; readonly skin: GaussianMixture | null },
): SleeveEnd {
  const { upper, skin } = models;
  if (upper === null || skin === null) return { position: 2, certainty: 0 };
  // Cloth may show colours that the torso lacks, skin hardly: what neither explains is cloth
  const pair = { first: upper, second: skin, floors: [1e-7, 8e-8] as const };
  const evidence: number[] = [];
  let strength = 0;
  for (let s = SLEEVE_STEP / 2; s < 2; s += SLEEVE_STEP) {
    const k = s < 1 ? 0 : 1;
    const [a, b] = [limb.joints[k]!, limb.joints[k + 1]!];
    const along = s - k;
    const radius = limb.radii[k]! + (limb.radii[k + 1]! - limb.radii[k]!) * along;
    const length = Math.sqrt((b.x - a.x) ** 2 + (b.y - a.y) ** 2) || 1;
    let sum = 0;
    let count = 0;
    for (const rho of VOTES_RHO) {
      const x = a.x + (b.x - a.x) * along - ((b.y - a.y) / length) * rho * radius;
      const y = a.y + (b.y - a.y) * along + ((b.x - a.x) / length) * rho * radius;
      const ratio = compareAt(sight, x, y, pair);
      if (ratio === null) continue;
      sum += ratio;
      count++;
    }
    evidence.push(count === 0 ? 0 : sum / VOTES_RHO.length);
    strength += Math.abs(evidence[evidence.length - 1]!) / (2 / SLEEVE_STEP);
  }
  const split = findChangePoint(evidence, () => 0);
  return { position: split * SLEEVE_STEP, certainty: Math.min(1, strength / FULL_EVIDENCE) };
}
