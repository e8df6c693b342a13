import type { Limb, PoseGeometry } from "./pose-geometry.js";

/** Shoes begin this far above the ankle joint and end this far from it, in units. */
const ABOVE_ANKLE = 0.08;
const REACH = 0.65;

function isBeyondAnkle(leg: Limb, unit: number, x: number, y: number): boolean {
  const [, knee, ankle] = leg.joints;
  const [dx, dy] = [ankle.x - knee.x, ankle.y - knee.y];
  const length = Math.sqrt(dx * dx + dy * dy) || 1;
  const [px, py] = [x - ankle.x, y - ankle.y];
  return (px * dx + py * dy) / length > -ABOVE_ANKLE * unit && px * px + py * py < (REACH * unit) ** 2;
}

/** Whether a pixel of the person belongs to a foot or its shoe. */
export function isFoot(pose: PoseGeometry, x: number, y: number): boolean {
  return isBeyondAnkle(pose.leftLeg, pose.unit, x, y) || isBeyondAnkle(pose.rightLeg, pose.unit, x, y);
}
