import { armAxis, armOutward, armRadius } from "../fit/arm-chain.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { shoulderPlace } from "../fit/shoulder-place.js";
import type { Point } from "../image.js";
import { along, distance } from "../kernels/polyline.js";
import { PART } from "../person/types.js";
import { bareHeightAt, type BareShoulders } from "./bare-shoulders.js";
import { sliceBaredArm, type BaredArm } from "./bared-arm.js";
import { PLACES_PER_BONE } from "./bared-outline.js";
import type { PersonCrop } from "./types.js";

/** The slope ends at the shoulder blade's tip, this far aside in units (a third of the deltoid's breadth within the joint): from there on the muscle rounds into the arm. */
const SLOPE_END = 0.42;
const SLOPE_STEP = 0.04;
/** The deltoid's outline is the arm's from this chain position on, or from where the arm is bare, but no higher up than the second. */
const ARM_FROM = 0.45;
const ARM_FROM_MIN = 0.2;
const ARM_STEP = 0.1;
/** The round outline is seen from this place, lateral and height above the joints' line in units: all of it lies about it. */
const CENTRE = { aside: 0.3, height: -0.05 };
/** Points of the curve, and directions about the centre at which its distance is kept. */
const POINTS = 64;
const DIRECTIONS = 32;
/** An arm raised so that the outline turns less than this, in radians, has no deltoid outside of its shoulder; one that turns more was read wrong. */
const TURN_MIN = 0.25;
const TURN_MAX = 2.4;
/** Bare skin's outline is looked at in steps of this, in radians, from this far out, in units; its direction is that of so many steps, before the last few, which the cloth presses. */
const SEEN_STEP = 0.05;
const SEEN_REACH = 0.6;
const SEEN_CHORD = 3;
const SEEN_BACK = 1;
const SKIN: ReadonlySet<number> = new Set([PART.neck, PART.leftArm, PART.rightArm]);
/** A ray to the outline is halved so often: to a fiftieth of a px. */
const HALVINGS = 13;

/** The round outline of a bare shoulder from its slope over the deltoid into the arm, about a centre in {@link shoulderPlace}'s coordinates. */
export interface RoundShoulder {
  readonly sign: 1 | -1;
  /** Directions (radians, 0 outward, positive upward) between which the outline is known. */
  readonly from: number;
  readonly to: number;
  /** Its distance from the centre in units, at even steps from `from` to `to`. */
  readonly reach: Float32Array;
}

type Labels = Pick<PersonCrop, "parts" | "rect">;

type Place = ReturnType<typeof shoulderPlace>;

/** A point and the direction of the outline there, outward and down the arm. */
interface End {
  readonly at: Point;
  readonly angle: number;
}

function angleOf(from: Point, to: Point): number {
  return Math.atan2(to.y - from.y, to.x - from.x);
}

/** Where the slope of a covered shoulder ends. */
function slopeEnd(neck: BareShoulders, sign: 1 | -1): End {
  const at = slopePoint(neck, sign, SLOPE_END);
  return { at, angle: angleOf(slopePoint(neck, sign, SLOPE_END - SLOPE_STEP), at) };
}

function slopePoint(neck: BareShoulders, sign: 1 | -1, aside: number): Point {
  const u = sign * aside;
  return pointAt(neck.body, u, bareHeightAt(neck, { u, height: 0 }));
}

/** The point at a lateral position and a height above the joints' line, both in units. */
function pointAt({ origin, acrossShoulders, down, unit }: BodyFrame, u: number, height: number): Point {
  return along(along(origin, acrossShoulders, u * unit), down, -height * unit);
}

/** A part of the round outline, in directions about its centre. */
interface Arc {
  readonly body: BodyFrame;
  readonly sign: 1 | -1;
  readonly from: number;
  readonly to: number;
}

/** Where bare skin's outline, which is seen from the slope's end on, meets what is worn; null where it is not seen there. */
function findSeenEnd(crop: Labels, arc: Arc): End | null {
  const seen: Point[] = [];
  for (let angle = arc.from; angle > arc.to; angle -= SEEN_STEP) {
    const p = findSeenSkin(crop, arc, angle);
    if (p === null) break;
    seen.push(p);
  }
  const at = seen.at(-1 - SEEN_BACK);
  const before = seen.at(-1 - SEEN_BACK - SEEN_CHORD);
  return at === undefined || before === undefined ? null : { at, angle: angleOf(before, at) };
}

/** The outermost point of the person in a direction, if it is skin. */
function findSeenSkin({ parts, rect }: Labels, { body, sign }: Arc, angle: number): Point | null {
  for (let reach = SEEN_REACH; reach > 0; reach -= 1 / body.unit) {
    const u = sign * (CENTRE.aside + reach * Math.cos(angle));
    const p = pointAt(body, u, CENTRE.height + reach * Math.sin(angle));
    const x = Math.floor(p.x) - rect.left;
    const y = Math.floor(p.y) - rect.top;
    if (x < 0 || y < 0 || x >= parts.width || y >= parts.height) continue;
    const part = parts.data[y * parts.width + x]!;
    if (part !== PART.background) return SKIN.has(part) ? p : null;
  }
  return null;
}

function outerPoint(arm: BaredArm, at: number): Point {
  const { middle, half } = sliceBaredArm(arm, at);
  return along(middle, armOutward(arm.chain, at), half);
}

