import type { Point } from "../../image.js";
import type { SideName } from "../../fit/arm-chain.js";
import { halfWidthAt } from "../../fit/body-frame.js";
import { legAxis, legRadius, type LegChain } from "../../fit/leg-chain.js";
import { acrossAt, axisAt } from "../../fit/torso-axis.js";
import type { LowerFrame, WornWaist } from "../../fit/worn-lower.js";
import { along, lerpPoint, pointAtY } from "../../kernels/polyline.js";
import { bridge } from "./measure-neckline.js";
import { SIGHT, sightAt, type WornView } from "./worn-view.js";

/** Rows at which the outline is read. */
const ROWS = 64;
const WINDOW = [-2, -1, 0, 1, 2];
/** Something else this wide, in units, ends the garment in a row; its last rows without cloth end it in a column. */
const GAP_UNITS = 0.035;
/** How far out of a leg's bones the outline is looked for, in units, and how far cloth may lie beside them. */
const REACH_UNITS = 1.6;
const BESIDE_UNITS = 0.3;
/** Legs go on past the ankle joint to this chain position. */
const LOWEST_AT = 2.35;
/** A leg may lie this far beside its bones, in units. */
const ASIDE_UNITS = 0.08;
/** One side reaches no further from its bones than the other by this factor and so many units: beyond hangs a bag. */
const WIDER = 1.3;
const WIDER_UNITS = 0.12;
/** Between legs the garment ends this much higher, in units, than on them. */
const NOTCH_UNITS = 0.1;
/** What reaches below this chain position and is narrower there than so many leg radii is trousers with closed legs. */
const LONG_AT = 1.75;
const SLIM = 6;
/** The crotch is where the gap begins, if that lies no further below the usual place than this, in units. */
const CROTCH_SLACK = 0.3;
/** The corner of a waistband lies within the body's half width times this. */
const WAIST_REACH = 1.35;
/** Thinner cloth, in units, is a belt's end or a speck. */
const SHORTEST = 0.3;

/** Outline of a worn garment that hangs from the waist, in the photo's pixels: a point a row, from waist to hem. */
export interface WornLower {
  readonly outer: Readonly<Record<SideName, readonly Point[]>>;
  /** From the crotch down; null for a skirt. */
  readonly inner: Readonly<Record<SideName, readonly Point[]>> | null;
  readonly crotch: Point | null;
  /** Share 0..1 of the outer edges that was seen. */
  readonly seen: number;
}

/** Bones of a leg as a line from above the waist to below the ankle, by which rows find it. */
function boneLine(chain: LegChain): readonly Point[] {
  const above = { x: chain.hip.x, y: chain.hip.y - 4 * chain.unit };
  return [above, chain.hip, chain.knee, chain.ankle, legAxis(chain, LOWEST_AT)];
}

/** The row of the last cloth down a line and so many px to its sides, from `fromY`; null where there is none. */
function lastCloth(view: WornView, line: readonly Point[], fromY: number, aside = 0): number | null {
  const gap = GAP_UNITS * view.body.unit;
  let last: number | null = null;
  for (let y = fromY; y < Math.min(view.sight.height, line.at(-1)!.y); y++) {
    const { x } = pointAtY(line, y);
    const sights = [-aside, 0, aside].map((d) => sightAt(view, { x: x + d, y }));
    if (sights.includes(SIGHT.cloth)) last = y;
    else if (!sights.includes(SIGHT.veil) && last !== null && y - last > gap) break;
  }
  return last;
}

/** The end of the cloth in a row, outward from `x`; null where something hides it. Nothing further than `limit` counts. */
function seekEnd(view: WornView, from: Point, sign: 1 | -1, limit: number): number | null {
  const { unit } = view.body;
  let last: number | null = null;
  let veil: number | null = null;
  for (let d = 0; d < limit; d++) {
    const sight = sightAt(view, { x: from.x + sign * d, y: from.y });
    if (sight === SIGHT.cloth) {
      last = d;
      veil = null;
    } else if (sight === SIGHT.veil) veil ??= d;
    else if (last === null ? d > BESIDE_UNITS * unit : d - Math.max(last, veil ?? 0) > GAP_UNITS * unit)
      break;
  }
  if (last === null || (veil !== null && veil - last < GAP_UNITS * unit)) return null;
  return from.x + sign * (last + 0.5);
}

