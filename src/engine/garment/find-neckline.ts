import type { Mask, Point } from "../image.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";

/** The front edge of the neck hole, in pixels of the mask. */
export interface Neckline {
  /** From the viewer's right (the wearer's left) neck point to the viewer's left one, both included. */
  readonly points: readonly Point[];
  /** True when the inside of the back collar shows above it. */
  readonly hasInside: boolean;
  /** 0..1. */
  readonly confidence: number;
}

interface Polar {
  readonly centre: Point;
  /** Half the distance between the neck points: the unit of the radius. */
  readonly unit: number;
}

const ANGLES = 61;
const RADII = 72;
/** Radii run from here to RADIUS_MAX, in units of half the neck's width. */
const RADIUS_MIN = 0.2;
const RADIUS_MAX = 2.6;
/** Lab difference at which an edge counts half. */
const EDGE_HALF = 5;
/** Mean edge score along the path from which the inside of the collar is believed to show. */
const INSIDE_SCORE = 0.45;

/**
 * Finds the front neckline between the two neck points. In polar coordinates about the middle between them it is a path from the one
 * to the other; dynamic programming finds the one along the strongest colour edges, averaged with their mirror image. Where no such
 * edge lies inside the mask, the mask's own top edge is the neckline.
 */
export function findNeckline(lab: LabImage, mask: Mask, necks: { readonly left: Point; readonly right: Point }): Neckline {
  const { left, right } = necks;
  const polar = { centre: { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 }, unit: Math.max(2, Math.abs(left.x - right.x) / 2) };
  const entry = findEntries(mask, polar);
  const scores = mirrorAverage(scoreEdges(lab, mask, polar, entry));
  const path = findPath(scores);
  const mean = path.reduce((sum, r, a) => sum + scores[a * RADII + r]!, 0) / ANGLES;
  const depth = path[(ANGLES - 1) / 2]! - entry[(ANGLES - 1) / 2]!;
  const hasInside = mean > INSIDE_SCORE && depth > 3;
  const radii = hasInside ? path : entry;
  const points = Array.from({ length: ANGLES }, (_, a) => pointAt(polar, a, radii[a]!));
  points[0] = { x: left.x, y: left.y };
  points[ANGLES - 1] = { x: right.x, y: right.y };
  return { points, hasInside, confidence: hasInside ? Math.min(1, mean / 0.8) : 0.6 };
}

function radiusOf(r: number): number {
  return RADIUS_MIN + ((RADIUS_MAX - RADIUS_MIN) * r) / (RADII - 1);
}

/** Angle 0 points to the viewer's right, π to the left, through straight down. */
function pointAt(polar: Polar, angle: number, r: number): Point {
  const theta = (Math.PI * angle) / (ANGLES - 1);
  const radius = radiusOf(r) * polar.unit;
  return { x: polar.centre.x + radius * Math.cos(theta), y: polar.centre.y + radius * Math.sin(theta) };
}

/** First radius index of each ray that lies in the mask. */
function findEntries(mask: Mask, polar: Polar): Int32Array {
  return Int32Array.from({ length: ANGLES }, (_, a) => {
    for (let r = 0; r < RADII; r++) if (isInside(mask, pointAt(polar, a, r))) return r;
    return 0;
  });
}

function isInside(mask: Mask, p: Point): boolean {
  const x = Math.floor(p.x);
  const y = Math.floor(p.y);
  return x >= 0 && y >= 0 && x < mask.width && y < mask.height && mask.data[y * mask.width + x]! >= 128;
}

/** Edge score 0..1 across each polar cell; 0 where the cell or its neighbours lie outside the mask. */
function scoreEdges(lab: LabImage, mask: Mask, polar: Polar, entry: Int32Array): Float64Array {
  const scores = new Float64Array(ANGLES * RADII);
  for (let a = 0; a < ANGLES; a++) {
    for (let r = Math.max(2, entry[a]! + 2); r < RADII - 2; r++) {
      const near = pointAt(polar, a, r - 1.6);
      const far = pointAt(polar, a, r + 1.6);
      if (!isInside(mask, near) || !isInside(mask, far)) continue;
      const difference = labDistance(lab, near, far);
      scores[a * RADII + r] = difference / (difference + EDGE_HALF);
    }
  }
  return scores;
}

function labDistance(lab: LabImage, a: Point, b: Point): number {
  const i = (Math.floor(a.y) * lab.width + Math.floor(a.x)) * 3;
  const j = (Math.floor(b.y) * lab.width + Math.floor(b.x)) * 3;
  return Math.hypot(lab.data[i]! - lab.data[j]!, lab.data[i + 1]! - lab.data[j + 1]!, lab.data[i + 2]! - lab.data[j + 2]!);
}

function mirrorAverage(scores: Float64Array): Float64Array {
  return scores.map((v, i) => {
    const a = Math.floor(i / RADII);
    return 0.5 * v + 0.5 * scores[(ANGLES - 1 - a) * RADII + (i % RADII)]!;
  });
}

/** The path r(angle) of the highest score that starts and ends at radius 1 and moves at most MAX_STEP cells an angle. */
function findPath(scores: Float64Array): Int32Array {
  const maxStep = 3;
  const stepCost = 0.06;
  const unit = Math.round(((1 - RADIUS_MIN) / (RADIUS_MAX - RADIUS_MIN)) * (RADII - 1));
  const total = new Float64Array(ANGLES * RADII).fill(-Infinity);
  const from = new Int32Array(ANGLES * RADII);
  total[unit] = 0;
  for (let a = 1; a < ANGLES; a++) {
    for (let r = 0; r < RADII; r++) {
      for (let q = Math.max(0, r - maxStep); q <= Math.min(RADII - 1, r + maxStep); q++) {
        const value = total[(a - 1) * RADII + q]! - stepCost * Math.abs(r - q) + scores[a * RADII + r]!;
        if (value > total[a * RADII + r]!) {
          total[a * RADII + r] = value;
          from[a * RADII + r] = q;
        }
      }
    }
  }
  const path = new Int32Array(ANGLES);
  path[ANGLES - 1] = unit;
  for (let a = ANGLES - 1; a > 0; a--) path[a - 1] = from[a * RADII + path[a]!]!;
  return path;
}
