import type { Mask } from "../image.js";
import type { MatchedSides } from "./match-sides.js";
import type { GarmentKind } from "./types.js";

/** Longer than this many chest widths is a dress (or trousers); tunics reach 2.3. */
const LENGTH_MAX = 2.4;
/** A gap on the axis that reaches the bottom over this share of the height is between legs. */
const LEG_GAP = 0.28;
const SHORTS_GAP = 0.12;
/** A waistband: the extent at 1.5 % of the height is this share of that at 12 %, and hardly grows up to 3 %. */
const WAIST_SHARE = 0.7;
const WAIST_GROWTH = 0.045;

/** Tells upper garments from trousers, skirts and dresses by length, legs and a waistband without sleeves below it. */
export function classifyKind(mask: Mask, sides: MatchedSides, axisX: number): GarmentKind {
  const rows = listRows(mask);
  const gap = legGap(mask, rows, axisX);
  const isBare = !sides.left.labels.cuff && !sides.right.labels.cuff;
  const hasWaist = isBare && isWaistband(rows);
  if (gap > LEG_GAP || (hasWaist && gap > SHORTS_GAP)) return "lower";
  if (lengthInChests(sides) > LENGTH_MAX) return "dress";
  return hasWaist ? "lower" : "upper";
}

interface Row {
  readonly y: number;
  readonly covered: number;
  readonly extent: number;
}

function listRows(mask: Mask): Row[] {
  const rows: Row[] = [];
  for (let y = 0; y < mask.height; y++) {
    let covered = 0;
    let first = -1;
    let last = -1;
    for (let x = 0; x < mask.width; x++) {
      if (mask.data[y * mask.width + x]! < 128) continue;
      covered++;
      if (first < 0) first = x;
      last = x;
    }
    if (covered > 0) rows.push({ y, covered, extent: last - first + 1 });
  }
  return rows;
}

/** Share of the height, from the bottom up, over which the background shows near the axis. */
function legGap(mask: Mask, rows: readonly Row[], axisX: number): number {
  const reach = Math.max(2, Math.round(mask.width / 50));
  const isOpen = ({ y }: Row): boolean => {
    for (let x = Math.floor(axisX) - reach; x <= axisX + reach; x++)
      if (mask.data[y * mask.width + x]! < 128) return true;
    return false;
  };
  let count = 0;
  while (count < rows.length && isOpen(rows[rows.length - 1 - count]!)) count++;
  return count / rows.length;
}

function isWaistband(rows: readonly Row[]): boolean {
  const at = (share: number): Row => rows[Math.floor(share * rows.length)]!;
  const reference = at(0.12).extent;
  const isSolid = at(0.03).covered > 0.97 * at(0.03).extent;
  return (
    isSolid &&
    at(0.015).extent > WAIST_SHARE * reference &&
    Math.abs(at(0.03).extent - at(0.015).extent) < WAIST_GROWTH * reference
  );
}

function lengthInChests({ left, right }: MatchedSides): number {
  let length = 0;
  let chest = 0;
  for (const { outline, labels } of [left, right]) {
    length += (outline.v[labels.hem]! - outline.v[labels.neck]!) / 2;
    chest += outline.u[labels.armpit]!;
  }
  return length / chest;
}
