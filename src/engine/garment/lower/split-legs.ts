import type { Mask, Point } from "../../image.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import { traceCrease } from "../trace-crease.js";
import { widestExtent, type RowProfile } from "./measure-rows.js";
import { traceLegGap } from "./trace-gap.js";

/** Where the legs part. */
export interface LegSplit {
  readonly crotch: Point;
  /** x that divides the legs, by row from the crotch's to the bottom. */
  readonly dividing: readonly number[];
}

/** Height from the waistband to the crotch over the seat's width: usual, and from where on touching thighs hide the crotch. */
const RISE_USUAL = 0.74;
const RISE_MAX = 0.86;
/** The crotch of shorts may lie this far up: a skirt's slit ends lower. */
const RISE_MIN = 0.4;
/** A gap shorter than this share of the height is a notch or slit in a skirt's hem, unless a crease leads on. */
const GAP_MIN = 0.1;
/** Garments longer than this, in seat widths, without a gap may be trousers whose legs touch. */
const LEGS_LENGTH = 2.1;
/** Mean crease strength (Lab) from which touching legs are believed. */
const CREASE_MIN = 1.2;

/** Follows the crease between touching legs up from `from` to the crotch's height. */
function divideAlong(
  lab: LabImage,
  from: Point,
  to: Point,
  reachPx: number,
): { xs: number[]; strength: number } {
  const crease = traceCrease(lab, { from, to, reachPx });
  return { xs: crease.path.map((p) => p.x).toReversed(), strength: crease.strength };
}

/** Finds the crotch and the line between the legs. Undefined for a skirt. */
export function splitLegs(mask: Mask, lab: LabImage, rows: RowProfile, axisX: number): LegSplit | undefined {
  const height = rows.bottom - rows.top + 1;
  const gap = traceLegGap(mask, rows, axisX);
  const gapShare = gap ? (rows.bottom - gap.top) / height : 0;
  const seat = widestExtent(rows, 0, gapShare > GAP_MIN ? 1 - gapShare : 0.5);
  const isOpen = gap !== undefined && gapShare > GAP_MIN && gap.top - rows.top > RISE_MIN * seat;
  if (isOpen && gap.top - rows.top <= RISE_MAX * seat) {
    return { crotch: { x: gap.middle[0]!, y: gap.top + 0.5 }, dividing: gap.middle };
  }
  if (!isOpen && height < LEGS_LENGTH * seat) return undefined;
  const crotchY = rows.top + Math.round(RISE_USUAL * seat);
  const lower = isOpen ? { x: gap.middle[0]!, y: gap.top } : { x: axisX, y: rows.bottom - 2 };
  const above = divideAlong(lab, lower, { x: axisX, y: crotchY }, 0.08 * seat);
  if (!isOpen && above.strength < CREASE_MIN) return undefined;
  const dividing = [...above.xs, ...(isOpen ? gap.middle : [])];
  while (crotchY + dividing.length <= rows.bottom) dividing.push(dividing.at(-1)!);
  return { crotch: { x: dividing[0]!, y: crotchY + 0.5 }, dividing };
}
