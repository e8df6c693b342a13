import type { Mask } from "../image.js";
import { findComponents } from "../kernels/connected-components.js";
import { close } from "../kernels/morphology.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";
import { measureDifference } from "./fit-background.js";
import type { Separation } from "./separate-garment.js";

/** Median Lab distance from the ground above which a garment is dark enough to tell from its shadow. */
const CONTRAST_MIN = 45;
/** Beside such a garment, what differs from the ground by less than this share of that is shadow. */
const SHADOW_SHARE = 0.4;
/** ... and so much less where it fades into that: a shadow goes over into the ground, cloth ends at an edge. */
const FADING_SHARE = 0.65;
/** Lab distances of neighbours in a fading shadow differ by no more than this. */
const FADING_STEP = 4;
/** Closing radius as a fraction of the picture's longer side. */
const CLOSING = 200;

/** Takes a dark garment's shadow on a pale ground off its mask: what is much nearer to the ground and joined to it. */
export function dropShadow(lab: LabImage, { mask, contrast, background }: Separation): Mask {
  if (contrast < CONTRAST_MIN) return mask;
  const difference = measureDifference(lab, background).data;
  const pale = new Uint8Array(mask.data.length);
  for (let i = 0; i < pale.length; i++)
    if (
      mask.data[i] === 0 ||
      difference[i]! < SHADOW_SHARE * contrast ||
      (difference[i]! < FADING_SHARE * contrast && isFading(difference, i, mask.width))
    )
      pale[i] = 255;
  const { labels, list } = findComponents({ ...mask, data: pale }, 4);
  const isOpen = list.map((c) => c.touchesBorder);
  const isShadow = (v: number, i: number): boolean => v > 0 && labels[i]! > 0 && isOpen[labels[i]! - 1]!;
  if (!mask.data.some(isShadow)) return mask;
  const data = mask.data.map((v, i) => (isShadow(v, i) ? 0 : v));
  // pale beads and stitches at the edge come back
  return close({ ...mask, data }, Math.max(mask.width, mask.height) / CLOSING);
}

/** Whether a pixel differs from the ground about as much as its four neighbours do. */
function isFading(difference: Float32Array, i: number, width: number): boolean {
  const own = difference[i]!;
  for (const step of [-width, -1, 1, width])
    if (Math.abs((difference[i + step] ?? own) - own) > FADING_STEP) return false;
  return true;
}
