import type { Point } from "../image.js";
import { KEYPOINT } from "../observation.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { along, lerpPoint } from "../kernels/polyline.js";
import type { SideName } from "./arm-chain.js";
import { halfWidthAt, type BodyFrame } from "./body-frame.js";
import { acrossAt, axisAt } from "./torso-axis.js";
import { medianOf } from "../kernels/median.js";
import { legAxis, legOutward, legRadius, type LegChain, type LegEdge } from "./leg-chain.js";

/** The worn waistband, or the hem of the top that hides it, as a line across the body: t = middle + slope · u. */
export interface WornWaist {
  readonly middle: number;
  /** u is the lateral position over the half width, -1 at the wearer's right to 1 at the left. */
  readonly slope: number;
  /** The highest t at which the garment shows; less than `middle` by more than the slope tells where a hem is cut up at the hip. */
  readonly highest: number;
  /** Whether the top hangs over the waistband. */
  readonly isHidden: boolean;
}

/** What the garment for legs and hips has to fit. */
export interface LowerFrame {
  readonly person: PersonAnalysis;
  readonly body: BodyFrame;
  readonly legs: Readonly<Record<SideName, LegChain>>;
  /** t of the crotch on the torso's axis. */
  readonly crotchT: number;
  readonly waist: WornWaist | null;
  /** Whether a skirt or short shorts are worn: their outline below the hips is no trousers'. */
  readonly hangsWorn: boolean;
}

/** Lateral positions, as fractions of the half width, at which the waist is looked for. */
const COLUMNS = [-0.75, -0.6, -0.45, -0.3, -0.15, 0, 0.15, 0.3, 0.45, 0.6, 0.75];
const WAIST_FROM_T = 0.3;
const WAIST_TO_T = 1.6;
const STEP_T = 0.01;
/** Cloth of this length makes a lower garment, less is a speck. */
const RUN_T = 0.05;
/** A waistband sits above this t; a top's hem below it hangs loose over the waistband. */
export const HIDDEN_FROM_T = 0.93;
/** Columns that must agree on a waist. */
const COLUMNS_MIN = 4;
/** An open jacket shows the waistband this near to level, in t, beside a front that hangs so much lower; not at the hips alone, where a shirt's tail is cut up. */
const OPEN_SPREAD_T = 0.12;
const OPEN_STEP_T = 0.15;
const OPEN_MIDDLE = 0.15;
/** Waists lean no further: more is an open jacket that hides one side. */
const SLOPE_MAX = 0.05;
/** t of the crotch: median of the evaluation set, and where a gap between legs is believed to show it. */
export const CROTCH_T = 1.36;
const CROTCH_RANGE = [1.26, 1.46] as const;
/** Places of the legs at which a skirt goes on between them: thighs in trousers touch further up. */
const BETWEEN = [0.6, 0.7, 0.8, 0.9, 1];
/** Shorts that end above this place of the legs stand off the thighs there. */
const SHORT = 0.7;
/** Half the width, in units, of the strip about the middle in which the gap is looked for. */
const GAP_STRIP = 0.12;
/** Range, in units from the body's middle, in which the seat's outline is looked for: the legs may part at the middle. */
const SEAT_FROM = 0.3;
const SEAT_LIMIT = 1.1;
/** How far out a worn leg is looked for, as a multiple of the bare leg's radius. */
const WORN_LIMIT = 3;

/** Whether the hips are in the photo: without them there is nothing to hang a lower garment on. */
export function showsHips({ keypoints, width, height }: PersonAnalysis): boolean {
  return [keypoints[KEYPOINT.leftHip]!, keypoints[KEYPOINT.rightHip]!].some(
    ({ x, y }) => x >= 0 && y >= 0 && x < width && y < height,
  );
}

/** Part at a point of the photo, or null outside of it. */
export function partAt({ width, height, parts }: PersonAnalysis, p: Point): number | null {
  const x = Math.floor(p.x);
  const y = Math.floor(p.y);
  return x < 0 || y < 0 || x >= width || y >= height ? null : parts.data[y * width + x]!;
}

/** t where the lower garment begins in a column, or null when it does not or a hand hides the place. */
function readColumn(person: PersonAnalysis, body: BodyFrame, u: number): number | null {
  let start: number | null = null;
  let above: number | null = null;
  for (let t = WAIST_FROM_T; t < WAIST_TO_T; t += STEP_T) {
    const half = halfWidthAt(body, u < 0 ? "right" : "left", t);
    const part = partAt(person, along(axisAt(body, t), acrossAt(body, t), u * half));
    if (part === null) return null;
    if (part !== PART.lower) {
      above = part;
      start = null;
      continue;
    }
    if (start === null && above !== PART.upper && above !== PART.neck) return null;
    start ??= t;
    if (t - start > RUN_T) return start;
  }
  return null;
}

/** A place at which the lower garment begins. */
interface Column {
  readonly u: number;
  readonly t: number;
}