/** Gaps are bridged; then a median of five and a mean of five rows: edges of cloth are smooth. */
function smooth(values: readonly (number | null)[]): number[] {
  const first = values.find((v) => v !== null) ?? 0;
  const last = values.findLast((v) => v !== null) ?? 0;
  const full = bridge(values.map((v, i) => v ?? (i === 0 ? first : i === values.length - 1 ? last : null)));
  const window = (list: readonly number[], i: number): number[] =>
    WINDOW.map((k) => list[Math.min(list.length - 1, Math.max(0, i + k))]!);
  const medians = full.map((_, i) => window(full, i).toSorted((a, b) => a - b)[2]!);
  return medians.map((v, i) =>
    i === 0 || i === full.length - 1 ? v : window(medians, i).reduce((a, b) => a + b, 0) / WINDOW.length,
  );
}

/** The waistband's corner on one side. */
function waistCorner(view: WornView, { body }: LowerFrame, waist: WornWaist, side: SideName): Point {
  const sign = side === "left" ? 1 : -1;
  const t = waist.middle + sign * waist.slope;
  const half = halfWidthAt(body, side, t);
  let reach = 0;
  for (let d = 0; d < WAIST_REACH * half; d++) {
    // just below the waistband's edge
    const p = along(axisAt(body, t + 0.02), acrossAt(body, t + 0.02), sign * d);
    if (sightAt(view, p) === SIGHT.cloth) reach = d;
  }
  return along(axisAt(body, t), acrossAt(body, t), sign * Math.max(reach, 0.7 * half));
}

/** Rows where the garment ends on each leg and between them. */
export interface Ends {
  readonly legs: Readonly<Record<SideName, number>>;
  readonly middle: number;
}

/** Finds them below the row `from`; null where neither leg wears it. */
export function findEnds(view: WornView, legs: LowerFrame["legs"], from: number): Ends | null {
  const bones = { left: boneLine(legs.left), right: boneLine(legs.right) };
  const aside = ASIDE_UNITS * view.body.unit;
  const left = lastCloth(view, bones.left, from, aside);
  const right = lastCloth(view, bones.right, from, aside);
  const any = left ?? right;
  if (any === null) return null;
  return {
    legs: { left: left ?? any, right: right ?? any },
    middle: lastCloth(view, between(bones), from) ?? from,
  };
}

function between({ left, right }: Readonly<Record<SideName, readonly Point[]>>): Point[] {
  return left.map((p, i) => lerpPoint(p, right[i]!, 0.5));
}

/** Whether the garment has legs: it ends higher between them, or is long and slim. */
export function hasLegs(view: WornView, legs: LowerFrame["legs"], ends: Ends): boolean {
  const lowest = Math.min(ends.legs.left, ends.legs.right);
  if (ends.middle < lowest - NOTCH_UNITS * view.body.unit) return true;
  const [l, r] = [legAxis(legs.left, LONG_AT), legAxis(legs.right, LONG_AT)];
  const y = (l.y + r.y) / 2;
  if (lowest < y) return false;
  const right = seekEnd(view, { x: r.x, y }, -1, REACH_UNITS * view.body.unit);
  const left = seekEnd(view, { x: l.x, y }, 1, REACH_UNITS * view.body.unit);
  return left !== null && right !== null && left - right < SLIM * legRadius(legs.left, LONG_AT, 1);
}

