import type { Mask } from "../image.js";
import { maskWhere } from "../kernels/push-pull.js";
import { erodeSquare } from "../kernels/square-morphology.js";
import type { PersonCrop } from "./types.js";

/** Colours are taken from pixels at least this far from another part, in px: nearer ones are mixed. */
const PURE_PX = 2;

/** Pixels of the wanted parts that stay and whose colour is not mixed with another's. */
export function findPure(
  crop: PersonCrop,
  removed: Mask,
  wanted: (part: number, index: number) => boolean,
): Mask {
  const { parts } = crop;
  const source = maskWhere(
    parts.width,
    parts.height,
    (i) => removed.data[i] === 0 && wanted(parts.data[i]!, i),
  );
  return erodeSquare(source, PURE_PX);
}
