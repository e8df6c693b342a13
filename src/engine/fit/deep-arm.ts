import type { Point } from "../image.js";
import { along, lerpPoint } from "../kernels/polyline.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import type { Bones, SideName } from "./arm-chain.js";
import { fitLine } from "./centre-arm.js";
import { medianOf } from "../kernels/median.js";
import { partAt } from "./part-at.js";
import { normalise, subtract } from "./torso-axis.js";

/** Fractions of the upper arm at which its depth in the worn top is read, and how many must tell it. */
const FRACTIONS = [0.2, 0.275, 0.35, 0.425, 0.5, 0.575, 0.65, 0.725, 0.8];
const COUNT_MIN = 6;
/** A bone that lies deeper in a sleeve all along, in units, is misread: of 86 arms of the evaluation set two do, of turned people, the next lies at .39. It is looked for so far out. */
const DEEPEST = 0.42;
const REACH = 1;
/** ... and goes to this depth, which a bone in a jacket's sleeve has, but a joint no further than that; in units. */
const USUAL_DEPTH = 0.25;
const SHIFT_MAX = 0.35;
/** A shoulder's joint lies at most this far below the outline, in units; the evaluation set's .3. */
const SHOULDER_DEPTH = 0.25;
/** A forearm's bone lies so deep in its sleeve, in units, at these fractions of it. */
const FORE_FRACTIONS = [0.1, 0.2, 0.3, 0.4, 0.5];
const FORE_DEPTH = 0.14;

/** Distance in px from a point in the worn top to the background; null where something else comes first. */
function depthAt(person: PersonAnalysis, from: Point, out: Point, reachPx: number): number | null {
  for (let d = 0; d <= reachPx; d++) {
    const part = partAt(person, along(from, out, d));
    if (part === PART.background) return d;
    if (part !== PART.upper) return null;
  }
  return null;
}

/**
 * The bones of an arm whose clothed upper arm was read too deep inside the body, as of somebody who turns this side to the camera: it is moved aside
 * until it lies as deep in the silhouette as a sleeved arm does, its shoulder up, and its forearm into its sleeve. Others stay as they are. `down` is the
 * torso's direction.
 */
export function raiseDeepArm(
  person: PersonAnalysis,
  bones: Bones,
  { name, unit, down }: { readonly name: SideName; readonly unit: number; readonly down: Point },
): Bones {
  const { shoulder, elbow } = bones;
  const out = outOf(name, normalise(subtract(elbow, shoulder)));
  const depths = FRACTIONS.flatMap((at) => {
    const depth = depthAt(person, lerpPoint(shoulder, elbow, at), out, REACH * unit);
    return depth === null ? [] : [{ at, offset: depth }];
  });
  if (depths.length < COUNT_MIN || depths.some(({ offset }) => offset < DEEPEST * unit)) return bones;
  const { start, end } = fitLine(depths);
  const aside = outOf(name, down);
  const move = (p: Point, depth: number): Point =>
    along(p, aside, Math.min(SHIFT_MAX * unit, Math.max(0, depth - USUAL_DEPTH * unit)));
  const moved = move(shoulder, start);
  const up = { x: -down.x, y: -down.y };
  const below = depthAt(person, moved, up, REACH * unit) ?? 0;
  const raised = along(moved, up, Math.max(0, below - SHOULDER_DEPTH * unit));
  return raiseElbow(person, { ...bones, shoulder: raised, elbow: move(elbow, end) }, { name, unit, up });
}

/** A direction's outer side: an arm's when it hangs. */
function outOf(name: SideName, { x, y }: Point): Point {
  const sign = name === "left" ? 1 : -1;
  return { x: sign * y, y: -sign * x };
}

/** Lifts an elbow until the forearm lies as far from its sleeve's outer edge, beside trousers or a table, as a bone does. */
function raiseElbow(
  person: PersonAnalysis,
  bones: Bones,
  { name, unit, up }: { readonly name: SideName; readonly unit: number; readonly up: Point },
): Bones {
  const { elbow, wrist } = bones;
  const out = outOf(name, normalise(subtract(wrist, elbow)));
  const most = FORE_DEPTH * unit;
  const lacks = FORE_FRACTIONS.map((at) => {
    const from = lerpPoint(elbow, wrist, at);
    let d = most;
    while (d > -most && partAt(person, along(from, out, d)) !== PART.upper) d--;
    return (most - d) / (1 - at);
  });
  return { ...bones, elbow: along(elbow, up, Math.min(SHIFT_MAX * unit, medianOf(lacks))) };
}
