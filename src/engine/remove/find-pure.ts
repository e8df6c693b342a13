import type { Mask } from "../image.js";
import { markLabels } from "../kernels/mark-labels.js";
import { erodeSquare } from "../kernels/square-morphology.js";
import type { PersonCrop } from "./types.js";

/** Colours are taken from pixels at least this far from another part, in px: nearer ones are mixed. */
const PURE_PX = 2;

/** Pixels of the wanted parts that stay and whose colour is not mixed with another's; those that are not `isFitting` count as another's. */
export function findPure(
  crop: PersonCrop,
  removed: Mask,
  wanted: Iterable<number>,
  isFitting?: (index: number) => boolean,
): Mask {
  const source = markLabels(crop.parts, wanted, removed);
  if (isFitting !== undefined)
    for (let i = 0; i < source.data.length; i++)
      if (source.data[i] !== 0 && !isFitting(i)) source.data[i] = 0;
  return erodeSquare(source, PURE_PX);
}
