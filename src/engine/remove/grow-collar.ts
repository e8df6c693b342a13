import type { Image8, Mask } from "../image.js";
import { findComponents } from "../kernels/connected-components.js";
import { maskWhere } from "../kernels/push-pull.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { createPalette, samplePixels } from "./colour-palette.js";

/** So many pixels tell the colours of collar and hair, and a tenth of them at least. */
const SAMPLES = 200;
/** A colour is the collar's if one of the collar's is so near in CIE Lab, and so much nearer than all of the hair's. */
const NEAR = 6;
const NEARER = 2;

/**
 * A collar that was taken for hair, with its ends that lie beside or under the hair: what is connected with it, no further than `reachPx` away,
 * and has its colours rather than those of `pureHair`. 255 at its pixels. Shape: all of one size.
 */
export function growCollar(
  image: Image8,
  { parts, collar, pureHair }: { readonly parts: Mask; readonly collar: Mask; readonly pureHair: Mask },
  reachPx: number,
): Mask {
  const [own, hairs] = [samplePixels(collar.data, SAMPLES), samplePixels(pureHair.data, SAMPLES)];
  if (Math.min(own.length, hairs.length) < SAMPLES / 10) return collar;
  const [toCollar, toHair] = [createPalette(image, own), createPalette(image, hairs)];
  const near = dilateSquare(collar, reachPx).data;
  const grown = maskWhere(parts.width, parts.height, (i) => {
    if (collar.data[i] !== 0) return true;
    if (near[i] === 0 || parts.data[i] !== PART.hair || pureHair.data[i] !== 0) return false;
    const d = toCollar(image, i);
    return d < NEAR && toHair(image, i) > d + NEARER;
  });
  const { labels } = findComponents(grown);
  const isCollar = new Set<number>();
  for (let i = 0; i < labels.length; i++) if (collar.data[i] !== 0) isCollar.add(labels[i]!);
  return maskWhere(parts.width, parts.height, (i) => labels[i] !== 0 && isCollar.has(labels[i]!));
}
