import type { Mask, Point } from "../image.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";
import { erode } from "../kernels/morphology.js";
import { refineNeckline } from "./refine-neckline.js";

/** The front edge of the neck hole, in pixels of the mask. */
export interface Neckline {
  /** From the viewer's right (the wearer's left) neck point to the viewer's left one, both included; odd in number. */
  readonly points: readonly Point[];
  /** True when the inside of the back collar shows above it. */
  readonly hasInside: boolean;
  /** 0..1. */
  readonly confidence: number;
}

/** What surrounds a neckline: where it hangs from and the mask's own top edge between these points. */
export interface NeckHole {
  readonly left: Point;
  readonly right: Point;
  /** From `left` to `right`. */
  readonly topEdge: readonly Point[];
  /** The outline from `left` and from `right` outward to the shoulder's end: where the back collar is narrower, the front begins there. */
  readonly leftShoulder: readonly Point[];
  readonly rightShoulder: readonly Point[];
}

/** Where a front neckline begins and ends. */
interface NeckEnds {
  readonly left: Point;
  readonly right: Point;
  /** Share of the shoulder seams that they lie outward of the neck points. */
  readonly spread: number;
}

/** A member of the family y = depth · (1 - |t|^power), t from -1 to 1 across the neck; 1 is a V, 2 a U, 5 nearly square. */
interface NeckCurve {
  readonly ends: NeckEnds;
  readonly depthPx: number;
  readonly power: number;
  readonly score: number;
}

export const NECKLINE_POINTS = 61;
const POWERS = [1, 1.3, 1.7, 2.2, 3, 4.5];
/** Depths tried, in units of half the neck's width. */
const DEPTH_MIN = 0.18;
const DEPTH_MAX = 2.8;
const DEPTH_STEP = 0.03;
/** Shares of the shoulder seams tried as the front's beginnings, and their price in scores: any, and the whole seam. A collar's rib lies there too. */
const SPREADS = [0, 0.12, 0.25, 0.4, 0.55, 0.75];
const SPREAD_COST = 0.08;
const SPREAD_COST_WHOLE = 0.15;
/** Pixels on either side of an edge at which the colours are compared. */
const EDGE_REACH_PX = 2.2;
/** The edge that counts half, in multiples of the usual difference in the neighbourhood, within limits (Lab). */
const EDGE_TEXTURE = 2.5;
/** How far the neighbourhood reaches below the neck points, in units of half the width: a collar fills the near one, a print the far one. */
const TEXTURE_DOWN = [1.5, 3];
const EDGE_HALF_MIN = 1.2;
const EDGE_HALF_MAX = 7;
/** Points of the curve left out at each end, where the collar's fold lies, and the parts that are scored apart. */
const CURVE_SKIP = 6;
const QUARTERS = 4;
/** Score from which the inside of the collar is believed to show. */
const INSIDE_SCORE = 0.44;
/** A top edge that dips deeper than this, in units of half the neck's width, is the front neckline itself. */
const DIP_MAX = 0.45;
/** A top edge that stands higher than this belongs to a standing collar, whose inside does not show. */
const STAND_MAX = 0.3;
/** A neckline lies at least this much below the top edge, in units of half the neck's width. */
const BELOW_TOP = 0.15;
/** Prices in scores: for lying less than USUAL_GAP below the top edge, like a back collar's seam, and for lying deep, like a print. */
const USUAL_GAP = 0.45;
const SHALLOW_COST = 0.7;
const USUAL_DEPTH = 1.2;
const DEEP_COST = 0.12;
/** Deep necklines are pointed: the largest power at a depth. */
const POINTED_DEPTH = 1.5;
const POINTED_POWER = 2.4;
/** Edges this close to the mask's own edge, in pixels, are its rim. */
const RIM_PX = 2;

/**
 * Finds the front neckline between the two neck points. Where the inside of the back collar shows it is an edge within the garment: the best
 * of a family of curves by colour difference across it, then refined. Else it is the mask's own top edge.
 */
export function findNeckline(lab: LabImage, mask: Mask, hole: NeckHole): Neckline {
  const half = Math.max(2, Math.abs(hole.left.x - hole.right.x) / 2);
  const middle = hole.topEdge[(hole.topEdge.length - 1) / 2]!;
  const dip = (middle.y - (hole.left.y + hole.right.y) / 2) / half;
  const outline: Neckline = {
    points: hole.topEdge,
    hasInside: false,
    confidence: dip > BELOW_TOP ? 0.9 : 0.5,
  };
  if (dip > DIP_MAX || dip < -STAND_MAX) return { ...outline, confidence: 0.9 };
  const inner = erode(mask, RIM_PX);
  const halfEdge = measureTexture(lab, mask, hole, half);
  const best = searchCurves(lab, inner, { hole, dip, halfEdge });
  if (best === undefined || best.score < INSIDE_SCORE) return outline;
  const points = refineNeckline(lab, drawCurve(best), half);
  return { points, hasInside: true, confidence: Math.min(1, best.score / 0.7) };
}