/**
 * The cubic that leaves one end and reaches the other in their directions, as near to a circle's arc as it can be.
 * Source   Goldapp, Approximation of circular arcs by cubic polynomials, CAGD 1991: handles of 4/3 tan(turn / 4) radii.
 */
function joinEnds(from: End, to: End, turn: number): Point[] {
  const handle = distance(from.at, to.at) / (3 * Math.cos(turn / 4) ** 2);
  const b = along(from.at, { x: Math.cos(from.angle), y: Math.sin(from.angle) }, handle);
  const c = along(to.at, { x: Math.cos(to.angle), y: Math.sin(to.angle) }, -handle);
  return Array.from({ length: POINTS + 1 }, (_, k) => {
    const t = k / POINTS;
    const s = 1 - t;
    const [wa, wb, wc, wd] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
    return {
      x: wa * from.at.x + wb * b.x + wc * c.x + wd * to.at.x,
      y: wa * from.at.y + wb * b.y + wc * c.y + wd * to.at.y,
    };
  });
}

/** Direction and distance of a place from the centre. */
function polarOf({ u, height }: Place, sign: number): { readonly angle: number; readonly reach: number } {
  const x = sign * u - CENTRE.aside;
  const y = height - CENTRE.height;
  return { angle: Math.atan2(y, x), reach: Math.sqrt(x * x + y * y) };
}

/** Distances from the centre at even directions along a curve that goes round it; null for one that turns back. */
function tabulate(body: BodyFrame, sign: 1 | -1, curve: readonly Point[]): RoundShoulder | null {
  const polar = curve.map((p) => polarOf(shoulderPlace(body, p), sign));
  for (let k = 1; k < polar.length; k++) if (polar[k]!.angle >= polar[k - 1]!.angle) return null;
  const [to, from] = [polar[0]!.angle, polar.at(-1)!.angle];
  const reach = new Float32Array(DIRECTIONS + 1);
  for (let i = 0, k = polar.length - 1; i <= DIRECTIONS; i++) {
    const angle = from + ((to - from) * i) / DIRECTIONS;
    while (k > 1 && polar[k - 1]!.angle < angle) k--;
    const [a, b] = [polar[k]!, polar[k - 1]!];
    const share = Math.min(1, Math.max(0, (angle - a.angle) / (b.angle - a.angle)));
    reach[i] = a.reach + (b.reach - a.reach) * share;
  }
  return { sign, from, to, reach };
}

/** The round outline of the shoulder above a bared arm; null where the arm is raised so far, or the photo shows so much of it, that there is none. */
export function roundShoulder(crop: Labels, neck: BareShoulders, arm: BaredArm): RoundShoulder | null {
  const { body } = neck;
  const sign = arm.chain.name === "left" ? 1 : -1;
  const join = outerPoint(arm, joinOf(arm));
  const to = { at: join, angle: angleOf(join, outerPoint(arm, joinOf(arm) + ARM_STEP)) };
  const usual = polarOf(shoulderPlace(body, slopePoint(neck, sign, SLOPE_END)), sign).angle;
  const last = polarOf(shoulderPlace(body, join), sign).angle;
  const from = findSeenEnd(crop, { body, sign, from: usual, to: last }) ?? slopeEnd(neck, sign);
  // the wearer's left is the picture's right, where an outline downward turns clockwise
  let turn = sign * (to.angle - from.angle);
  if (turn < -Math.PI) turn += 2 * Math.PI;
  if (turn > Math.PI) turn -= 2 * Math.PI;
  if (turn < TURN_MIN || turn > TURN_MAX) return null;
  return tabulate(body, sign, joinEnds(from, to, turn));
}

function joinOf({ bareFrom }: BaredArm): number {
  return bareFrom === null ? ARM_FROM : Math.min(ARM_FROM, Math.max(ARM_FROM_MIN, bareFrom));
}

/** Whether a place about the shoulders lies within the round outline; null in directions of which it tells nothing. */
export function isWithinRound({ sign, from, to, reach }: RoundShoulder, place: Place): boolean | null {
  const polar = polarOf(place, sign);
  if (!(polar.angle >= from && polar.angle <= to)) return null;
  const f = Math.min(DIRECTIONS - 0.001, ((polar.angle - from) / (to - from)) * DIRECTIONS);
  const i = Math.floor(f);
  return polar.reach <= reach[i]! + (reach[i + 1]! - reach[i]!) * (f - i);
}

/** The arm with the round outline for its outer edge, as far as that goes. */
export function roundArm(body: BodyFrame, arm: BaredArm, round: RoundShoulder): BaredArm {
  const outer = arm.outline.outer.slice();
  const { chain } = arm;
  const isOutside = (p: Point): boolean => isWithinRound(round, shoulderPlace(body, p)) === false;
  for (let i = 0; i < joinOf(arm) * PLACES_PER_BONE; i++) {
    const at = i / PLACES_PER_BONE;
    const [axis, out, radius] = [armAxis(chain, at), armOutward(chain, at), armRadius(chain, at)];
    let [within, beyond] = [0, 2 * radius];
    if (isOutside(axis) || !isOutside(along(axis, out, beyond))) continue;
    for (let k = 0; k < HALVINGS; k++) {
      const middle = (within + beyond) / 2;
      if (isOutside(along(axis, out, middle))) beyond = middle;
      else within = middle;
    }
    outer[i] = within / radius;
  }
  return { ...arm, outline: { ...arm.outline, outer } };
}
