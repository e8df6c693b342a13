import type { Point } from "../image.js";
import { along, lerpPoint } from "../kernels/polyline.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { partAt } from "./part-at.js";
import type { Bones, SideName } from "./arm-chain.js";
import { normalise, subtract } from "./torso-axis.js";

/** Fractions of the upper arm at which its outline is read, and how many must be in the photo. */
const FRACTIONS = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9];
const COUNT_MIN = 4;
/** A clothed upper arm reaches at most this far out from its bone, and the outline is looked for so far out; in units. */
const CLOTHED_RADIUS = 0.2;
const REACH = 1;
/** An elbow moves at most this far, in units. */
const SHIFT_MAX = 0.5;

/**
 * The bones of an arm whose elbow lies outside the photo, where the pose network can only guess it: the upper arm is turned outward about the
 * shoulder until it lies as deep inside the silhouette as an arm does. Other arms stay as they are, and so does one that has no edge to show.
 */
export function turnToOutline(person: PersonAnalysis, bones: Bones, name: SideName, unit: number): Bones {
  const { shoulder, elbow, wrist } = bones;
  if (partAt(person, elbow) !== null) return bones;
  const down = normalise(subtract(elbow, shoulder));
  const sign = name === "left" ? 1 : -1;
  const out = { x: sign * down.y, y: -sign * down.x };
  const turns = FRACTIONS.flatMap((at) => {
    const gap = gapToOutline(person, lerpPoint(shoulder, elbow, at), out, REACH * unit);
    return gap === null ? [] : [(gap - CLOTHED_RADIUS * unit) / at];
  }).toSorted((a, b) => a - b);
  if (turns.length < COUNT_MIN) return bones;
  const by = Math.min(SHIFT_MAX * unit, turns[turns.length >> 1]!);
  if (by <= 0) return bones;
  return { shoulder, elbow: along(elbow, out, by), wrist: along(wrist, out, by) };
}

/** Distance from a point inside the person to the background; null where the photo ends first, or beyond `reachPx`. */
function gapToOutline(person: PersonAnalysis, from: Point, out: Point, reachPx: number): number | null {
  for (let d = 0; d <= reachPx; d++) {
    const part = partAt(person, along(from, out, d));
    if (part === null) return null;
    if (part === PART.background) return d;
  }
  return null;
}
