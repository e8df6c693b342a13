import type { Point } from "../image.js";
import { interpolateTable } from "../kernels/interpolate-table.js";
import { along } from "../kernels/polyline.js";
import type { BodyFrame } from "./body-frame.js";
import { SLOPE_STEPS_PER_UNIT } from "./shoulder-slope.js";

/** How far aside, in units, a usual slope has gone over into the neck. */
export const NECK_ASIDE = 0.17;
/**
 * Height of a usual bare shoulder above the joints' line at a lateral position, both in units; the worn outline, which clothes pad by so much, tells by how
 * much this one differs, as seen from the second place outward.
 */
const PADDING = 0.012;
const SEEN_FROM = 0.28;
const HIGHER = 0.045;
const BARE_SLOPE: readonly (readonly [number, number])[] = [
  [0, 0.34],
  [NECK_ASIDE, 0.33],
  [0.2, 0.285],
  [0.24, 0.245],
  [0.3, 0.21],
  [0.4, 0.17],
  [0.5, 0.145],
  [0.56, 0.12],
  [0.62, 0.07],
  [0.65, 0],
];

/** Height in units of the shoulder's outline at lateral position `u` (units, positive to the wearer's left). */
export function shoulderHeight(body: BodyFrame, u: number): number {
  const slope = body.shoulderSlope[u < 0 ? "right" : "left"];
  const f = Math.min(slope.length - 1.001, Math.abs(u) * SLOPE_STEPS_PER_UNIT);
  const i = Math.floor(f);
  return slope[i]! + (slope[i + 1]! - slope[i]!) * (f - i);
}

/** Height in units above the joints' line that a usual bare slope has at `aside`, on the shoulder whose worn outline is seen at `u`. */
export function bareHeight(body: BodyFrame, u: number, aside = Math.abs(u)): number {
  const seen = Math.sign(u) * Math.max(SEEN_FROM, Math.abs(u));
  const higher = shoulderHeight(body, seen) - PADDING - interpolateTable(BARE_SLOPE, Math.abs(seen));
  return interpolateTable(BARE_SLOPE, aside) + Math.min(HIGHER, higher);
}

/** Height in units above the joints' line at which cloth without sleeves lies: on the bare shoulder, which a padded jacket may hide far below its outline. */
export function laidHeight(body: BodyFrame, u: number): number {
  const outline = shoulderHeight(body, u);
  return body.isShoulderCovered[u < 0 ? "right" : "left"]
    ? Math.min(outline, bareHeight(body, u) + PADDING)
    : outline;
}

/** The point on the shoulder's silhouette, or of cloth on the `bare` shoulder, at lateral position `u` in units, positive to the wearer's left. */
export function shoulderPoint(body: BodyFrame, u: number, bare: boolean): Point {
  const p = along(body.origin, body.acrossShoulders, u * body.unit);
  return along(p, body.down, -(bare ? laidHeight : shoulderHeight)(body, u) * body.unit);
}

/** Lateral position and height above the joints' line, both in units, of a point about the shoulders: {@link shoulderPoint}'s coordinates, which a leaning body shears. */
export function shoulderPlace(body: BodyFrame, p: Point): { readonly u: number; readonly height: number } {
  const { acrossShoulders: a, down: d, origin, unit } = body;
  const x = p.x - origin.x;
  const y = p.y - origin.y;
  const scale = 1 / (unit * (a.x * d.y - a.y * d.x));
  return { u: scale * (x * d.y - y * d.x), height: scale * (a.y * x - a.x * y) };
}
