import type { Point } from "../image.js";
import { fairCurve } from "../kernels/fair-curve.js";
import { fitParabola } from "../kernels/fit-parabola.js";
import { along } from "../kernels/polyline.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { halfWidthAt, type BodyFrame } from "./body-frame.js";
import type { SideName } from "./arm-chain.js";
import { partAt } from "./part-at.js";
import { acrossAt, axisAt } from "./torso-axis.js";

/** Lateral positions at which the waistband's upper edge is read: so many to each side of the middle, out to this share of the half width. */
const COLUMNS_A_SIDE = 26;
const OUT_TO = 1.04;
/** The edge is looked for this far above and below the hem that the worn top's middle has, as t. */
const SEARCH_ABOVE_T = 0.15;
const SEARCH_BELOW_T = 0.25;
const STEP_T = 0.004;
/** It goes on for so many steps: between specks of a patterned top it does not begin yet. */
const RUN = 8;
/**
 * A waistband is seen as an arc. How far labels usually stray from it, as t, and how far a fold of the worn top may hang out of it: what
 * lies further away is something else, like a hand or a fold that was taken for the lower garment.
 */
const STRAY_T = 0.012;
const FOLD_T = 0.035;
/** An arc that explains less than this share of what was read is none: .90 and more on the evaluation set's waistbands, .73 below arms whose shadow was taken for one. */
const ARC_SHARE = 0.8;
/** Labels are ragged by a pixel or three where neighbouring columns lie about four apart: the curve evens out two or three of them. */
const FAIRNESS = { usual: 0, usualWeight: 0.1, stepWeight: 4 };
/** The cloth goes on behind the edge so far, as t: labels are ragged by as much, and nothing of what lay behind the worn top is to show. */
const OVERLAP_T = 0.008;
/** The outline is drawn this much further out and down than anybody is wide and tall, in units. */
const OUTSIDE_UNITS = 3;
/** Cloth that can lie over the lower garment or go behind it. */
const BODY = [PART.upper, PART.neck];

/** Where the lower garment begins in a column. */
interface ColumnEdge {
  readonly t: number;
  /** Whether bare skin is above it, not the worn top. */
  readonly isBare: boolean;
}

/** The edge of the lower garment in a column, below the top or skin; null where something hides that. */
function readColumn(person: PersonAnalysis, body: BodyFrame, u: number, middle: number): ColumnEdge | null {
  let above: number | null = null;
  let run = 0;
  const half = halfWidthAt(body, u < 0 ? "right" : "left", middle);
  for (let t = middle - SEARCH_ABOVE_T; t < middle + SEARCH_BELOW_T; t += STEP_T) {
    const part = partAt(person, along(axisAt(body, t), acrossAt(body, t), u * half));
    if (part === PART.lower) run++;
    else {
      run = 0;
      above = part;
    }
    if (run === RUN)
      return BODY.some((one) => one === above)
        ? { t: t - (RUN - 1) * STEP_T, isBare: above === PART.neck }
        : null;
  }
  return null;
}

/** t of the lower garment's upper edge at each lateral position: an arc, what folds hang out of it, and never above a bare midriff; null where there is no arc. */
function readEdge(
  columns: readonly (ColumnEdge | null)[],
  places: readonly number[],
  middle: number,
): number[] | null {
  const read = columns.map((column) => column?.t ?? null);
  const seen = read.flatMap((t, i) => (t === null ? [] : [{ x: places[i]!, y: t }]));
  const arc = fitParabola(seen, STRAY_T) ?? (() => middle);
  const fitting = seen.filter(({ x, y }) => Math.abs(y - arc(x)) < FOLD_T);
  if (fitting.length < ARC_SHARE * seen.length) return null;
  const [first, last] = [seen[0]?.x ?? 0, seen.at(-1)?.x ?? 0];
  // nothing is known of where the arc goes further out
  const usual = places.map((u) => arc(Math.min(last, Math.max(first, u))));
  const strays = Float32Array.from(read, (t, i) => (t === null ? 0 : t - usual[i]!));
  const trusts = Float32Array.from(read, (t, i) => (t === null || Math.abs(strays[i]!) > FOLD_T ? 0 : 1));
  const folds = fairCurve(strays, trusts, FAIRNESS);
  return usual.map((t, i) => {
    const column = columns[i]!;
    return Math.max(t + folds[i]!, column?.isBare === true ? column.t : -Infinity);
  });
}

/** Below the waistband's edge its width is read so far down, as t. */
const WAIST_BELOW_T = 0.05;
/** Cloth stands out of the waistband by this share of its half width, and more further up, by so many half widths for each t. */
const WAIST_EASE = 1.04;
const BLOUSE = 1.75;

/** How a top is tucked in. */
export interface Tuck {
  /** See {@link readTuckOutline}. */
  readonly outline: readonly Point[];
  /** How far from the torso's axis cloth can stand at t, in px, by the waistband that holds it. */
  readonly mostAt: (side: SideName, t: number) => number;
}

/** Reads how a top is tucked in where the worn one's middle ends, at t; null where no waistband is made out. */
export function readTuck(person: PersonAnalysis, body: BodyFrame, middle: number): Tuck | null {
  const outline = readTuckOutline(person, body, middle);
  if (outline === null) return null;
  const waist = {
    left: readWaist(person, body, "left", middle),
    right: readWaist(person, body, "right", middle),
  };
  return {
    outline,
    mostAt: (side, t) => waist[side] * (WAIST_EASE + BLOUSE * Math.max(0, middle - t)),
  };
}

/** Half width in px of the lower garment below its upper edge; Infinity where something hides its side. */
function readWaist(person: PersonAnalysis, body: BodyFrame, side: SideName, middle: number): number {
  const t = middle + WAIST_BELOW_T;
  const [axis, across] = [axisAt(body, t), acrossAt(body, t)];
  const sign = side === "left" ? 1 : -1;
  for (let d = 0; ; d++) {
    const part = partAt(person, along(axis, across, sign * d));
    if (part === PART.lower) continue;
    return part === PART.background && d > 0 ? d : Infinity;
  }
}

/**
 * The outline of what hides a top that is tucked in: along the upper edge of the lower garment as the photo shows it, down and round.
 * `middle` is t of the worn top's end. Pixels of the photo. Null where no edge is made out.
 */
export function readTuckOutline(person: PersonAnalysis, body: BodyFrame, middle: number): Point[] | null {
  const places = Array.from(
    { length: 2 * COLUMNS_A_SIDE + 1 },
    (_, i) => (OUT_TO * (i - COLUMNS_A_SIDE)) / COLUMNS_A_SIDE,
  );
  const read = places.map((u) => readColumn(person, body, u, middle));
  const edges = readEdge(read, places, middle);
  if (edges === null) return null;
  const line = edges.map((edge, i) => {
    const u = places[i]!;
    const t = edge + OVERLAP_T;
    return along(axisAt(body, t), acrossAt(body, t), u * halfWidthAt(body, u < 0 ? "right" : "left", middle));
  });
  const far = OUTSIDE_UNITS * body.unit;
  const first = along(line[0]!, body.acrossHips, -far);
  const last = along(line.at(-1)!, body.acrossHips, far);
  return [first, ...line, last, along(last, body.down, far), along(first, body.down, far)];
}
