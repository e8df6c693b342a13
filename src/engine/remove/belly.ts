import type { Point } from "../image.js";
import type { SideName } from "../fit/arm-chain.js";
import { halfWidthAt, torsoPlace } from "../fit/body-frame.js";
import { acrossAt, axisAt } from "../fit/torso-axis.js";
import { partAt, type LowerFrame } from "../fit/worn-lower.js";
import { along } from "../kernels/polyline.js";
import { PART } from "../person/types.js";

/** The top, or the belly, goes on to this t below the worn waist: the new waistband may be lower. */
const WAIST_ROOM_T = 0.04;
/** Its outline is read so far above the worn waist, in t, at the first place where it ends before the background: waistbands stand off from the body. */
const ABOVE_T: readonly number[] = [0.03, 0.05, 0.07, 0.09, 0.11];
/** Width in px of the ramp from belly to background. */
const RAMP_PX = 1.2;

/** How far the top, or bare skin, reaches from the body's middle above the waist, over the body's half width there; Infinity where it is not seen to end. */
export type Belly = Readonly<Record<SideName, number>>;

/** Reads the outline of what is worn, or bare, just above the lower garment. */
export function measureBelly({ person, body, waist }: LowerFrame): Belly {
  const readAt = (side: SideName, t: number): number => {
    const sign = side === "left" ? 1 : -1;
    const half = halfWidthAt(body, side, t);
    for (let d = 0; d < half; d++) {
      const part = partAt(person, along(axisAt(body, t), acrossAt(body, t), sign * d));
      if (part === PART.background) return d / half;
      if (part !== PART.upper && part !== PART.neck) return Infinity;
    }
    return Infinity;
  };
  const read = (side: SideName): number => {
    if (waist === null) return Infinity;
    const t = waist.middle + (side === "left" ? 1 : -1) * waist.slope;
    return ABOVE_T.map((above) => readAt(side, t - above)).find((u) => u < Infinity) ?? Infinity;
  };
  return { left: read("left"), right: read("right") };
}

/** Coverage 0..1 of the top or the belly at (x, y) of the photo: above the worn waist, with some room, and between the body's sides. */
export function coverBelly({ body, waist }: LowerFrame, belly: Belly, { x, y }: Point): number {
  if (waist === null) return 0;
  const { t, lateralPx } = torsoPlace(body, x, y);
  const side = lateralPx < 0 ? "right" : "left";
  const half = halfWidthAt(body, side, t);
  const u = lateralPx / half;
  if (Math.abs(u) >= 1 || t >= waist.middle + waist.slope * u + WAIST_ROOM_T) return 0;
  if (belly[side] === Infinity) return 1;
  return Math.min(1, Math.max(0, 0.5 + ((belly[side] - Math.abs(u)) * half) / RAMP_PX));
}
