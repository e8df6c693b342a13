import type { Mask } from "../image.js";
import { findComponents } from "../kernels/connected-components.js";

/** A separate piece of at least this share of the largest one's area is a garment of its own, not a belt or a shadow. */
const OWN_GARMENT = 0.25;

/** How many garments lie apart in the photo. Pieces that touch its border are not counted, unless it is the only one. */
export function countGarments(mask: Mask): number {
  const { list } = findComponents(mask);
  const largest = Math.max(0, ...list.map(({ area }) => area));
  const garments = list.filter(({ area, touchesBorder }) => area >= OWN_GARMENT * largest && !touchesBorder);
  return Math.max(largest > 0 ? 1 : 0, garments.length);
}
