import type { Mask } from "../image.js";
import { length3 } from "../kernels/length.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";

/** The ground's Lab colour. */
export type GroundColour = readonly [number, number, number];

/** Mean Lab colour of the pixels outside the mask, which is of the picture's size. */
export function measureGround(lab: LabImage, mask: Mask): GroundColour {
  const sum = [0, 0, 0];
  let count = 0;
  for (let i = 0; i < mask.data.length; i++) {
    if (mask.data[i] !== 0) continue;
    count++;
    for (let c = 0; c < 3; c++) sum[c]! += lab.data[3 * i + c]!;
  }
  return [sum[0]! / Math.max(1, count), sum[1]! / Math.max(1, count), sum[2]! / Math.max(1, count)];
}

/** Lab distance of the i-th pixel from the ground. */
export function groundDistance(ground: GroundColour, lab: LabImage, i: number): number {
  return length3(
    lab.data[3 * i]! - ground[0],
    lab.data[3 * i + 1]! - ground[1],
    lab.data[3 * i + 2]! - ground[2],
  );
}
