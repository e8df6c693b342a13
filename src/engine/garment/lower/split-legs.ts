import type { Mask, Point } from "../../image.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import { traceCrease } from "../trace-crease.js";
import { widestExtent, type RowProfile } from "./measure-rows.js";
import { traceLegGap, type LegGap } from "./trace-gap.js";

/** Where the legs part. */
export interface LegSplit {
  readonly crotch: Point;
  /** x that divides the legs, by row from the crotch's to the bottom. */
  readonly dividing: readonly number[];
  /** First row in which ground shows between the legs; undefined where it does nowhere. */
  readonly gapTop?: number;
}

/** Height from the waistband to the crotch over the seat's width: usual, and from where on touching thighs hide the crotch. */
const RISE_USUAL = 0.74;
const RISE_MAX = 0.86;
/** The crotch of shorts may lie this far up: a skirt's slit ends lower. */
const RISE_MIN = 0.4;
/** A gap shorter than this share of the height is a notch or slit in a skirt's hem, unless a crease leads on. */
const GAP_MIN = 0.1;
/** A leg's hem is wider than this share of the leg at the crotch, so far above its end as a share of the gap. */
const POINT_MAX = 0.35;
const POINT_LOOK = 0.25;
/** Garments longer than this, in seat widths, without a gap may be trousers whose legs touch. */
const LEGS_LENGTH = 2.1;
/** Mean crease strength (Lab) from which touching legs are believed. */
const CREASE_MIN = 1.2;

/** Cloth in a row, in pixels, on one side of the gap; `side` 1 is the viewer's right. */
function countCloth({ width, data }: Mask, y: number, middle: number, side: 1 | -1): number {
  let count = 0;
  for (let x = 0; x < width; x++) if (side * (x + 0.5 - middle) > 0 && data[y * width + x]! >= 128) count++;
  return count;
}

/** Whether what hangs beside the gap ends in points, as a handkerchief hem's corners do; legs end in hems about as wide as they are above. */
function endsInPoints(mask: Mask, rows: RowProfile, gap: LegGap): boolean {
  const height = rows.bottom - gap.top;
  return ([1, -1] as const).every((side) => {
    const widthAt = (y: number): number => countCloth(mask, y, gap.middle[y - gap.top]!, side);
    let end = rows.bottom;
    while (end > gap.top && widthAt(end) === 0) end--;
    return widthAt(end - Math.round(POINT_LOOK * height)) < POINT_MAX * widthAt(gap.top);
  });
}

/** Whether a short garment's notch parts the corners of a skirt's handkerchief hem, not two legs. */
export function hasPointedHem(mask: Mask, rows: RowProfile, axisX: number): boolean {
  const gap = traceLegGap(mask, rows, axisX);
  const isShort = gap !== undefined && 2 * (gap.top - rows.top) > rows.bottom - rows.top;
  return isShort && endsInPoints(mask, rows, gap);
}

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
  const gap = hasPointedHem(mask, rows, axisX) ? undefined : traceLegGap(mask, rows, axisX);
  const gapShare = gap ? (rows.bottom - gap.top) / height : 0;
  const seat = widestExtent(rows, 0, gapShare > GAP_MIN ? 1 - gapShare : 0.5);
  const isOpen = gap !== undefined && gapShare > GAP_MIN && gap.top - rows.top > RISE_MIN * seat;
  if (isOpen && gap.top - rows.top <= RISE_MAX * seat) {
    return { crotch: { x: gap.middle[0]!, y: gap.top + 0.5 }, dividing: gap.middle, gapTop: gap.top };
  }
  if (!isOpen && height < LEGS_LENGTH * seat) return undefined;
  const crotchY = rows.top + Math.round(RISE_USUAL * seat);
  const lower = isOpen ? { x: gap.middle[0]!, y: gap.top } : { x: axisX, y: rows.bottom - 2 };
  const above = divideAlong(lab, lower, { x: axisX, y: crotchY }, 0.08 * seat);
  if (!isOpen && above.strength < CREASE_MIN) return undefined;
  const dividing = [...above.xs, ...(isOpen ? gap.middle : [])];
  while (crotchY + dividing.length <= rows.bottom) dividing.push(dividing.at(-1)!);
  const crotch = { x: dividing[0]!, y: crotchY + 0.5 };
  return isOpen ? { crotch, dividing, gapTop: gap.top } : { crotch, dividing };
}
