import type { LowerSide } from "./types.js";

/** The leg's outer edge begins above the crotch by no more than this part of the rise. */
const RISE_PART = 0.25;

/**
 * Row of the outer edge at which a leg begins. Legs are cut across like their hem: where flared legs, spread in the photo, have hems that
 * rise outward, the line from the crotch to the outer edge rises as much.
 */
export function legTopY({ waist, outer, inner }: LowerSide, crotch: { readonly y: number }): number {
  const rise = inner ? inner.at(-1)!.y - outer.at(-1)!.y : 0;
  return crotch.y - Math.min(Math.max(0, rise), RISE_PART * (crotch.y - waist.y));
}
