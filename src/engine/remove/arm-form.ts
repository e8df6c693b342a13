import { armOutward, armRadius, type ArmChain } from "../fit/arm-chain.js";

/** An elbow is round: the arm's middle leaves both bones this far from the joint (in bones), fully up to the first turn (radians), no more from the second, where elbows are sharp. */
const ROUND_ELBOW = 0.4;
const ROUND_TURN = 0.6;
const SHARP_TURN = 1.4;

/**
 * A hanging arm is no cone. By so much, in usual radii, an edge stands out of it about a chain position, and so far up and down. Outside the deltoid and the
 * forearm's extensors, inside the biceps and the flexors; the elbow between them is narrower than both (girths of upper arm, elbow and forearm of ANSUR,
 * Gordon et al. 1989, as 1.15 : 1 : 1.06).
 */
interface Bulge {
  readonly at: number;
  readonly height: number;
  readonly reach: number;
}
const OUTER: readonly Bulge[] = [
  { at: 0.28, height: 0.06, reach: 0.2 },
  { at: 0.95, height: -0.07, reach: 0.15 },
  { at: 1.25, height: 0.07, reach: 0.22 },
];
const INNER: readonly Bulge[] = [
  { at: 0.5, height: 0.04, reach: 0.22 },
  { at: 0.97, height: -0.06, reach: 0.15 },
  { at: 1.25, height: 0.05, reach: 0.25 },
];

/** How much further out than a cone's the edges of a usual arm lie at evenly spaced places, in usual radii. */
export interface ArmForm {
  readonly inner: Float32Array;
  readonly outer: Float32Array;
}

function bulgeAt(bulges: readonly Bulge[], at: number): number {
  let sum = 0;
  for (const { at: middle, height, reach } of bulges)
    sum += height * Math.exp(-(((at - middle) / reach) ** 2));
  return sum;
}

/** How far outward the middle of a rounded elbow lies where it lies furthest, in px. */
function elbowDepth(chain: ArmChain): number {
  const { shoulder, elbow, wrist } = chain.arm;
  const [ux, uy, fx, fy] = [shoulder.x - elbow.x, shoulder.y - elbow.y, wrist.x - elbow.x, wrist.y - elbow.y];
  const turn = Math.PI - Math.abs(Math.atan2(ux * fy - uy * fx, ux * fx + uy * fy));
  const roundness = Math.min(1, Math.max(0, (SHARP_TURN - turn) / (SHARP_TURN - ROUND_TURN)));
  const out = armOutward(chain, 1);
  // a quadratic Bézier curve passes a quarter of the way between its corner and the corner's reflection in the chord
  return (roundness * ROUND_ELBOW * ((ux + fx) * out.x + (uy + fy) * out.y)) / 4;
}

/** The form that an arm has, whatever its width: muscles, and an elbow that is round. At chain positions i / `perBone`, for i below `places`. */
export function shapeArm(chain: ArmChain, places: number, perBone: number): ArmForm {
  const deepest = elbowDepth(chain);
  const form = { inner: new Float32Array(places), outer: new Float32Array(places) };
  for (let i = 0; i < places; i++) {
    const at = i / perBone;
    const near = Math.max(0, 1 - Math.abs(at - 1) / ROUND_ELBOW);
    const aside = (deepest * near * near) / armRadius(chain, at);
    form.outer[i] = bulgeAt(OUTER, at) + aside;
    form.inner[i] = bulgeAt(INNER, at) - aside;
  }
  return form;
}
