import type { Image8, Mask } from "../image.js";
import { markLabels } from "../kernels/mark-labels.js";
import { erodeSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { createPalette, distanceTo, samplePixels, type Palette } from "./colour-palette.js";

/** A colour is the top's where one of the top's is so near in CIE Lab, and the hair's are so much further. */
const TOPS_COLOUR = 7;
const FROM_HAIR = 8;
/** So many pixels tell the colours of hair and top, and a quarter of them at least. */
const SAMPLES = 250;

/** The colours of a worn top, of which it may have several, and of the hair over it. */
export interface TopColours {
  readonly image: Image8;
  readonly hair: Palette;
  readonly top: Palette;
}

/**
 * Reads the colours by which a dark collar under hair is told from it ({@link isTopsOwn}); null where hair or top are too small for that.
 * Shape: `image`, `parts` and `pureHair` of one size.
 */
export function tellTop(image: Image8, parts: Mask, pureHair: Mask): TopColours | null {
  const hairs = samplePixels(pureHair.data, SAMPLES);
  const tops = samplePixels(erodeSquare(markLabels(parts, [PART.upper]), 1).data, SAMPLES);
  if (hairs.length < SAMPLES / 4 || tops.length < SAMPLES / 4) return null;
  return { image, hair: createPalette(image, hairs), top: createPalette(image, tops) };
}

/** Whether a pixel has one of the top's colours and none of the hair's. */
export function isTopsOwn({ image, hair, top }: TopColours, i: number): boolean {
  const far = distanceTo(top, image, i);
  return far < TOPS_COLOUR && distanceTo(hair, image, i) > far + FROM_HAIR;
}
