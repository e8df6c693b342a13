import type { Point } from "../image.js";
import { CLASS } from "./class-priors.js";
import type { Limb, PoseGeometry } from "./pose-geometry.js";

/** Labels of classes, row by row. */
export interface ClassLabels {
  readonly width: number;
  readonly height: number;
  readonly labels: Uint8Array;
}

/** Steps along a forearm: 1 is the elbow, 2 the wrist; hands begin before this. */
const STEP = 0.02;
const FROM = 1;
const HAND_BY = 2.5;
/** A sleeve or a hand reaches no further than this from the arm's bones, in the wrist's radii. */
const REACH = 3;
/** Cloth of this length along the arm, in its positions, is no rim of a label. */
const LEAST = 0.04;

/** A place on the forearm's line: the point, and the unit vector across. */
interface Place {
  readonly at: number;
  readonly point: Point;
}

/** How far the classes reach from a point in a direction, in px. */
function reachOf(map: ClassLabels, from: Point, along: Point, isIn: (c: number) => boolean): number {
  let d = 0;
  for (; ; d++) {
    const x = Math.floor(from.x + d * along.x);
    const y = Math.floor(from.y + d * along.y);
    if (x < 0 || y < 0 || x >= map.width || y >= map.height || !isIn(map.labels[y * map.width + x]!))
      return d;
  }
}

/** Where along the forearm the lower garment's label stands between the top's and the hand: the places before, and the first of the hand. */
function findGap(map: ClassLabels, { joints }: Limb): { readonly from: Place; readonly to: Place } | null {
  const [, elbow, wrist] = joints;
  let sleeve: Place | null = null;
  let isOver = false;
  for (let at = FROM; at < HAND_BY; at += STEP) {
    const point = {
      x: elbow.x + (at - 1) * (wrist.x - elbow.x),
      y: elbow.y + (at - 1) * (wrist.y - elbow.y),
    };
    const [x, y] = [Math.floor(point.x), Math.floor(point.y)];
    if (x < 0 || y < 0 || x >= map.width || y >= map.height) return null;
    const label = map.labels[y * map.width + x]!;
    if (label === CLASS.upper) {
      sleeve = { at, point };
      isOver = false;
    } else if (label === CLASS.lower && sleeve) isOver = true;
    else if (label === CLASS.skin && sleeve && isOver)
      return at - sleeve.at < LEAST ? null : { from: sleeve, to: { at, point } };
    else return null;
  }
  return null;
}

/**
 * Cuffs that were taken for the trousers behind them, whose colour they have: what has the lower garment's label on an arm between sleeve and
 * hand is sleeve, as wide as the sleeve is before it and the hand after it. In place.
 */
export function joinCuffs(map: ClassLabels, pose: PoseGeometry): void {
  for (const arm of [pose.leftArm, pose.rightArm]) {
    const gap = findGap(map, arm);
    if (gap) joinCuff(map, arm, gap);
  }
}

function joinCuff(map: ClassLabels, arm: Limb, { from, to }: { from: Place; to: Place }): void {
  const { width, height, labels } = map;
  const [dx, dy] = [to.point.x - from.point.x, to.point.y - from.point.y];
  const length = Math.sqrt(dx * dx + dy * dy) || 1;
  const most = REACH * arm.radii[2];
  const halfWidths = [1, -1].map((sign) => {
    const across = { x: (-sign * dy) / length, y: (sign * dx) / length };
    const sleeve = Math.min(
      most,
      reachOf(map, from.point, across, (c) => c === CLASS.upper),
    );
    // a cuff is a little wider than the wrist in it, where it ends at the hand
    const hand = Math.min(
      most,
      reachOf(map, to.point, across, (c) => c === CLASS.skin),
    );
    return [sleeve, hand] as const;
  });
  const box = most + length;
  for (let y = Math.max(0, Math.floor(from.point.y - box)); y < Math.min(height, from.point.y + box); y++)
    for (let x = Math.max(0, Math.floor(from.point.x - box)); x < Math.min(width, from.point.x + box); x++) {
      if (labels[y * width + x] !== CLASS.lower) continue;
      const [px, py] = [x + 0.5 - from.point.x, y + 0.5 - from.point.y];
      const f = (px * dx + py * dy) / (length * length);
      const side = (-px * dy + py * dx) / length;
      const [sleeve, hand] = halfWidths[side > 0 ? 0 : 1]!;
      const half = sleeve + (hand - sleeve) * Math.min(1, Math.max(0, f));
      if (f > -0.5 && f < 1.3 && Math.abs(side) <= half + 1) labels[y * width + x] = CLASS.upper;
    }
}
