import type { Plane } from "../image.js";
import { mixtureDensity, type GaussianMixture } from "../kernels/gaussian-mixture.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";
import { limbRho, type PoseGeometry } from "./pose-geometry.js";

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

/** Mean log ratio of upper to lower colour over the torso's strip at t; 0 where nothing can be seen. */
function evidenceAt(
  lab: LabImage,
  mask: Plane,
  pose: PoseGeometry,
  models: { readonly upper: GaussianMixture; readonly lower: GaussianMixture; readonly t: number },
): number {
  let sum = 0;
  let count = 0;
  for (const u of VOTES_U) {
    const x = pose.origin.x + pose.down.x * models.t * pose.torsoLength + pose.across.x * u * pose.unit;
    const y = pose.origin.y + pose.down.y * models.t * pose.torsoLength + pose.across.y * u * pose.unit;
    const ix = Math.floor(x);
    const iy = Math.floor(y);
    if (ix < 0 || iy < 0 || ix >= lab.width || iy >= lab.height) continue;
    const i = iy * lab.width + ix;
    const isHidden = Math.min(limbRho(pose.leftArm, x, y), limbRho(pose.rightArm, x, y)) < 1;
    if (mask.data[i]! < 0.6 || isHidden) continue;
    const [l, a, b] = [lab.data[3 * i]!, lab.data[3 * i + 1]!, lab.data[3 * i + 2]!];
    const ratio = Math.log(
      (mixtureDensity(models.upper, l, a, b) + 1e-7) / (mixtureDensity(models.lower, l, a, b) + 1e-7),
    );
    sum += Math.min(MAX_EVIDENCE, Math.max(-MAX_EVIDENCE, ratio));
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

/**
 * The t at which clothes change from upper to lower down the torso's axis: the split that explains the colours best (a 1-D
 * change point). Without a lower garment in the picture it is the prior's guess.
 */
export function findHem(
  lab: LabImage,
  mask: Plane,
  pose: PoseGeometry,
  models: { readonly upper: GaussianMixture | null; readonly lower: GaussianMixture | null },
): number {
  const { upper, lower } = models;
  if (upper === null || lower === null) return upper === null ? HEM_GUESS_T : TO_T;
  const steps = Math.round((TO_T - FROM_T) / STEP_T);
  const evidence = Array.from({ length: steps }, (_, s) =>
    evidenceAt(lab, mask, pose, { upper, lower, t: FROM_T + s * STEP_T }),
  );
  let score = 0;
  let best = -Infinity;
  let hemT = HEM_GUESS_T;
  for (let s = 0; s <= steps; s++) {
    const t = FROM_T + s * STEP_T;
    const prior = -0.5 * ((t - HEM_GUESS_T) / HEM_SPREAD_T) ** 2;
    // splitting above step s: everything before it upper, everything from it lower
    if (2 * score + prior > best) {
      best = 2 * score + prior;
      hemT = t;
    }
    score += evidence[s] ?? 0;
  }
  return hemT;
}
