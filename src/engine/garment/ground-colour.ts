import type { Mask } from "../image.js";
import { length3 } from "../kernels/length.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";

/** Lab distance from the ground's colour below which a pixel looks like ground. */
export const GROUND_DISTANCE = 9;
/** Cloth is told from its ground where it is this different from it in the mean, in Lab. */
const CLOTH_DISTANCE = 25;
/** More of the cloth than this that looks like background is a print: white stripes on a white ground. */
const CLOTH_ALIKE = 0.03;

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

/** How far the cloth is from the background's colour in the mean, in Lab; null where too little for that what looks like background is. */
export function measureContrast(lab: LabImage, mask: Mask, ground: GroundColour): number | null {
  let sum = 0;
  let alike = 0;
  let count = 0;
  for (let i = 0; i < mask.data.length; i++) {
    if (mask.data[i] === 0) continue;
    const distance = groundDistance(ground, lab, i);
    sum += distance;
    if (distance < GROUND_DISTANCE) alike++;
    count++;
  }
  return sum > CLOTH_DISTANCE * count && alike < CLOTH_ALIKE * count ? sum / count : null;
}