/** Where the legs part: at the gap's upper end, or at the usual place where thighs touch below. */
function findCrotch(view: WornView, { body, crotchT }: LowerFrame, middle: readonly Point[]): Point {
  const usual = axisAt(body, crotchT);
  const { unit } = body;
  const half = 0.1 * unit;
  for (let y = usual.y - CROTCH_SLACK * unit; y < usual.y + CROTCH_SLACK * unit; y++) {
    const { x } = pointAtY(middle, y);
    for (let d = -half; d <= half; d++)
      if (sightAt(view, { x: x + d, y }) === SIGHT.other) return { x: x + d, y: y - 1 };
  }
  return { x: pointAtY(middle, usual.y).x, y: usual.y };
}

/** Measures the outline of trousers, shorts or a skirt on a model; null where too little of it shows. */
export function measureLowerOutline(view: WornView, frame: LowerFrame): WornLower | null {
  const { waist, legs, body } = frame;
  if (waist === null) return null;
  const { unit } = body;
  const corners = {
    left: waistCorner(view, frame, waist, "left"),
    right: waistCorner(view, frame, waist, "right"),
  };
  const bones = { left: boneLine(legs.left), right: boneLine(legs.right) };
  const middle = between(bones);
  const waistY = (corners.left.y + corners.right.y) / 2;
  const ends = findEnds(view, legs, waistY + 0.1 * unit);
  if (ends === null) return null;
  if (Math.min(ends.legs.left, ends.legs.right) - waistY < SHORTEST * unit) return null;
  const isSplit = hasLegs(view, legs, ends);
  const crotch = isSplit ? findCrotch(view, frame, middle) : null;
  const skirtEnd = (ends.legs.left + ends.legs.right) / 2;
  const rowsOf = (side: SideName, top: Point): number[] => {
    const bottom = isSplit ? ends.legs[side] : skirtEnd;
    return Array.from({ length: ROWS }, (_, i) => top.y + ((bottom - top.y) * i) / (ROWS - 1));
  };
  // the last row lies on the hem's own edge
  const within = (side: SideName, y: number): number =>
    Math.min(y, (isSplit ? ends.legs[side] : skirtEnd) - 0.02 * unit);
  const reachOf = (side: SideName, y: number): number | null => {
    const bone = pointAtY(bones[side], y).x;
    const end = seekEnd(view, { x: bone, y }, side === "left" ? 1 : -1, REACH_UNITS * unit);
    return end === null ? null : Math.abs(end - bone);
  };
  let seen = 0;
  const traceOuter = (side: SideName): Point[] => {
    const [sign, other] = side === "left" ? ([1, "right"] as const) : ([-1, "left"] as const);
    const ys = rowsOf(side, corners[side]);
    const reaches = ys.map((row) => {
      const y = within(side, row);
      const [own, across] = [reachOf(side, y), reachOf(other, y)];
      const isBeside = own !== null && across !== null && own > WIDER * across + WIDER_UNITS * unit;
      return isBeside ? null : own;
    });
    seen += reaches.filter((reach) => reach !== null).length / (2 * ROWS);
    const xs = reaches.map((reach, i) =>
      reach === null ? null : pointAtY(bones[side], within(side, ys[i]!)).x + sign * reach,
    );
    return smooth([corners[side].x, ...xs.slice(1)]).map((x, i) => ({ x, y: ys[i]! }));
  };
  const traceInner = (side: SideName, top: Point): Point[] => {
    const ys = rowsOf(side, top);
    const xs = ys.map((row) => {
      const y = within(side, row);
      const [bone, between] = [pointAtY(bones[side], y).x, pointAtY(middle, y).x];
      const sign = side === "left" ? -1 : 1;
      return seekEnd(view, { x: bone, y }, sign, Math.abs(bone - between) + 1) ?? between;
    });
    return smooth([top.x, ...xs.slice(1)]).map((x, i) => ({ x, y: ys[i]! }));
  };
  const outer = { left: traceOuter("left"), right: traceOuter("right") };
  const inner =
    crotch === null ? null : { left: traceInner("left", crotch), right: traceInner("right", crotch) };
  return { outer, inner, crotch, seen };
}
