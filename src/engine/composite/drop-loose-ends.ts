import { createMask, type Mask } from "../image.js";
import { findComponents } from "../kernels/connected-components.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import type { Layer } from "../warp/mod.js";

/** Coverage 0..1 from which the neck hides what lies behind it. */
const HIDDEN = 0.98;
/** Coverage 0..1 from which cloth is there. */
const CLOTH = 0.5;
/** A piece of the front up to so large, in square units, is a strap's end. */
const END_AREA = 0.02;
/** Between it and the strap's inside lie no more px. */
const NEAR_PX = 2;

function markCloth({ image: { width, height, data } }: Layer, least: number): Mask {
  const mask = createMask(width, height);
  for (let i = 0; i < mask.data.length; i++) if (data[4 * i + 3]! >= least) mask.data[i] = 255;
  return mask;
}

/** A layer without the marked components. */
function without(layer: Layer, labels: Int32Array, isDropped: Uint8Array): Layer {
  const data = layer.image.data.slice();
  for (let i = 0; i < labels.length; i++) if (isDropped[labels[i]!] === 1) data[4 * i + 3] = 0;
  return { ...layer, image: { ...layer.image, data } };
}

/**
 * The inside of a garment's back without what would stand beside the neck by itself: the end of a halter's strap, which is tied behind it. What
 * shows of a collar goes over into the front on the shoulders.
 * Shape    `neck` and `cloth` (0..1, of the front) the layer's size.
 */
export function dropBackEnds(
  back: Layer,
  { neck, cloth }: { readonly neck: Float32Array; readonly cloth: Float32Array },
): Layer {
  const seen = markCloth(back, 1);
  for (let i = 0; i < seen.data.length; i++) {
    if (neck[i]! >= HIDDEN) seen.data[i] = 0;
    if (cloth[i]! >= CLOTH) seen.data[i] = 255;
  }
  const { labels, list } = findComponents(seen);
  const isDropped = new Uint8Array(list.length + 1).fill(1, 1);
  for (let i = 0; i < labels.length; i++) if (cloth[i]! >= CLOTH) isDropped[labels[i]!] = 0;
  return without(back, labels, isDropped);
}

/** The front without a strap's end that the inside of the back parts from the rest: it would lie on the shoulder by itself. */
export function dropFrontEnds(front: Layer, back: Layer, unit: number): Layer {
  const { labels, list } = findComponents(markCloth(front, 1));
  const isDropped = new Uint8Array(list.length + 1);
  const small = list.filter(({ area }) => area < END_AREA * unit * unit);
  if (small.length === 0 || small.length === list.length) return front;
  const near = dilateSquare(markCloth(back, 1), NEAR_PX).data;
  for (const { label, minX, maxX, minY, maxY } of small) {
    for (let y = minY; y <= maxY; y++) {
      for (let x = minX; x <= maxX; x++) {
        const i = y * front.image.width + x;
        if (labels[i] === label && near[i] !== 0) isDropped[label] = 1;
      }
    }
  }
  return without(front, labels, isDropped);
}
