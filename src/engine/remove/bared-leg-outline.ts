import type { Point } from "../image.js";
import type { SideName } from "../fit/arm-chain.js";
import { legAxis, legRadius, placeOnLeg, type LegChain } from "../fit/leg-chain.js";
import { partAt, type LowerFrame } from "../fit/worn-lower.js";
import { fairCurve } from "../kernels/fair-curve.js";
import { along } from "../kernels/polyline.js";
import { PART } from "../person/types.js";

/** An outline is read and kept at so many places of the chain, from the hip down by such steps. */
const PLACES = 126;
const STEP = 0.02;
/** Bare leg is looked for from here on, out to so many usual half widths from the bones, at least this wide. */
const FROM = 0.4;
const REACH = 2.5;
/** ... and in units: an ankle is narrow, and a foot lies beside its bones. */
const REACH_UNITS = 0.32;
const HALF_MIN = 0.3;
/** A leg that is wider, over the usual, is two, or a boot. */
const HALF_MAX = 1.7;
/** No leg's middle lies further from its bones, in usual half widths. */
const ASIDE_MAX = 1.5;
/** So many places one after the other, with hardly a gap, are a leg; less is a speck. */
const RUN = 4;
/** Weight of what shows, between background on both sides and else, and of the usual leg; neighbours are held together as strongly. */
const TRUST = 40;
const TRUST_COVERED = 0.3;
const STEP_WEIGHT = 4;
/** The middle comes back to the bones within about 20 places (the root of both weights' ratio), the width to the usual one within 30. */
const MIDDLE_WEIGHT = 0.01;
const HALF_WEIGHT = 0.0045;
/** The first places below a hem show its fringe. */
const FRINGE = 1;

/** A leg's outlines at places of the chain from the hip down: its middle across the bones (outward positive) and its half width, over the usual half width. */
export interface LegOutline {
  /** Chain position from where on the bare leg shows; Infinity where it does not. */
  readonly from: number;
  readonly middle: Float32Array;
  readonly half: Float32Array;
}

/** Half of a leg's usual width in px. */
export function usualHalf(leg: LegChain, at: number): number {
  return (legRadius(leg, at, 1) + legRadius(leg, at, -1)) / 2;
}

/** Unit vector across the bone at a chain position, away from the other leg. */
function acrossBone({ hip, knee, ankle, name }: LegChain, at: number): Point {
  const [a, b] = at < 1 ? [hip, knee] : [knee, ankle];
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const sign = name === "left" ? 1 : -1;
  return { x: (sign * (b.y - a.y)) / length, y: (-sign * (b.x - a.x)) / length };
}

interface Run {
  /** Distances from the bones in px, outward positive. */
  readonly inner: number;
  readonly outer: number;
  /** Whether there is background, or the other leg, on both sides. */
  readonly isFree: boolean;
}

/** The run of bare leg nearest to the bones at a chain position; null without one. */
function findRun({ person, legs }: LowerFrame, side: SideName, at: number): Run | null {
  const [leg, other] = [legs[side], legs[side === "left" ? "right" : "left"]];
  const axis = legAxis(leg, at);
  const out = acrossBone(leg, at);
  const usual = usualHalf(leg, at);
  const reach = Math.ceil(Math.max(REACH * usual, REACH_UNITS * leg.unit));
  const isOwn = (d: number): boolean => {
    const p = along(axis, out, d);
    if (partAt(person, p) !== PART.leg) return false;
    return d > -usual / 2 || Math.abs(placeOnLeg(other, p.x, p.y).across) > Math.abs(d) / usual;
  };
  const isOpen = (d: number): boolean => {
    const part = partAt(person, along(axis, out, d));
    return part === PART.background || part === PART.leg;
  };
  let best: Run | null = null;
  let start: number | null = null;
  for (let d = -reach; d <= reach; d++) {
    const isLeg = d < reach && isOwn(d);
    if (isLeg) start ??= d;
    if (isLeg || start === null) continue;
    const run = { inner: start - 0.5, outer: d - 0.5, isFree: isOpen(start - 1) && isOpen(d) };
    const isWide = d - start > 2 * HALF_MIN * usual && d - start < 2 * HALF_MAX * usual;
    if (isWide && (best === null || Math.abs(run.inner + run.outer) < Math.abs(best.inner + best.outer)))
      best = run;
    start = null;
  }
  return best;
}

/** Where bare leg begins to show, as an index of the places; -1 where it does not. */
function findFirst(runs: readonly (Run | null)[]): number {
  return runs.findIndex((run, k) => {
    const next = runs.slice(k, k + RUN);
    return run !== null && next.length === RUN && next.every((v) => v !== null);
  });
}

/**
 * The outlines of a leg under what is worn: they go on from those of the bare leg that shows below it, in place and direction, and tend
 * to the usual leg's, about the bones, further up.
 */
export function traceLegOutline(frame: LowerFrame, side: SideName): LegOutline {
  const leg = frame.legs[side];
  const runs = Array.from({ length: PLACES }, (_, k) =>
    k * STEP < FROM ? null : findRun(frame, side, k * STEP),
  );
  const middles = new Float32Array(PLACES);
  const halves = new Float32Array(PLACES).fill(1);
  const trusts = new Float32Array(PLACES);
  const first = findFirst(runs);
  for (let k = first < 0 ? PLACES : first + FRINGE; k < PLACES; k++) {
    const run = runs[k];
    if (run === null || run === undefined) continue;
    const usual = usualHalf(leg, k * STEP);
    const half = (run.outer - run.inner) / 2 / usual;
    const middle = (run.outer - half * legRadius(leg, k * STEP, 1)) / usual;
    [middles[k], halves[k]] = [Math.min(ASIDE_MAX, Math.max(-ASIDE_MAX, middle)), half];
    trusts[k] = run.isFree ? TRUST : TRUST_COVERED;
  }
  return {
    from: first < 0 ? Infinity : first * STEP,
    middle: fairCurve(middles, trusts, { usual: 0, usualWeight: MIDDLE_WEIGHT, stepWeight: STEP_WEIGHT }),
    half: fairCurve(halves, trusts, { usual: 1, usualWeight: HALF_WEIGHT, stepWeight: STEP_WEIGHT }),
  };
}

/** Distances from the bones to both outlines in px, outward positive. */
export function legEdgesAt(
  leg: LegChain,
  { middle, half }: LegOutline,
  at: number,
): { inner: number; outer: number } {
  const f = Math.min(PLACES - 1.001, Math.max(0, at / STEP));
  const k = Math.floor(f);
  const m = (middle[k]! + (middle[k + 1]! - middle[k]!) * (f - k)) * usualHalf(leg, at);
  const h = half[k]! + (half[k + 1]! - half[k]!) * (f - k);
  return { inner: m - h * legRadius(leg, at, -1), outer: m + h * legRadius(leg, at, 1) };
}
