import { KEYPOINT } from "../engine/mod.js";

/** Each keypoint's partner on the body's other side, or itself. */
const PARTNERS = findPartners();

function findPartners(): readonly number[] {
  const indices = KEYPOINT as Readonly<Record<string, number>>;
  const partners = Object.values(indices).map((_, i) => i);
  for (const [name, index] of Object.entries(indices)) {
    const other = /left/i.test(name)
      ? name.replace("left", "right").replace("Left", "Right")
      : name.replace("right", "left").replace("Right", "Left");
    partners[index] = indices[other] ?? index;
  }
  return partners;
}

/** A list in the order of the keypoints with the body's left and right exchanged. */
export function swapSides<T>(points: readonly T[]): T[] {
  return points.map((point, i) => points[PARTNERS[i] ?? i] ?? point);
}
