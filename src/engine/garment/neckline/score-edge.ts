import type { Mask, Point } from "../../image.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import { halfWidth, normalAt, type NeckHole } from "./neck-curve.js";
import { length3 } from "../../kernels/length.js";

/** Pixels on either side of an edge at which the colours are compared. */
const EDGE_REACH_PX = 2.2;
/** The edge that counts half, in multiples of the usual difference in the neighbourhood, within limits (Lab). */
const EDGE_TEXTURE = 2.5;
const EDGE_HALF_MIN = 1.2;
const EDGE_HALF_MAX = 7;
/** How far the neighbourhood reaches below the neck points, in units of half the width: a collar fills the near one, a print the far one. */
const TEXTURE_DOWN = [1.5, 3];
/** Points of the curve left out at each end, where the collar's fold lies, and the parts that are scored apart. */
const CURVE_SKIP = 6;
const QUARTERS = 4;
/** A quarter of which less than this is cloth on both sides is no edge. */
const USED_MIN = 0.6;

/**
 * Strength and steadiness 0..1 of the fine edge along the curve, its ends left out; 0 if it leaves the mask. Half of it is the weakest
 * quarter's: a label or a print lies along a part of the curve only. `halfEdge` is measureTexture()'s.
 */
export function scoreEdge(lab: LabImage, mask: Mask, curve: readonly Point[], halfEdge: number): number {
  const count = (curve.length - 1 - 2 * CURVE_SKIP) / QUARTERS;
  let weakest = 1;
  let sum = 0;
  for (let q = 0; q < QUARTERS; q++) {
    const score = scorePart(lab, mask, curve, { from: CURVE_SKIP + q * count, count, halfEdge });
    weakest = Math.min(weakest, score);
    sum += score;
  }
  return (0.5 * sum) / QUARTERS + 0.5 * weakest;
}

function scorePart(
  lab: LabImage,
  mask: Mask,
  curve: readonly Point[],
  part: { readonly from: number; readonly count: number; readonly halfEdge: number },
): number {
  const { from, count, halfEdge } = part;
  let [l, a, b, strength, used] = [0, 0, 0, 0, 0];
  for (let i = from; i < from + count; i++) {
    const { x, y } = curve[i]!;
    const normal = normalAt(curve, i);
    const p = indexAt(mask, x + EDGE_REACH_PX * normal.x, y + EDGE_REACH_PX * normal.y);
    const q = indexAt(mask, x - EDGE_REACH_PX * normal.x, y - EDGE_REACH_PX * normal.y);
    if (p < 0 || q < 0) continue;
    const dl = lab.data[p * 3]! - lab.data[q * 3]!;
    const da = lab.data[p * 3 + 1]! - lab.data[q * 3 + 1]!;
    const db = lab.data[p * 3 + 2]! - lab.data[q * 3 + 2]!;
    const size = length3(dl, da, db);
    strength += size / (size + halfEdge);
    l += dl;
    a += da;
    b += db;
    used++;
  }
  if (used < USED_MIN * count) return 0;
  const steady = length3(l, a, b) / used;
  return (0.5 * strength) / count + 0.5 * (steady / (steady + halfEdge));
}

/** Index of the pixel of the mask at a point, -1 outside of the mask. */
export function indexAt(mask: Mask, px: number, py: number): number {
  const x = Math.floor(px);
  const y = Math.floor(py);
  if (x < 0 || y < 0 || x >= mask.width || y >= mask.height) return -1;
  const i = y * mask.width + x;
  return mask.data[i]! >= 128 ? i : -1;
}

/** The edge strength (Lab) that counts half: above what this cloth's own pattern does, where a print or a collar does not hide that. */
export function measureTexture(lab: LabImage, mask: Mask, hole: NeckHole): number {
  const half = halfWidth(hole);
  const usual = Math.min(...TEXTURE_DOWN.map((down) => usualDifference(lab, mask, hole, down * half)));
  return Math.min(EDGE_HALF_MAX, Math.max(EDGE_HALF_MIN, EDGE_TEXTURE * usual));
}

/** Difference (Lab) that most pixels have to those a little below, between the neck points and `downPx` down. */
function usualDifference(lab: LabImage, mask: Mask, hole: NeckHole, downPx: number): number {
  const differences: number[] = [];
  const reach = Math.round(2 * EDGE_REACH_PX);
  for (let y = hole.left.y; y < hole.left.y + downPx; y += 3) {
    for (let x = hole.right.x; x < hole.left.x; x += 3) {
      const i = indexAt(mask, x, y);
      const j = indexAt(mask, x, y + reach);
      if (i < 0 || j < 0) continue;
      const d = (c: number): number => lab.data[i * 3 + c]! - lab.data[j * 3 + c]!;
      differences.push(length3(d(0), d(1), d(2)));
    }
  }
  differences.sort((a, b) => a - b);
  return differences[Math.floor(differences.length * 0.6)] ?? 0;
}
