import type { Mask } from "../image.js";
import { findComponents } from "../kernels/connected-components.js";

/** The largest component alone. */
export function keepLargest(mask: Mask): Mask {
  const { labels, list } = findComponents(mask);
  const largest = list.reduce((a, b) => (b.area > a.area ? b : a), list[0]!);
  return { ...mask, data: mask.data.map((_, i) => (labels[i] === largest.label ? 255 : 0)) };
}

/** Leaves out what lies at the frame beside the garment: borders and shadows of the photo. */
export function dropFrame(mask: Mask): Mask {
  const { labels, list } = findComponents(mask);
  const largest = list.reduce((a, b) => (b.area > a.area ? b : a), list[0]!);
  const data = mask.data.map((v, i) => {
    const component = list[labels[i]! - 1];
    return component?.touchesBorder && component !== largest ? 0 : v;
  });
  return { ...mask, data };
}
