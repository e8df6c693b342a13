import type { NamedSkin } from "./join-arm-skin.js";
import { limbRho, type PoseGeometry } from "./pose-geometry.js";
import { PART } from "./types.js";

/** A midriff is bare over no more than this, in units. */
const HIGHEST_UNITS = 0.9;
/** An arm crosses a column that comes nearer to its bones than this, in the arm's radii. */
const CROSSES_RHO = 0.5;

/**
 * Skin that was named arm because an arm hangs close by: where a column of skin leads straight from the top's hem down to the waistband and no arm
 * crosses it, it is the trunk's. In place; `pose` in the same pixels.
 */
export function freeMidriff(named: NamedSkin, pose: PoseGeometry): void {
  const { width, height, names } = named;
  const highest = HIGHEST_UNITS * pose.unit;
  for (let x = 0; x < width; x++) {
    let from = -1; // first row of the skin below the hem
    for (let y = 1; y < height; y++) {
      const name = names[y * width + x]!;
      if (name === PART.upper) from = y + 1;
      else if (name === PART.lower) {
        if (from >= 0 && y > from && y - from < highest) nameTrunk(named, pose, { x, from, to: y });
        from = -1;
      } else if (name !== PART.leftArm && name !== PART.rightArm && name !== PART.neck) from = -1;
    }
  }
}

/** Names a column of skin, rows `from` to `to`, trunk if no arm crosses it. */
function nameTrunk(
  { width, names }: NamedSkin,
  pose: PoseGeometry,
  { x, from, to }: { readonly x: number; readonly from: number; readonly to: number },
): void {
  for (let y = from; y < to; y++) {
    const arm = Math.min(limbRho(pose.leftArm, x + 0.5, y + 0.5), limbRho(pose.rightArm, x + 0.5, y + 0.5));
    if (arm < CROSSES_RHO) return;
  }
  for (let y = from; y < to; y++) names[y * width + x] = PART.neck;
}
