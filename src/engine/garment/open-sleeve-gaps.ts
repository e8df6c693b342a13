import type { Mask, Point } from "../image.js";
import { findHoles, type Hole } from "../kernels/fill-holes.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";
import { traceHalfOutlines, type HalfOutline, type Side } from "./half-outline.js";
import { traceCrease } from "./trace-crease.js";
import { length2 } from "../kernels/length.js";

/** Usual height from the shoulder's top to the armpit, in torso widths: garments on an invisible mannequin hang long. */
const ARMHOLE = 0.6;
/** A gap that ends this much lower than the usual armpit, in torso widths, hides the armpit behind touching cloth. */
const GAP_LATE = 0.36;
/** A gap that ends this much lower belongs to a sleeve that lies on the body, crease or not. */
const GAP_VERY_LATE = 0.5;
/** Mean crease strength (Lab) from which a crease is believed. */
const CREASE_MIN = 2.2;
/** How far the cut below a closed gap may lean: pixels sideways for one down. */
const CUT_SLANT = 0.4;
/** A sleeve is at least this wide, in torso widths. */
const SLEEVE_MIN = 0.09;
/** Cuff and hem together hang at least this far below the gap's top, as a share of the height: less is a frayed hem. */
const HANG_MIN = 0.04;
/** Turn of the outline, in radians, at the corner between sleeve and body. */
const CORNER_TURN = -0.6;

/**
 * Separates sleeves from the body in the shape that landmarks are read from: a closed gap is opened at its lower end, and a gap that ends
 * too low is continued upwards along the crease between the sleeve and the body to where the armpit must be. Returns a new mask; the
 * matte is not concerned.
 */
export function openSleeveGaps(mask: Mask, lab: LabImage, axisX: number): Mask {
  let shape: Mask = { ...mask, data: new Uint8Array(mask.data) };
  for (const hole of findHoles(mask)) if (isSleeveGap(hole, mask, axisX)) cutBelow(shape, hole);
  const halves = traceHalfOutlines(shape, { axisX, unitPx: 100 });
  if (!halves) return shape;
  const gaps = ([1, -1] as const).map((side) => ({
    side,
    top: findGapTop(side === 1 ? halves.right : halves.left, side, axisX),
  }));
  const tops = gaps.flatMap(({ top }) => (top ? [top] : []));
  if (tops.length === 0) return shape;
  const torsoWidth = 2 * Math.min(...tops.map((top) => Math.abs(top.x - axisX)));
  const highest = Math.min(...tops.map((top) => top.y));
  for (const { side, top } of gaps)
    if (top) shape = extendGap(shape, lab, { top, side, axisX, torsoWidth, highest });
  return shape;
}

function isSleeveGap(hole: Hole, mask: Mask, axisX: number): boolean {
  const height = hole.maxY - hole.minY + 1;
  const start = mask.data.findIndex((v) => v >= 128);
  const isLow = hole.maxY - Math.floor(start / mask.width) > 0.3 * mask.height;
  return isLow && (hole.minX > axisX || hole.maxX < axisX) && height > 0.05 * mask.height;
}

/** Removes a thin line from the hole's bottom straight to the nearest background below it. */
function cutBelow(shape: Mask, hole: Hole): void {
  const { width, height, data } = shape;
  const bottom = hole.pixels.reduce((a, b) => Math.max(a, b));
  const from = { x: bottom % width, y: Math.floor(bottom / width) };
  let best: Point | undefined;
  let bestDistance = Infinity;
  for (let y = from.y + 1; y < height; y++) {
    const spread = Math.ceil(CUT_SLANT * (y - from.y));
    for (let x = Math.max(0, from.x - spread); x <= Math.min(width - 1, from.x + spread); x++) {
      if (data[y * width + x]! >= 128) continue;
      const distance = length2(x - from.x, y - from.y);
      if (distance >= bestDistance) continue;
      bestDistance = distance;
      best = { x, y };
    }
    if (y - from.y > bestDistance) break;
  }
  if (best) cutLine(shape, [from, best]);
}

