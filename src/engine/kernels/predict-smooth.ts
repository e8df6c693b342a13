import { createMask, type Image8, type Mask } from "../image.js";
import { hasAny, pushPullFill } from "./push-pull.js";

/** Mean difference over the channels of two pixels. */
export function colourDifference(a: Image8, i: number, b: Image8, j: number): number {
  let sum = 0;
  for (let c = 0; c < 3; c++) sum += Math.abs(a.data[3 * i + c]! - b.data[3 * j + c]!);
  return sum / 3;
}

/** Every other 8-pixel field of a mask (255). */
function halveFields({ width, height, data }: Mask): Mask {
  const half = createMask(width, height);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++)
      if (data[i] !== 0 && (x >> 3) % 2 === (y >> 3) % 2) half.data[i] = 255;
  return half;
}

/** How badly one half of a masked part of a picture, in a chequerboard of 8-pixel fields, predicts the other half: mean difference per channel, 0..255. */
export function measureRoughness(photo: Image8, far: Mask): number {
  const half = halveFields(far);
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
