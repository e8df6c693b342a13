import type { Point } from "../image.js";
import { interpolateTable } from "../kernels/interpolate-table.js";
import { distanceToPolyline } from "../kernels/polyline.js";
import { armOutward, armRadius, type ArmChain } from "./arm-chain.js";
import type { BodyFrame } from "./body-frame.js";

/** Part of a sleeve's flat width that a tube of cloth shows when it hangs round an arm. */
const HANGING_SLEEVE = 0.8;
/** Cloth lies this much further out than the arm's edge. */
export const CLOTH_OVER_ARM = 1.05;
/** Cloth stands off the arm by no more than this in all, in units. */
const MOST = 0.45;
/** Half width of the mean over samples along the sleeve that evens its width out: seams and frills are narrower than what they hold. */
const SMOOTH_REACH = 2;
/** Share of the surplus that stands off the outer side of an arm that hangs straight down; the more it is raised, the more hangs below. */
const OUTSIDE_HANGING = 0.5;

/**
 * By how much a sleeve is wider than the arm in it, in px of the person photo, at chain positions: its width is that from its outer edge, whose samples
 * go to `positions`, to the other edge or to the seam at the armhole, whichever is nearer, so that a puff, a bell or a wide cuff shows where the garment
 * has it.
 */
export function measureSurplus(
  chain: ArmChain,
  sleeve: { readonly outer: readonly Point[]; readonly inner: readonly Point[] },
  { scale, positions }: { readonly scale: number; readonly positions: readonly number[] },
): (at: number) => number {
  const far = [sleeve.outer[0]!, ...sleeve.inner];
  const widths = sleeve.outer.map(({ x, y }) => distanceToPolyline(far, x, y));
  const surplus = widths.map((width, i) => {
    const over = HANGING_SLEEVE * scale * width - 2 * CLOTH_OVER_ARM * armRadius(chain, positions[i]!);
    return Math.min(MOST * chain.unit, Math.max(0, over));
  });
  const table = surplus.map((_, i): [number, number] => {
    const near = surplus.slice(Math.max(0, i - SMOOTH_REACH), i + SMOOTH_REACH + 1);
    return [positions[i]!, near.reduce((sum, v) => sum + v, 0) / near.length];
  });
  return (at) => interpolateTable(table, at);
}

/** Share of the surplus that stands off the arm's outer side at a chain position: cloth hangs. */
export function shareOutside({ down }: BodyFrame, chain: ArmChain, at: number): number {
  const out = armOutward(chain, at);
  const below = out.x * down.x + out.y * down.y;
  return Math.min(1, Math.max(0, OUTSIDE_HANGING * (1 + below)));
}
