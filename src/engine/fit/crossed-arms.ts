import type { Arm, SideName } from "./arm-chain.js";
import type { FittedSide } from "./types.js";

/** Share of a forearm at either end in which a crossing is none: hands that are clasped cross at the wrists. */
const ENDS = 0.15;
/** Chain position from which a sleeve lies on what is crossed. */
const SLEEVE_FROM = 0.8;

/** Share of the way from a's elbow to its wrist at which the line of b's forearm crosses it; NaN when they are parallel. */
function crossingOf(a: Arm, b: Arm): number {
  const [ux, uy] = [a.wrist.x - a.elbow.x, a.wrist.y - a.elbow.y];
  const [vx, vy] = [b.wrist.x - b.elbow.x, b.wrist.y - b.elbow.y];
  const [wx, wy] = [b.elbow.x - a.elbow.x, b.elbow.y - a.elbow.y];
  return (wx * vy - wy * vx) / (ux * vy - uy * vx);
}

/** Whether the forearms lie crossed before the body: each crosses the other well within its length. */
export function areForearmsCrossed({ left, right }: Readonly<Record<SideName, Arm>>): boolean {
  return [crossingOf(left, right), crossingOf(right, left)].every((at) => at > ENDS && at < 1 - ENDS);
}

/** Whether sleeves have to be drawn over arms that are crossed, whose order and hands can only be guessed. */
export function areSleevesCrossed(
  arms: Readonly<Record<SideName, Arm>>,
  sides: Readonly<Record<SideName, FittedSide>>,
): boolean {
  const ends = [sides.left.sleeve?.end ?? 0, sides.right.sleeve?.end ?? 0];
  return Math.max(...ends) > SLEEVE_FROM && areForearmsCrossed(arms);
}
