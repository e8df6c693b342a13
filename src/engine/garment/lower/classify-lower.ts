import type { Mask } from "../../image.js";
import { extentAt, type RowProfile } from "./measure-rows.js";
import { traceLegGap } from "./trace-gap.js";

/** A gap up the axis over this share of the height is between legs: open cardigans reach 0.19. */
const LEG_GAP = 0.28;
/** Trousers' top edge: it dips no further than this share of the width; shoulders and necklines do. */
const LEGS_DIP = 0.1;
/** Extent of trousers at 3 % of the height over that at 12 %: shoulders are rounder. */
const LEGS_STEEP = 0.6;
/** A waistband's top edge dips no further than this. */
const WAIST_DIP = 0.045;
/** A waistband's sides are steep: its extent at 1.5 % of the height over that at 3 %, and that over the one at 12 %. */
const BAND_STEEP = 0.945;
const HIP_STEEP = 0.74;
/** A waist below the top is narrower than this share of what is above and below it. */
const WAIST_TAKEN = 0.92;
/** The extent falls by more than this between two looks where sleeves end. */
const SLEEVE_DROP = 0.25;

/** How far the mask's top edge lies below its highest point, over the middle of its width, as a share of the garment's width. */
function measureDip(mask: Mask, rows: RowProfile): number {
  const row = Math.round(0.06 * (rows.first.length - 1));
  const [from, to] = [rows.first[row]!, rows.end[row]!];
  let dip = 0;
  for (let x = Math.round(from + 0.1 * (to - from)); x < to - 0.1 * (to - from); x++) {
    let y = rows.top;
    while (y < rows.bottom && mask.data[y * mask.width + x]! < 128) y++;
    dip = Math.max(dip, y - rows.top);
  }
  let widest = 1;
  rows.end.forEach((end, i) => (widest = Math.max(widest, end - rows.first[i]!)));
  return dip / widest;
}

/** Whether the outline goes in and out again below its top: a waist, which only what hangs from the shoulders has so far down. */
function isTaken(rows: RowProfile): boolean {
  const chest = Math.max(extentAt(rows, 0.06), extentAt(rows, 0.12));
  const waist = Math.min(...[0.2, 0.25, 0.3, 0.35, 0.4, 0.45].map((share) => extentAt(rows, share)));
  const hem = Math.max(extentAt(rows, 0.6), extentAt(rows, 0.75), extentAt(rows, 0.9));
  return waist < WAIST_TAKEN * chest && waist < WAIST_TAKEN * hem;
}

/** Tells trousers, shorts and skirts from everything that hangs from shoulders: legs, or a level waistband with no sleeves below. */
export function isLowerShape(mask: Mask, rows: RowProfile, axisX: number): boolean {
  const dip = measureDip(mask, rows);
  const gap = traceLegGap(mask, rows, axisX);
  const height = rows.bottom - rows.top + 1;
  if (gap && rows.bottom - gap.top > LEG_GAP * height) {
    return dip < LEGS_DIP && extentAt(rows, 0.03) > LEGS_STEEP * extentAt(rows, 0.12);
  }
  if (dip > WAIST_DIP) return false;
  const isBand =
    extentAt(rows, 0.015) > BAND_STEEP * extentAt(rows, 0.03) &&
    extentAt(rows, 0.03) > HIP_STEEP * extentAt(rows, 0.12);
  const looks = [0.12, 0.25, 0.5, 0.75].map((share) => extentAt(rows, share));
  const widest = Math.max(...looks);
  const hasSleeves = looks.some((look, i) => i > 0 && looks[i - 1]! - look > SLEEVE_DROP * widest);
  return isBand && !hasSleeves && !isTaken(rows);
}
