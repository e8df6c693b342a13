import { createMask, type Mask } from "../image.js";
import { findComponents } from "../kernels/connected-components.js";

/** The largest component alone. */
export function keepLargest(mask: Mask): Mask {
  const { labels, list } = findComponents(mask);
  const largest = list.reduce((a, b) => (b.area > a.area ? b : a), list[0]!);
  const kept = createMask(mask.width, mask.height);
  for (let i = 0; i < labels.length; i++) if (labels[i] === largest.label) kept.data[i] = 255;
  return kept;
}

/** Leaves out what lies at the frame beside the garment: borders and shadows of the photo. */
export function dropFrame(mask: Mask): Mask {
  const { labels, list } = findComponents(mask);
  const largest = list.reduce((a, b) => (b.area > a.area ? b : a), list[0]!);
  const isFrame = new Uint8Array(list.length + 1);
  for (const component of list)
    if (component.touchesBorder && component !== largest) isFrame[component.label] = 1;
  const data = mask.data.slice();
  for (let i = 0; i < data.length; i++) if (isFrame[labels[i]!] === 1) data[i] = 0;
  return { ...mask, data };
}
