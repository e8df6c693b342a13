import { createMask, createPlane, type Mask } from "../image.js";
import { boxFilter } from "./box-filter.js";
import { resizePlane } from "./resize.js";
import { dilateSquare, erodeSquare } from "./square-morphology.js";

/**
 * A mask (0 or 255) with a smooth outline, 0..1 and soft over about two pixels: what is thinner than `radiusPx` goes, and the
 * border's steps with it. Labels are ragged by a pixel or three, which nobody sees until something else is painted up to them.
 */
export function smoothMask(mask: Mask, radiusPx: number): Float32Array {
  const half = radiusPx >> 1;
  const opened = dilateSquare(erodeSquare(mask, half), half);
  const plane = createPlane(mask.width, mask.height);
  for (let i = 0; i < plane.data.length; i++) plane.data[i] = opened.data[i]! / 255;
  const smooth = boxFilter(boxFilter(plane, half), half).data;
  // a radius of one pixel smooths nothing: full stays full there
  const steepness = Math.max(1, radiusPx / 2);
  for (let i = 0; i < smooth.length; i++)
    smooth[i] = Math.min(1, Math.max(0, 0.5 + (smooth[i]! - 0.5) * steepness));
  return smooth;
}

/** The pixel step at which {@link smoothCoarsely} looks. */
const STEP = 2;

/** {@link smoothMask}, found at half the size: a smooth line needs no more. Shape: the mask's. */
export function smoothCoarsely(mask: Mask, radiusPx: number): Float32Array {
  const { width, height } = mask;
  const w = Math.ceil(width / STEP);
  const h = Math.ceil(height / STEP);
  const small = createMask(w, h);
  for (let y = 0, k = 0; y < h; y++) {
    const row = Math.min(height - 1, STEP * y) * width;
    for (let x = 0; x < w; x++, k++) small.data[k] = mask.data[row + Math.min(width - 1, STEP * x)]!;
  }
  const data = smoothMask(small, Math.max(1, Math.round(radiusPx / STEP)));
  return resizePlane({ width: w, height: h, data }, width, height).data;
}
