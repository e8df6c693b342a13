import type { GarmentSide, UpperGarmentAnalysis } from "../garment/types.js";
import type { Point } from "../image.js";
import { distance, polylineLength } from "../kernels/polyline.js";
import type { Arm, SideName } from "./arm-chain.js";
import { BARE_DROP } from "./bare-top.js";
import type { BodyFrame } from "./body-frame.js";

/** Where a sleeve's armpit point lies, below the joints' line, in units. */
export const ARMPIT_DROP = 0.36;
/** The depth of an armhole below bare shoulders, as a share of the flat one's, and how far down its armpit lies at most. */
const BARE_ARMHOLE = 0.8;
const BARE_ARMPIT = 0.5;
/** Depth in units of the armhole whose armpit lies there, what share of a deeper one's surplus lowers the armpit, and how far down at most, in units. */
const USUAL_ARMHOLE = 0.6;
const DEEP_SHARE = 0.5;
const LOWEST_ARMPIT = 0.6;
/** A cuff hangs lower on its inner side than on its outer one by no more than this, in units, on account of a deep armhole. */
const CUFF_SAG = 0.08;
/** ... less where the armpit leaves more room above the cuff, none from here on, in units: what is longer bunches up. */
const ROOMY = 0.3;
/** ... and ends so far below the armpit, in units, at least, but no further below its outer end than this. */
const BELOW_ARMPIT = 0.04;
const CUFF_SLANT = 0.3;

/** A sleeve that ends below the elbow, 1 on the chain, bunches up: its length tells nothing of the armpit. */
const ELBOW = 1;

/** What tells where a garment's armpits go. */
export interface ArmpitPlan {
  readonly garment: UpperGarmentAnalysis;
  readonly body: BodyFrame;
  readonly scale: number;
}

/** Where an armpit point lies, below the joints' line, in units: the lower, the deeper the garment's armhole. */
export function armpitDrop(plan: ArmpitPlan, name: SideName): number {
  const { garment, body, scale } = plan;
  const depth = ((garment[name].armpit.y - garment[name].shoulder.y) * scale) / body.unit;
  if (garment.bareTop !== undefined)
    return Math.min(BARE_ARMPIT, Math.max(ARMPIT_DROP, BARE_DROP + BARE_ARMHOLE * depth));
  if (garment.sleeveLength === "none" || garment.model !== undefined) return ARMPIT_DROP;
  const deeper = DEEP_SHARE * Math.max(0, depth - USUAL_ARMHOLE);
  return Math.min(LOWEST_ARMPIT, ARMPIT_DROP + deeper);
}

/** How far down the upper arm a point lies beside it, as a chain position that goes on straight past the elbow. */
function downUpperArm({ shoulder, elbow }: Arm, p: Point): number {
  const [dx, dy] = [elbow.x - shoulder.x, elbow.y - shoulder.y];
  return ((p.x - shoulder.x) * dx + (p.y - shoulder.y) * dy) / (dx * dx + dy * dy || 1);
}

/** A sleeve's place on the arm. */
export interface CuffPlan {
  readonly unit: number;
  readonly arm: Arm;
  readonly sleeve: NonNullable<GarmentSide["sleeve"]>;
  readonly scale: number;
  readonly armpit: Point;
  /** Chain position of the cuff's outer end. */
  readonly end: number;
}

/**
 * Chain positions at which a sleeve's inner edge leaves the armpit, and at which it ends: with the cuff, or, of a short sleeve, a little further down,
 * where the edge is as long as the garment's own.
 */
export function spanInner({ arm, sleeve, unit, scale, armpit, end }: CuffPlan): [from: number, to: number] {
  const from = downUpperArm(arm, armpit);
  if (end > ELBOW) return [Math.min(from, end), end];
  const length = distance(arm.shoulder, arm.elbow) || 1;
  const own = from + (scale * polylineLength(sleeve.inner)) / length;
  const room = ((end - from) * length) / unit;
  const sag = CUFF_SAG * Math.min(1, Math.max(0, 1 - room / ROOMY));
  const sagging = Math.min(own, end + (sag * unit) / length);
  const least = Math.min(end + CUFF_SLANT, from + (BELOW_ARMPIT * unit) / length);
  const to = Math.max(end, sagging, least);
  return [Math.min(from, to), to];
}