/** The curve with the best score, in all places, depths and forms. */
function searchCurves(
  lab: LabImage,
  inner: Mask,
  search: { readonly hole: NeckHole; readonly dip: number; readonly halfEdge: number },
): NeckCurve | undefined {
  const { hole, dip, halfEdge } = search;
  let best: NeckCurve | undefined;
  for (const spread of SPREADS) {
    const ends = spreadEnds(hole, spread);
    const half = Math.max(2, Math.abs(ends.left.x - ends.right.x) / 2);
    for (let depth = Math.max(DEPTH_MIN, dip + BELOW_TOP); depth <= DEPTH_MAX; depth += DEPTH_STEP) {
      for (const power of POWERS) {
        if (depth > POINTED_DEPTH && power > POINTED_POWER) continue;
        const curve = { ends, depthPx: depth * half, power };
        const score =
          scoreCurve(lab, inner, drawCurve(curve), halfEdge) - priceOf(depth, dip) - priceOfSpread(spread);
        if (score > (best?.score ?? 0)) best = { ...curve, score };
      }
    }
  }
  return best;
}

function spreadEnds({ left, right, leftShoulder, rightShoulder }: NeckHole, spread: number): NeckEnds {
  if (spread === 0) return { left, right, spread };
  const at = (seam: readonly Point[]): Point => seam[Math.round(spread * (seam.length - 1))]!;
  return { left: at(leftShoulder), right: at(rightShoulder), spread };
}

function priceOfSpread(spread: number): number {
  return spread === 0 ? 0 : SPREAD_COST + SPREAD_COST_WHOLE * spread;
}

function priceOf(depth: number, dip: number): number {
  return SHALLOW_COST * Math.max(0, USUAL_GAP - (depth - dip)) + DEEP_COST * Math.max(0, depth - USUAL_DEPTH);
}

function drawCurve({ ends, depthPx, power }: Omit<NeckCurve, "score">): Point[] {
  const { left, right } = ends;
  return Array.from({ length: NECKLINE_POINTS }, (_, i) => {
    // closer together near the ends, where the curve is steep
    const t = Math.cos((Math.PI * i) / (NECKLINE_POINTS - 1));
    const along = (1 - t) / 2;
    return {
      x: left.x + along * (right.x - left.x),
      y: left.y + along * (right.y - left.y) + depthPx * (1 - Math.abs(t) ** power),
    };
  });
}

/**
 * Strength and steadiness 0..1 of the edge along the curve, its ends left out; 0 if it leaves the mask. Half of it is the weakest
 * quarter's: a label or a print lies along a part of the curve only.
 */
function scoreCurve(lab: LabImage, mask: Mask, curve: readonly Point[], halfEdge: number): number {
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
    const edge = differenceAcross(lab, mask, curve, i);
    if (!edge) continue;
    const size = Math.hypot(edge[0], edge[1], edge[2]);
    strength += size / (size + halfEdge);
    l += edge[0];
    a += edge[1];
    b += edge[2];
    used++;
  }
  if (used < 0.6 * count) return 0;
  const steady = Math.hypot(l, a, b) / used;
  return (0.5 * strength) / count + 0.5 * (steady / (steady + halfEdge));
}

type LabDifference = readonly [number, number, number];

function differenceAcross(
  lab: LabImage,
  mask: Mask,
  curve: readonly Point[],
  i: number,
): LabDifference | undefined {
  const [a, b] = [curve[i - 1]!, curve[i + 1]!];
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  if (length === 0) return undefined;
  const nx = ((b.y - a.y) / length) * EDGE_REACH_PX;
  const ny = (-(b.x - a.x) / length) * EDGE_REACH_PX;
  const p = indexAt(mask, curve[i]!.x + nx, curve[i]!.y + ny);
  const q = indexAt(mask, curve[i]!.x - nx, curve[i]!.y - ny);
  if (p < 0 || q < 0) return undefined;
  const d = (c: number): number => lab.data[p * 3 + c]! - lab.data[q * 3 + c]!;
  return [d(0), d(1), d(2)];
}

/** Index of the pixel of the mask at a point, -1 outside of the mask. */
function indexAt(mask: Mask, px: number, py: number): number {
  const x = Math.floor(px);
  const y = Math.floor(py);
  if (x < 0 || y < 0 || x >= mask.width || y >= mask.height) return -1;
  const i = y * mask.width + x;
  return mask.data[i]! >= 128 ? i : -1;
}

/** The edge strength (Lab) that counts half: above what this cloth's own pattern does, where a print or a collar does not hide that. */
function measureTexture(lab: LabImage, mask: Mask, hole: NeckHole, half: number): number {
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
      differences.push(Math.hypot(d(0), d(1), d(2)));
    }
  }
  differences.sort((a, b) => a - b);
  return differences[Math.floor(differences.length * 0.6)] ?? 0;
}
