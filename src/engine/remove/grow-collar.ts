import type { Image8, Mask } from "../image.js";
import { findComponents } from "../kernels/connected-components.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { createPalette, distanceTo, samplePixels } from "./colour-palette.js";

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
  const grown = { ...collar, data: collar.data.slice() };
  for (let i = 0; i < near.length; i++) {
    if (near[i] === 0 || parts.data[i] !== PART.hair || pureHair.data[i] !== 0) continue;
    const d = distanceTo(toCollar, image, i);
    if (d < NEAR && distanceTo(toHair, image, i) > d + NEARER) grown.data[i] = 255;
  }
  const { labels, list } = findComponents(grown);
  const isCollar = new Uint8Array(list.length + 1);
  for (let i = 0; i < labels.length; i++) if (collar.data[i] !== 0) isCollar[labels[i]!] = 255;
  for (let i = 0; i < labels.length; i++) grown.data[i] = isCollar[labels[i]!]!;
  return grown;
}
