import type { Image8, Mask } from "../image.js";
import { markLabels } from "../kernels/mark-labels.js";
import { erodeSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { createPalette, samplePixels } from "./colour-palette.js";

/** A colour is the top's where one of the top's is so near in CIE Lab, and the hair's are so much further. */
const TOPS_COLOUR = 7;
const FROM_HAIR = 8;
/** So many pixels tell the colours of hair and top, and a quarter of them at least. */
const SAMPLES = 250;

/**
 * Tells pixels that have one of the worn top's colours, of which it may have several, and none of the hair's: a dark collar under hair.
 * Shape: `image`, `parts` and `pureHair` of one size.
 */
export function tellTop(image: Image8, parts: Mask, pureHair: Mask): (i: number) => boolean {
  const hairs = samplePixels(pureHair.data, SAMPLES);
  const tops = samplePixels(erodeSquare(markLabels(parts, [PART.upper]), 1).data, SAMPLES);
  if (hairs.length < SAMPLES / 4 || tops.length < SAMPLES / 4) return () => false;
  const [hair, top] = [createPalette(image, hairs), createPalette(image, tops)];
  return (i) => {
    const far = top(image, i);
    return far < TOPS_COLOUR && hair(image, i) > far + FROM_HAIR;
  };
}
