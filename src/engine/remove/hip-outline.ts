import { halfWidthAt, type BodyFrame } from "../fit/body-frame.js";
import { acrossAt, axisAt } from "../fit/torso-axis.js";
import type { SideName } from "../fit/arm-chain.js";
import { along } from "../kernels/polyline.js";
import { PART } from "../person/types.js";
import type { PersonCrop } from "./types.js";

/** The lower garment's edge is looked for from the waist to this t, in such steps. */
const TO_T = 1.4;
const STEP_T = 0.02;
/** No further out than this, over the usual half width of the body there. */
const WIDEST = 1.6;
/** ... and no further in: that is the gap between the legs. */
const NARROWEST = 0.7;
/** Over so much t above that edge the outline comes from the body's width to it, if that is wider. */
const MEETS_T = 0.3;
/** A side that shows from no further below the waist than this t shows the waistband's own end. */
const AT_WAIST_T = 0.06;
/** Where an arm or its sleeve hides one side, it widens as the other does, by no more than this, in units. */
const WIDENS_UNITS = 0.15;

/** Where a side of the lower garment comes to light below the worn top. */
interface Hip {
  /** The first such place. */
  readonly t: number;
  /** Half width in px from there on, every {@link STEP_T}; null where it is hidden again. */
  readonly halves: readonly (number | null)[];
}

/** What {@link hipHalfAt} needs to know. */
export interface HipOutline {
  readonly body: BodyFrame;
  readonly waistT: number;
  readonly hips: Readonly<Record<SideName, Hip | null>>;
}

/** Distance in px from the axis to background beside the lower garment at t; null where something else is in the way. */
function findEdge({ parts, rect }: PersonCrop, body: BodyFrame, side: SideName, t: number): number | null {
  const axis = axisAt(body, t);
  const across = acrossAt(body, t);
  const sign = side === "left" ? 1 : -1;
  const limit = WIDEST * halfWidthAt(body, side, t);
  const least = NARROWEST * halfWidthAt(body, side, t);
  let last: number | null = null;
  for (let d = 0; d < limit; d++) {
    const p = along(axis, across, sign * d);
    const x = Math.floor(p.x) - rect.left;
    const y = Math.floor(p.y) - rect.top;
    if (x < 0 || y < 0 || x >= parts.width || y >= parts.height) return null;
    const part = parts.data[y * parts.width + x]!;
    if (part === PART.background) return last === PART.lower && d > least ? d : null;
    last = part;
  }
  return null;
}

/**
 * Half width in px of what is worn below the waist where a long top hides it: from the waist it widens evenly to where the lower garment's edge is
 * first seen beside background, and follows that. It is no narrower than the body but near that edge, which it meets; where none is seen it is the
 * body's. Above a waistband that shows it comes from the body's width to the waistband's.
 */
export function readHipOutline(crop: PersonCrop, body: BodyFrame, waistT: number): HipOutline {
  const find = (side: SideName): Hip | null => {
    for (let t = waistT; t < TO_T; t += STEP_T) {
      if (findEdge(crop, body, side, t) === null) continue;
      const count = Math.ceil((TO_T - t) / STEP_T);
      return {
        t,
        halves: Array.from({ length: count }, (_, k) => findEdge(crop, body, side, t + k * STEP_T)),
      };
    }
    return null;
  };
  return { body, waistT, hips: { left: find("left"), right: find("right") } };
}

/** The last half width seen down to t, and where; that of the first place above it. */
function lastSeen({ t: from, halves }: Hip, t: number): { readonly t: number; readonly halfPx: number } {
  let k = Math.min(halves.length - 1, Math.max(0, Math.floor((t - from) / STEP_T)));
  while (k > 0 && halves[k] === null) k--;
  return { t: from + k * STEP_T, halfPx: halves[k]! };
}

/** How much wider one side is seen at `to` than at `from`, 0 where it is not. */
function widening(hip: Hip | null, from: number, to: number): number {
  return hip === null || from < hip.t ? 0 : lastSeen(hip, to).halfPx - lastSeen(hip, from).halfPx;
}

/** By how many px the body is narrower above a waistband than the worn top, which may hang over it: as narrow as its end, and less and less further up. */
function aboveWaistband(
  hip: Hip,
  {
    body,
    waistT,
    side,
    t,
  }: Pick<HipOutline, "body" | "waistT"> & { readonly side: SideName; readonly t: number },
): number {
  if (hip.t > waistT + AT_WAIST_T) return 0;
  const over = halfWidthAt(body, side, waistT) - hip.halves[0]!;
  return Math.max(0, over) * Math.max(0, 1 - (waistT - t) / MEETS_T);
}

/** Half width in px at t, see {@link readHipOutline}. */
export function hipHalfAt({ body, waistT, hips }: HipOutline, side: SideName, t: number): number {
  const own = halfWidthAt(body, side, t);
  const hip = hips[side];
  if (hip === null) return own;
  if (t <= waistT) return own - aboveWaistband(hip, { body, waistT, side, t });
  const seen = lastSeen(hip, t);
  if (t >= hip.t) {
    const more = t - seen.t < 2 * STEP_T ? 0 : widening(hips[side === "left" ? "right" : "left"], seen.t, t);
    return seen.halfPx + Math.min(WIDENS_UNITS * body.unit, Math.max(0, more));
  }
  const waist = halfWidthAt(body, side, waistT);
  const even = waist + ((t - waistT) / (hip.t - waistT)) * (seen.halfPx - waist);
  const above = Math.min(1, (hip.t - t) / MEETS_T);
  return even + above * Math.max(0, own - even);
}
