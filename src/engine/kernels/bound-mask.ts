import type { Mask } from "../image.js";
import type { Rect } from "./crop.js";

/** The smallest rectangle that holds the mask's non-zero pixels, grown by `padPx` and cut to the frame; null without any. */
export function boundMask(mask: Mask, padPx: number): Rect | null {
  const { width, height, data } = mask;
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  for (let y = 0, row = 0; y < height; y++, row += width) {
    let first = 0;
    while (first < width && data[row + first] === 0) first++;
    if (first === width) continue;
    let last = width - 1;
    while (data[row + last] === 0) last--;
    if (first < left) left = first;
    if (last > right) right = last;
    if (top === height) top = y;
    bottom = y;
  }
  if (right < 0) return null;
  left = Math.max(0, left - padPx);
  top = Math.max(0, top - padPx);
  right = Math.min(width - 1, right + padPx);
  bottom = Math.min(height - 1, bottom + padPx);
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}
