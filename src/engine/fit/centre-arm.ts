import type { Point } from "../image.js";
import { along, distance } from "../kernels/polyline.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { partAt } from "./arm-outline.js";
import type { Bones, SideName } from "./arm-chain.js";
import { normalise, subtract } from "./torso-axis.js";

/** How far from a joint its arm's skin is looked for, across the arm, and between which widths of skin is an arm; in units. */
const REACH = 0.3;
const NARROWEST = 0.09;
const WIDEST = 0.42;
/** Places along the arm about a joint at which the skin's middle is read, in units, and how many must tell it. */
const SAMPLES = [-0.16, -0.12, -0.08, -0.04, 0, 0.04, 0.08, 0.12, 0.16];
const SAMPLES_MIN = 4;

/** Offset in px from `p` along `across` to the middle of the nearest run of an arm's skin; null without one. */
function findMiddle(
  person: PersonAnalysis,
  p: Point,
  across: Point,
  skin: { readonly parts: readonly number[]; readonly unit: number },
): number | null {
  const { parts, unit } = skin;
  const reach = Math.round(REACH * unit);
  let best: number | null = null;
  let start: number | null = null;
  for (let d = -reach; d <= reach + 1; d++) {
    const part = d <= reach ? partAt(person, along(p, across, d)) : null;
    if (part !== null && parts.includes(part)) {
      start ??= d;
      continue;
    }
    if (start === null) continue;
    const middle = (start + d - 1) / 2;
    const width = (d - start) / unit;
    const isWhole = start > -reach && d <= reach && width >= NARROWEST && width <= WIDEST;
    if (isWhole && (best === null || Math.abs(middle) < Math.abs(best))) best = middle;
    start = null;
  }
  return best;
}

/** Moves a joint across its arm to the middle of the skin about it. */
function centreJoint(
  person: PersonAnalysis,
  joint: Point,
  direction: Point,
  skin: { readonly parts: readonly number[]; readonly unit: number },
): Point {
  const across = { x: -direction.y, y: direction.x };
  const found = SAMPLES.map((s) =>
    findMiddle(person, along(joint, direction, s * skin.unit), across, skin),
  ).filter((offset) => offset !== null);
  if (found.length < SAMPLES_MIN) return joint;
  return along(joint, across, found.toSorted((a, b) => a - b)[found.length >> 1]!);
}

/**
 * The bones of an arm, elbow and wrist moved to the middle of its bare skin where that shows: the pose network knows the joints to about
 * half an arm's width only. A clothed joint stays where it is.
 */
export function centreArm(person: PersonAnalysis, bones: Bones, name: SideName, unit: number): Bones {
  const { shoulder, elbow, wrist } = bones;
  const isLeft = name === "left";
  const skin = {
    parts: [isLeft ? PART.leftArm : PART.rightArm, isLeft ? PART.leftHand : PART.rightHand],
    unit,
  };
  if (distance(shoulder, elbow) === 0 || distance(elbow, wrist) === 0) return bones;
  const upper = normalise(subtract(elbow, shoulder));
  const fore = normalise(subtract(wrist, elbow));
  const through = normalise({ x: upper.x + fore.x, y: upper.y + fore.y });
  return {
    shoulder,
    elbow: centreJoint(person, elbow, through, skin),
    wrist: centreJoint(person, wrist, fore, skin),
  };
}
