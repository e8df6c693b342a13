import type { Mask } from "../image.js";
import { distanceInside, distanceToMask } from "./distance-transform.js";

/**
 * Binary dilation by a disc of `radiusPx`: every pixel within that distance of the mask (coverage >= 128).
 * The picture's frame is no boundary: nothing lies beyond it.   Cost O(pixels), whatever the radius.
 */
export function dilate(mask: Mask, radiusPx: number): Mask {
  const distance = distanceToMask(mask).data;
  const data = new Uint8Array(distance.length);
  for (let i = 0; i < data.length; i++) data[i] = distance[i]! <= radiusPx ? 255 : 0;
  return { width: mask.width, height: mask.height, data };
}

/** Binary erosion by a disc of `radiusPx`: what lies deeper inside than that. The frame does not erode. */
export function erode(mask: Mask, radiusPx: number): Mask {
  const depth = distanceInside(mask).data;
  const data = new Uint8Array(depth.length);
  for (let i = 0; i < data.length; i++) data[i] = depth[i]! > radiusPx ? 255 : 0;
  return { width: mask.width, height: mask.height, data };
}

/** Erosion, then dilation: removes what is thinner than 2 · `radiusPx`. */
export function open(mask: Mask, radiusPx: number): Mask {
  return dilate(erode(mask, radiusPx), radiusPx);
}

/**
 * Dilation, then erosion: closes gaps thinner than 2 · `radiusPx`. The gap between the mask and the picture's frame is none:
 * the mask is closed as if the picture went on.
 */
export function close(mask: Mask, radiusPx: number): Mask {
  const margin = Math.ceil(radiusPx) + 1;
  const padded = pad(mask, margin);
  const closed = erode(dilate(padded, radiusPx), radiusPx);
  const data = new Uint8Array(mask.width * mask.height);
  for (let y = 0; y < mask.height; y++) {
    const from = (y + margin) * padded.width + margin;
    data.set(closed.data.subarray(from, from + mask.width), y * mask.width);
  }
  return { width: mask.width, height: mask.height, data };
}

function pad(mask: Mask, margin: number): Mask {
  const width = mask.width + 2 * margin;
  const height = mask.height + 2 * margin;
  const data = new Uint8Array(width * height);
  for (let y = 0; y < mask.height; y++) {
    data.set(mask.data.subarray(y * mask.width, (y + 1) * mask.width), (y + margin) * width + margin);
  }
  return { width, height, data };
}