/** The columns that show the waistband where an open jacket hangs over the others; all of them where none does. */
function takeOpen(columns: readonly Column[]): readonly Column[] {
  const highest = Math.min(...columns.map(({ t }) => t));
  const open = columns.filter(({ t }) => t < highest + OPEN_SPREAD_T);
  const lowest = Math.max(...open.map(({ t }) => t));
  const isMiddle = open.some(({ u }) => Math.abs(u) <= OPEN_MIDDLE);
  const isApart = columns.every((column) => open.includes(column) || column.t > lowest + OPEN_STEP_T);
  return open.length >= COLUMNS_MIN && isMiddle && isApart ? open : columns;
}

/** The waist's line through the columns, by the median of slopes (Theil 1950). Null when too few columns show it. */
export function findWornWaist(person: PersonAnalysis, body: BodyFrame): WornWaist | null {
  const read = COLUMNS.flatMap((u) => {
    const t = readColumn(person, body, u);
    return t === null ? [] : [{ u, t }];
  });
  const found = takeOpen(read);
  if (found.length < COLUMNS_MIN) return null;
  const slopes = found.flatMap((a, i) => found.slice(i + 1).map((b) => (b.t - a.t) / (b.u - a.u)));
  const slope = Math.min(SLOPE_MAX, Math.max(-SLOPE_MAX, medianOf(slopes)));
  const middle = medianOf(found.map(({ u, t }) => t - slope * u));
  const highest = Math.min(...found.map(({ t }) => t));
  return { middle, slope, highest, isHidden: middle > HIDDEN_FROM_T };
}

/** t where the legs part, where background shows between them, else the usual one. */
function findCrotch(person: PersonAnalysis, body: BodyFrame): number {
  const reach = GAP_STRIP * body.unit;
  for (let t = CROTCH_RANGE[0]; t < CROTCH_RANGE[1]; t += STEP_T) {
    const middle = axisAt(body, t);
    for (let d = -reach; d <= reach; d++)
      if (partAt(person, along(middle, acrossAt(body, t), d)) === PART.background) return t - STEP_T;
  }
  return CROTCH_T;
}

/** Whether what is worn hangs about the thighs: short shorts, or a skirt, where cloth goes on from leg to leg below the thighs' touch. */
function isHanging(person: PersonAnalysis, legs: LowerFrame["legs"]): boolean {
  const hems = [findWornHem(person, legs.left), findWornHem(person, legs.right)];
  if (hems.every((at) => at !== null && at < SHORT)) return true;
  const isBetween = (at: number): boolean =>
    partAt(person, lerpPoint(legAxis(legs.left, at), legAxis(legs.right, at), 0.5)) === PART.lower;
  return 2 * BETWEEN.filter(isBetween).length > BETWEEN.length;
}

/** Measures hips and legs. */
export function measureLower(
  person: PersonAnalysis,
  body: BodyFrame,
  legs: Readonly<Record<SideName, LegChain>>,
): LowerFrame {
  return {
    person,
    body,
    legs,
    crotchT: findCrotch(person, body),
    waist: findWornWaist(person, body),
    hangsWorn: isHanging(person, legs),
  };
}

/** The outline of a leg on one side of its axis: of cloth or of bare skin. */
export interface WornRadius {
  readonly radius: number;
  readonly isCloth: boolean;
}

/** Distance from the body's middle to the outline on the seat, of cloth or of a bare leg; null where hands or the frame hide it. */
export function wornSeat({ person, body }: LowerFrame, side: SideName, t: number): WornRadius | null {
  const across = acrossAt(body, t);
  const sign = side === "left" ? 1 : -1;
  const middle = axisAt(body, t);
  const limit = SEAT_LIMIT * body.unit;
  let isCloth = true;
  for (let d = SEAT_FROM * body.unit; d < limit; d++) {
    const part = partAt(person, along(middle, across, sign * d));
    if (part === PART.background) return { radius: d, isCloth };
    if (part !== PART.lower && part !== PART.leg) return null;
    isCloth = part === PART.lower;
  }
  return null;
}

/** Distance from the leg's axis to the edge of what is worn on it, or of the bare leg; null where the photo does not tell. */
export function wornRadius(
  { person }: LowerFrame,
  chain: LegChain,
  at: number,
  edge: LegEdge,
): WornRadius | null {
  const axis = legAxis(chain, at);
  const start = partAt(person, axis);
  if (start !== PART.lower && start !== PART.leg) return null;
  const out = legOutward(chain, at);
  const limit = WORN_LIMIT * legRadius(chain, at, edge);
  for (let d = 1; d < limit; d++) {
    const part = partAt(person, along(axis, { x: edge * out.x, y: edge * out.y }, d));
    if (part === PART.background) return { radius: d, isCloth: start === PART.lower };
    if (part !== PART.lower && part !== PART.leg && part !== PART.foot) return null;
  }
  return null;
}

/** Chain position where the worn garment ends on a leg, or null when it reaches neither skin nor shoe. */
export function findWornHem(person: PersonAnalysis, chain: LegChain): number | null {
  let last: number | null = null;
  for (let at = 0.4; at < 2.35; at += 0.01) {
    const part = partAt(person, legAxis(chain, at));
    if (part === PART.lower) last = at;
    else if (last !== null && (part === PART.leg || part === PART.foot || part === PART.background))
      return last;
  }
  return null;
}
