import type { Point } from "../../image.js";
import type { SideName } from "../../fit/arm-chain.js";
import type { BodyFrame } from "../../fit/body-frame.js";
import { shoulderHeight } from "../../fit/shoulder-place.js";
import { along } from "../../kernels/polyline.js";
import { PART } from "../../person/types.js";
import { SIGHT, sightAt, type WornView } from "./worn-view.js";

/** Heights above the joints' line, in units, between which the garment's upper edge is sought: chin and chest. */
const SEARCH_TOP = 0.75;
const SEARCH_BOTTOM = -0.9;
const STEP = 0.008;
/** Cloth thinner than this (units) is a strap of a bag, an earring, an error. */
const THINNEST = 0.035;
/** The neck's half width and the farthest place where a neckline meets the shoulder, in units. */
const NECK_MIN = 0.2;
const NECK_MAX = 0.5;
const NECK_USUAL = 0.26;
/** Cloth this far below the shoulder's outline does not lie on the shoulder. */
const BELOW_SHOULDER = 0.1;
/** A collar rises above the point where the neckline meets the shoulder by more than this. */
const ABOVE_SHOULDER = 0.05;
export const NECKLINE_POINTS = 33;

export interface WornNeckline {
  readonly left: Point;
  readonly right: Point;
  /** From the left neck point to the right one. */
  readonly points: readonly Point[];
  /** Share 0..1 of it that was seen. */
  readonly seen: number;
}

/** The point at lateral place `u` and height `h` above the shoulder joints, both in units. */
export function neckPoint(body: BodyFrame, u: number, h: number): Point {
  const foot = along(body.origin, body.acrossShoulders, u * body.unit);
  return along(foot, body.down, -h * body.unit);
}

/** Height of the garment's upper edge at a lateral place; null where hair or a hand hides it or there is no cloth. */
export function topAt(view: WornView, u: number): number | null {
  let run = 0;
  let top = 0;
  let veiled = false;
  const shoulder = shoulderHeight(view.body, u) + ABOVE_SHOULDER;
  for (let h = SEARCH_TOP; h > SEARCH_BOTTOM; h -= STEP) {
    const sight = sightAt(view, neckPoint(view.body, u, h));
    if (sight === SIGHT.cloth) {
      if (run === 0) top = h;
      run += STEP;
      if (run >= THINNEST) return veiled ? null : top;
    } else {
      run = 0;
      if (sight === SIGHT.veil && h < shoulder) veiled = true;
    }
  }
  return null;
}

/** Lateral place (positive) where the neckline meets the shoulder on one side; null when hair hides it. */
function findNeckU(view: WornView, side: SideName): number | null {
  const sign = side === "left" ? 1 : -1;
  let count = 0;
  for (let u = NECK_MIN; u <= NECK_MAX; u += 0.01) {
    const top = topAt(view, sign * u);
    if (top === null) {
      if (isHair(view, sign * u)) return null;
      count = 0;
      continue;
    }
    count = top > shoulderHeight(view.body, sign * u) - BELOW_SHOULDER ? count + 1 : 0;
    if (count === 3) return u - 0.02;
  }
  return null;
}

function isHair(view: WornView, u: number): boolean {
  const p = neckPoint(view.body, u, shoulderHeight(view.body, u) - 0.04);
  const { width, height, parts } = view.person;
  const x = Math.floor(p.x);
  const y = Math.floor(p.y);
  return x >= 0 && y >= 0 && x < width && y < height && parts.data[y * width + x] === PART.hair;
}

/** Traces the upper edge of the garment between the neck points, bridged where hair or the chin hides it. */
export function measureNeckline(view: WornView): WornNeckline {
  const { body } = view;
  const found = { left: findNeckU(view, "left"), right: findNeckU(view, "right") };
  const u = {
    left: found.left ?? found.right ?? NECK_USUAL,
    right: found.right ?? found.left ?? NECK_USUAL,
  };
  const heightAt = (side: SideName): number => {
    const place = side === "left" ? u.left : -u.right;
    const slope = shoulderHeight(body, place);
    return Math.min(slope + ABOVE_SHOULDER, Math.max(slope - BELOW_SHOULDER, topAt(view, place) ?? slope));
  };
  const ends = { left: heightAt("left"), right: heightAt("right") };
  const tops = Array.from({ length: NECKLINE_POINTS }, (_, i) => {
    if (i === 0) return ends.left;
    if (i === NECKLINE_POINTS - 1) return ends.right;
    return topAt(view, u.left - ((u.left + u.right) * i) / (NECKLINE_POINTS - 1));
  });
  const heights = bridge(tops);
  const points = heights.map((h, i) =>
    neckPoint(body, u.left - ((u.left + u.right) * i) / (NECKLINE_POINTS - 1), h),
  );
  return {
    left: points[0]!,
    right: points[points.length - 1]!,
    points,
    seen: tops.filter((h) => h !== null).length / tops.length,
  };
}

/** Fills gaps linearly; both ends are known. */
export function bridge(values: readonly (number | null)[]): number[] {
  let last = 0;
  const out = values.map((v) => v ?? 0);
  for (let i = 1; i < values.length; i++) {
    if (values[i] === null) continue;
    for (let k = last + 1; k < i; k++)
      out[k] = out[last]! + ((out[i]! - out[last]!) * (k - last)) / (i - last);
    last = i;
  }
  return out;
}
