import type { Point } from "../image.js";
import { along, lerpPoint, pointAtY } from "../kernels/polyline.js";
import { PART } from "../person/types.js";
import type { SideName } from "./arm-chain.js";
import { acrossAt } from "./torso-axis.js";
import {
  EDGE_SAMPLES,
  flatten,
  seatHalfWidth,
  seatPoint,
  type LowerEdges,
  type LowerPlan,
} from "./lower-plan.js";
import type { Chain } from "./fit-torso.js";
import { findWornHem, partAt, type LowerFrame } from "./worn-lower.js";
import { legAxis, legLength, legOutward, legPosition, legRadius } from "./leg-chain.js";

/** Part of a skirt's flat width that it shows when it hangs round the legs. */
export const HANGING_SKIRT = 0.95;
const CLOTH_OVER_LEG = 1.05;
/** A hem this near to the worn skirt's, along the chain, takes its place. */
const HEM_SNAP = 0.16;
/** The longest skirt ends here on the chain: it clears the floor. */
const LONGEST = 2.2;
/** A hem that rises between its corners by this share of the garment's width shows the legs there: more than a hem's curve does. */
const NOTCH_MIN = 0.15;
const SNAP_FROM = 0.85;
const SNAP_TO = 1.15;

/** Below the seat cloth hangs about the middle of both legs: its place and the direction across at a chain position. */
export interface HangingPlace {
  readonly middle: Point;
  readonly across: Point;
}

/** The line down which a skirt hangs. Chain positions count from the hip joints. */
export function hangingPlace({ legs, body }: LowerFrame, at: number): HangingPlace {
  const middle = lerpPoint(legAxis(legs.left, at), legAxis(legs.right, at), 0.5);
  return { middle, across: acrossAt(body, 1) };
}

/** From the middle to the outside of the leg: cloth cannot be narrower. */
function legReach(
  { legs }: LowerFrame,
  name: SideName,
  at: number,
  { middle, across }: HangingPlace,
): number {
  const chain = legs[name];
  const sign = name === "left" ? 1 : -1;
  const p = along(legAxis(chain, at), legOutward(chain, at), CLOTH_OVER_LEG * legRadius(chain, at, 1));
  return Math.max(0, sign * ((p.x - middle.x) * across.x + (p.y - middle.y) * across.y));
}

/** From the middle to the edge of the worn skirt or trousers; null where it does not show. */
function wornReach(
  { person }: LowerFrame,
  name: SideName,
  { middle, across }: HangingPlace,
  limit: number,
): number | null {
  const sign = name === "left" ? 1 : -1;
  for (let d = 1; d < limit; d++) {
    const part = partAt(person, along(middle, across, sign * d));
    if (part === null) return null;
    if (part === PART.background) return d > 0.4 * limit ? d : null;
    if (part !== PART.lower && part !== PART.leg) return null;
  }
  return null;
}

/** The half width of hanging cloth at a chain position. */
export function hangingHalfWidth(frame: LowerFrame, name: SideName, at: number, flatHalf: number): number {
  return Math.max(legReach(frame, name, at, hangingPlace(frame, at)), flatHalf * HANGING_SKIRT);
}

/** The same; where that comes near the worn garment's outline it takes the outline. */
function snappedHalfWidth(frame: LowerFrame, name: SideName, at: number, flatHalf: number): number {
  const natural = hangingHalfWidth(frame, name, at, flatHalf);
  const worn = wornReach(frame, name, hangingPlace(frame, at), natural * 1.3);
  return worn !== null && natural > worn * SNAP_FROM && natural < worn * SNAP_TO ? worn : natural;
}

/** Where a hem goes that hangs `lengthPx` below the hip joints. */
export function planSkirtHem(frame: LowerFrame, lengthPx: number): number {
  const { left, right } = frame.legs;
  const natural = Math.min(LONGEST, (legPosition(left, lengthPx) + legPosition(right, lengthPx)) / 2);
  const worn = [left, right].flatMap((leg) => findWornHem(frame.person, leg) ?? []);
  if (worn.length < 2) return natural;
  const middle = (worn[0]! + worn[1]!) / 2;
  return Math.abs(middle - natural) < HEM_SNAP ? middle : natural;
}

/** Lays a skirt: on the hips like trousers' seat, below them hanging freely about both legs. */
export function laySkirt(plan: LowerPlan): LowerEdges {
  const { garment, frame, scale, waistT, waistSlope } = plan;
  const { body, legs } = frame;
  const hemY = Math.min(garment.left.hem.y, garment.right.hem.y);
  const waistY = (garment.left.waist.y + garment.right.waist.y) / 2;
  const length = (hemY - waistY) * scale;
  const seatLength = (1 - waistT) * body.torsoLength;
  const end = planSkirtHem(frame, length - seatLength);
  const hangLength = (legLength(legs.left, end) + legLength(legs.right, end)) / 2;
  const total = seatLength + hangLength;
  const middleX = (garment.left.waist.x + garment.right.waist.x) / 2;
  const lay = (name: SideName): Chain => {
    const side = garment[name];
    const sign = name === "left" ? 1 : -1;
    const sideT = waistT + sign * waistSlope;
    const rows: number[] = [];
    const points: Point[] = [];
    for (let i = 0; i < 2 * EDGE_SAMPLES; i++) {
      const f = i / (2 * EDGE_SAMPLES - 1);
      const y = side.waist.y + (side.outer.at(-1)!.y - side.waist.y) * f;
      const width = Math.abs(pointAtY(side.outer, y).x - middleX) * scale;
      const flat = flatten(garment, width, HANGING_SKIRT);
      const down = f * total * ((side.outer.at(-1)!.y - side.waist.y) / Math.max(1, hemY - waistY));
      rows.push(y);
      if (down < seatLength) {
        const t = sideT + ((1 - sideT) * down) / Math.max(1, seatLength);
        points.push(
          seatPoint(
            frame,
            t,
            sign * seatHalfWidth(frame, name, { t, flatHalf: flat, wideness: plan.wideness }),
          ),
        );
        continue;
      }
      const at = (legPosition(legs.left, down - seatLength) + legPosition(legs.right, down - seatLength)) / 2;
      const { middle, across } = hangingPlace(frame, at);
      points.push(along(middle, across, sign * snappedHalfWidth(frame, name, at, flat)));
    }
    return { rows, points: smoothPoints(points) };
  };
  const bare = Math.min(end, findNotch(plan, hemY, end));
  return { outer: { left: lay("left"), right: lay("right") }, hem: { left: bare, right: bare } };
}

/** Chain position down to which a notched hem hides the legs; `end`, that of its corners, where it has no notch. */
function findNotch({ garment, frame: { legs }, scale }: LowerPlan, hemY: number, end: number): number {
  const highest = Math.min(...garment.hemlines.flat().map(({ y }) => y));
  const depth = (hemY - highest) * scale;
  const width = (garment.left.hip.x - garment.right.hip.x) * scale;
  if (depth < NOTCH_MIN * width) return end;
  const { left, right } = legs;
  const length = (legLength(left, end) + legLength(right, end)) / 2 - depth;
  return Math.max(0, (legPosition(left, length) + legPosition(right, length)) / 2);
}

/** Mean of five, ends kept: a hanging edge is smooth. */
function smoothPoints(points: readonly Point[]): Point[] {
  return points.map((p, i) => {
    if (i < 2 || i > points.length - 3) return p;
    const window = points.slice(i - 2, i + 3);
    return {
      x: window.reduce((sum, q) => sum + q.x, 0) / 5,
      y: window.reduce((sum, q) => sum + q.y, 0) / 5,
    };
  });
}
