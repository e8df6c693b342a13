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

/** Where a side of the lower garment first comes to light below the worn top. */
interface Hip {
  readonly t: number;
  readonly halfPx: number;
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
  let last: number | null = null;
  for (let d = 0; d < limit; d++) {
    const p = along(axis, across, sign * d);
    const x = Math.floor(p.x) - rect.left;
    const y = Math.floor(p.y) - rect.top;
    if (x < 0 || y < 0 || x >= parts.width || y >= parts.height) return null;
    const part = parts.data[y * parts.width + x]!;
    if (part === PART.background) return last === PART.lower ? d : null;
    last = part;
  }
  return null;
}

/**
 * Half width in px of what is worn below the waist where a long top hides it: from the waist it widens evenly to where the lower garment's edge is
 * first seen beside background. Where that is not seen, or is no wider than the body, the body's.
 */
export function readHipOutline(crop: PersonCrop, body: BodyFrame, waistT: number): HipOutline {
  const find = (side: SideName): Hip | null => {
    for (let t = waistT; t < TO_T; t += STEP_T) {
      const halfPx = findEdge(crop, body, side, t);
      if (halfPx !== null) return halfPx > halfWidthAt(body, side, t) ? { t, halfPx } : null;
    }
    return null;
  };
  return { body, waistT, hips: { left: find("left"), right: find("right") } };
}

/** Half width in px at t, see {@link readHipOutline}. */
export function hipHalfAt({ body, waistT, hips }: HipOutline, side: SideName, t: number): number {
  const own = halfWidthAt(body, side, t);
  const hip = hips[side];
  if (hip === null || t <= waistT) return own;
  const share = Math.min(1, (t - waistT) / Math.max(STEP_T, hip.t - waistT));
  const waist = halfWidthAt(body, side, waistT);
  return Math.max(own, waist + share * (hip.halfPx - waist));
}