/** Clears a line three pixels wide. */
function cutLine(shape: Mask, path: readonly Point[]): void {
  const { width, height, data } = shape;
  for (let k = 1; k < path.length; k++) {
    const [a, b] = [path[k - 1]!, path[k]!];
    const steps = Math.max(1, Math.ceil(2 * length2(b.x - a.x, b.y - a.y)));
    for (let s = 0; s <= steps; s++) {
      const cx = Math.floor(a.x + ((b.x - a.x) * s) / steps);
      const cy = Math.floor(a.y + ((b.y - a.y) * s) / steps);
      for (let x = Math.max(0, cx - 1); x <= Math.min(width - 1, cx + 1); x++) {
        if (cy >= 0 && cy < height) data[cy * width + x] = 0;
      }
    }
  }
}

/**
 * The corner between sleeve and body: the concave outline point at which most cloth hangs on both sides below it, or, where a cuff ends level
 * with the hem, the sharpest concave corner.
 */
function findGapTop(outline: HalfOutline, side: Side, axisX: number): Point | undefined {
  const { u, v, turn } = outline;
  const top = v.reduce((a, b) => Math.min(a, b));
  const bottom = v.reduce((a, b) => Math.max(a, b));
  const widest = u.reduce((a, b) => Math.max(a, b));
  let best = -1;
  let bestScore = 0.35;
  for (let i = 2; i < u.length - 2; i++) {
    if (v[i]! < top + 0.25 * (bottom - top) || u[i]! < 0.35 * widest || turn[i]! > CORNER_TURN) continue;
    const below = (hangBefore(v, i) + hangAfter(v, i)) / (bottom - top);
    if (below < HANG_MIN) continue;
    const hang = 4 * Math.min(0.5, below);
    const score = -turn[i]! / Math.PI + hang;
    if (score <= bestScore) continue;
    best = i;
    bestScore = score;
  }
  return best < 0 ? undefined : { x: axisX + side * u[best]! * 100, y: v[best]! * 100 };
}

/** How far the outline reaches below point i before it first rises above it, going back. */
function hangBefore(v: Float64Array, i: number): number {
  let lowest = v[i]!;
  for (let j = i - 1; j >= 0 && v[j]! >= v[i]! - 0.02; j--) lowest = Math.max(lowest, v[j]!);
  return lowest - v[i]!;
}

function hangAfter(v: Float64Array, i: number): number {
  let lowest = v[i]!;
  for (let j = i + 1; j < v.length && v[j]! >= v[i]! - 0.02; j++) lowest = Math.max(lowest, v[j]!);
  return lowest - v[i]!;
}

interface Gap {
  readonly top: Point;
  readonly side: Side;
  readonly axisX: number;
  readonly torsoWidth: number;
  /** y of the higher of the two gaps. */
  readonly highest: number;
}

function extendGap(shape: Mask, lab: LabImage, gap: Gap): Mask {
  const { top, side, axisX, torsoWidth, highest } = gap;
  const usual = topOfColumn(shape, axisX + side * 0.43 * torsoWidth) + ARMHOLE * torsoWidth;
  const isOtherUsual = Math.abs(highest - usual) < GAP_LATE * torsoWidth;
  const armpit = { x: axisX + side * 0.48 * torsoWidth, y: isOtherUsual ? highest : usual };
  const late = (top.y - armpit.y) / torsoWidth;
  if (late < GAP_LATE || clothBeyond(shape, top, side) < SLEEVE_MIN * torsoWidth) return shape;
  const crease = traceCrease(lab, { from: top, to: armpit, reachPx: 0.12 * torsoWidth });
  if (crease.strength < CREASE_MIN && late < GAP_VERY_LATE) return shape;
  const cut = { ...shape, data: new Uint8Array(shape.data) };
  cutLine(cut, crease.path);
  return cut;
}

function topOfColumn(mask: Mask, atX: number): number {
  const x = Math.min(mask.width - 1, Math.max(0, Math.floor(atX)));
  for (let y = 0; y < mask.height; y++) if (mask.data[y * mask.width + x]! >= 128) return y;
  return 0;
}

/** Width of the cloth outside of a gap's top, a little above it. */
function clothBeyond(mask: Mask, top: Point, side: Side): number {
  const y = Math.max(0, Math.floor(top.y) - 4);
  let count = 0;
  for (let x = Math.floor(top.x) + side; x >= 0 && x < mask.width; x += side)
    if (mask.data[y * mask.width + x]! >= 128) count++;
  return count;
}
