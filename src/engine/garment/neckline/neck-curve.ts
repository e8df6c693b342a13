import type { Point } from "../../image.js";
import { length2 } from "../../kernels/length.js";

/** What surrounds a neckline: where it hangs from and the mask's own top edge between these points. */
export interface NeckHole {
  readonly left: Point;
  readonly right: Point;
  /** From `left` to `right`. */
  readonly topEdge: readonly Point[];
  /** The outline from `left` and from `right` outward to the shoulder's end: where the back collar is narrower, the front begins there. */
  readonly leftShoulder: readonly Point[];
  readonly rightShoulder: readonly Point[];
  /** Distance of the armpits, in pixels: what a neck hole's depth is judged by. */
  readonly chest: number;
}

/** A member of the family y = depth · (1 - |t|^power), t from -1 to 1 across the neck; 1 is a V, 2 a U, 5 nearly square. */
export interface NeckCurve {
  readonly left: Point;
  readonly right: Point;
  /** Share of the shoulder seams that its ends lie outward of the neck points. */
  readonly spread: number;
  /** In units of half the distance of its ends. */
  readonly depth: number;
  readonly power: number;
  /** Share of the depth by which it falls straight down at both ends first, as the fronts of cardigans and coats do beside the neck. */
  readonly fall: number;
}

export const NECKLINE_POINTS = 61;
const POWERS = [1, 1.3, 1.7, 2.2, 3, 4.5];
const DEPTH_MIN = 0.18;
const DEPTH_MAX = 2.8;
const DEPTH_STEP = 0.04;
/** Shares of the shoulder seams tried as the front's beginnings. */
const SPREADS = [0, 0.12, 0.25, 0.4, 0.55, 0.75];
/** A neckline lies at least this much below the top edge, in units of half the neck's width. */
export const BELOW_TOP = 0.15;
/** Deep necklines are pointed: the largest power at a depth. */
const POINTED_DEPTH = 1.5;
const POINTED_POWER = 2.4;
/** Deeper ones still are the Vs of cardigans and wrapped fronts: at most so deep, in chest widths too, in larger steps: their sides are steep. */
const PLUNGE_MAX = 6;
const PLUNGE_CHEST_MAX = 1.1;
const PLUNGE_STEP = 0.2;
const PLUNGE_POWERS = POWERS.slice(0, 2);
const PLUNGE_SPREADS = SPREADS.slice(0, 3);
const PLUNGE_FALLS = [0, 0.15, 0.3];
/** Points of a curve on either end's straight fall. */
const FALL_POINTS = 8;

/** Half the distance of the neck points, in pixels. */
export function halfWidth({ left, right }: Pick<NeckHole, "left" | "right">): number {
  return Math.max(2, Math.abs(left.x - right.x) / 2);
}

/** How far the middle of the top edge hangs below the neck points, in units of half the neck's width. */
export function measureDip(hole: NeckHole): number {
  const middle = hole.topEdge[(hole.topEdge.length - 1) / 2]!;
  return (middle.y - (hole.left.y + hole.right.y) / 2) / halfWidth(hole);
}

/** All places, depths and forms in which a front neckline is looked for. */
export function listCurves(hole: NeckHole): NeckCurve[] {
  const dip = measureDip(hole);
  const round = SPREADS.flatMap((spread) => {
    const ends = spreadEnds(hole, spread);
    const curves: NeckCurve[] = [];
    for (let depth = Math.max(DEPTH_MIN, dip + BELOW_TOP); depth <= DEPTH_MAX; depth += DEPTH_STEP) {
      for (const power of POWERS) {
        if (depth <= POINTED_DEPTH || power <= POINTED_POWER)
          curves.push({ ...ends, spread, depth, power, fall: 0 });
      }
    }
    return curves;
  });
  return [...round, ...listPlunging(hole)];
}

/** The Vs deeper than any round neckline. */
function listPlunging(hole: NeckHole): NeckCurve[] {
  const curves: NeckCurve[] = [];
  for (const spread of PLUNGE_SPREADS) {
    const ends = spreadEnds(hole, spread);
    const deepest = Math.min(PLUNGE_MAX, (PLUNGE_CHEST_MAX * hole.chest) / halfWidth(ends));
    for (let depth = DEPTH_MAX + PLUNGE_STEP; depth <= deepest; depth += PLUNGE_STEP)
      for (const power of PLUNGE_POWERS)
        for (const fall of PLUNGE_FALLS) curves.push({ ...ends, spread, depth, power, fall });
  }
  return curves;
}

function spreadEnds(
  { left, right, leftShoulder, rightShoulder }: NeckHole,
  spread: number,
): { left: Point; right: Point } {
  if (spread === 0) return { left, right };
  const at = (seam: readonly Point[]): Point => seam[Math.round(spread * (seam.length - 1))]!;
  return { left: at(leftShoulder), right: at(rightShoulder) };
}

/** t of each point across the neck, and |t|^power for the {@link POWERS}: a search draws many curves. */
const ACROSS = Float64Array.from({ length: NECKLINE_POINTS }, (_, i) =>
  Math.cos((Math.PI * i) / (NECKLINE_POINTS - 1)),
);
const FORMS: ReadonlyMap<number, Float64Array> = new Map(
  POWERS.map((power) => [power, ACROSS.map((t) => Math.abs(t) ** power)]),
);

/** The curve's points from its left end to its right one, closer together near the ends, where it is steep. */
export function drawCurve(curve: NeckCurve): Point[] {
  if (curve.fall > 0) return drawFallen(curve);
  const { left, right, depth, power } = curve;
  const depthPx = depth * halfWidth({ left, right });
  const form = FORMS.get(power) ?? ACROSS.map((t) => Math.abs(t) ** power);
  const points: Point[] = [];
  for (let i = 0; i < NECKLINE_POINTS; i++) {
    const along = (1 - ACROSS[i]!) / 2;
    points.push({
      x: left.x + along * (right.x - left.x),
      y: left.y + along * (right.y - left.y) + depthPx * (1 - form[i]!),
    });
  }
  return points;
}

/** A curve that falls straight first: its ends, {@link FALL_POINTS} each, and the family's form between them. */
function drawFallen({ left, right, depth, power, fall }: NeckCurve): Point[] {
  const depthPx = depth * halfWidth({ left, right });
  const points: Point[] = [];
  for (let i = 0; i < NECKLINE_POINTS; i++) {
    const end = Math.min(i, NECKLINE_POINTS - 1 - i) / FALL_POINTS;
    const within = (i - FALL_POINTS) / (NECKLINE_POINTS - 1 - 2 * FALL_POINTS);
    const t = Math.cos(Math.PI * Math.min(1, Math.max(0, within)));
    const along = (1 - t) / 2;
    const down = fall * Math.min(1, end) + (1 - fall) * (1 - Math.abs(t) ** power);
    points.push({
      x: left.x + along * (right.x - left.x),
      y: left.y + along * (right.y - left.y) + depthPx * down,
    });
  }
  return points;
}

/** Unit normal that points out of the neck hole, downwards in the middle. */
export function normalAt(curve: readonly Point[], i: number): Point {
  const a = curve[Math.max(0, i - 1)]!;
  const b = curve[Math.min(curve.length - 1, i + 1)]!;
  const length = length2(b.x - a.x, b.y - a.y) || 1;
  return { x: (b.y - a.y) / length, y: -(b.x - a.x) / length };
}
