import type { Image8, Mask } from "../image.js";
import { hasAny, maskWhere, pushPullFill } from "./push-pull.js";

/** Mean difference over the channels of two pixels. */
export function colourDifference(a: Image8, i: number, b: Image8, j: number): number {
  let sum = 0;
  for (let c = 0; c < 3; c++) sum += Math.abs(a.data[3 * i + c]! - b.data[3 * j + c]!);
  return sum / 3;
}

/** How badly one half of a masked part of a picture, in a chequerboard of 8-pixel fields, predicts the other half: mean difference per channel, 0..255. */
export function measureRoughness(photo: Image8, far: Mask): number {
  const isHalf = (i: number): boolean => ((i % far.width) >> 3) % 2 === (Math.floor(i / far.width) >> 3) % 2;
  const half = maskWhere(far.width, far.height, (i) => far.data[i] !== 0 && isHalf(i));
  if (!hasAny(half)) return Infinity;
  const trial = pushPullFill(photo, half);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < far.data.length; i++) {
    if (far.data[i] === 0 || half.data[i] !== 0) continue;
    sum += colourDifference(photo, i, trial, i);
    count++;
  }
  return count === 0 ? Infinity : sum / count;
}
