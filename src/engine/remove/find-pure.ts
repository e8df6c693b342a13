import type { Mask } from "../image.js";
import { intersectMasks } from "../kernels/mask-logic.js";
import { markLabels } from "../kernels/mark-labels.js";
import { erodeSquare } from "../kernels/square-morphology.js";
import type { PersonCrop } from "./types.js";

/** Colours are taken from pixels at least this far from another part, in px: nearer ones are mixed. */
const PURE_PX = 2;

/** Pixels of the wanted parts that stay and whose colour is not mixed with another's; those that are not `fitting` (0 there) count as another's. */
export function findPure(crop: PersonCrop, removed: Mask, wanted: Iterable<number>, fitting?: Mask): Mask {
  const source = markLabels(crop.parts, wanted, removed);
  return erodeSquare(fitting === undefined ? source : intersectMasks(source, fitting), PURE_PX);
}
