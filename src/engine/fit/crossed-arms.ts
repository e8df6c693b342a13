import type { Arm, SideName } from "./arm-chain.js";
import type { FittedSide } from "./types.js";

/** One forearm is crossed before this share of its length, hands that are clasped are not; the other no further out than its hand. */
const MIDDLE = 0.8;
const HAND_END = 1.15;
/** Chain position from which a sleeve lies on what is crossed. */
const SLEEVE_FROM = 0.8;

/** Share of the way from a's elbow to its wrist at which the line of b's forearm crosses it; NaN when they are parallel. */
function crossingOf(a: Arm, b: Arm): number {
  const [ux, uy] = [a.wrist.x - a.elbow.x, a.wrist.y - a.elbow.y];
  const [vx, vy] = [b.wrist.x - b.elbow.x, b.wrist.y - b.elbow.y];
  const [wx, wy] = [b.elbow.x - a.elbow.x, b.elbow.y - a.elbow.y];
  return (wx * vy - wy * vx) / (ux * vy - uy * vx);
}

/** Whether the forearms lie crossed before the body: one crosses the other well before its wrist. */
export function areForearmsCrossed({ left, right }: Readonly<Record<SideName, Arm>>): boolean {
  const [a, b] = [crossingOf(left, right), crossingOf(right, left)];
  return Math.min(a, b) > 0 && Math.min(a, b) < MIDDLE && Math.max(a, b) < HAND_END;
}

/** Whether sleeves have to be drawn over arms that are crossed, whose order and hands can only be guessed. */
export function areSleevesCrossed(
  arms: Readonly<Record<SideName, Arm>>,
  sides: Readonly<Record<SideName, FittedSide>>,
): boolean {
  const ends = [sides.left.sleeve?.end ?? 0, sides.right.sleeve?.end ?? 0];
  return Math.max(...ends) > SLEEVE_FROM && areForearmsCrossed(arms);
}
