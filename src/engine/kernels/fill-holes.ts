import type { Mask } from "../image.js";
import { findComponents, type Component } from "./connected-components.js";

/** A hole of a mask: a region of background that does not reach the frame, with its pixels' indices. */
export interface Hole extends Component {
  readonly pixels: Int32Array;
}

/** Lists the holes of `mask` (coverage >= 128); the background is 4-connected, as the mask is 8-connected. */
export function findHoles(mask: Mask): readonly Hole[] {
  const inverse = { ...mask, data: mask.data.map((v) => (v >= 128 ? 0 : 255)) };
  const { labels, list } = findComponents(inverse, 4);
  const inner = list.filter((c) => !c.touchesBorder);
  const slots = new Map(inner.map((c) => [c.label, { pixels: new Int32Array(c.area), next: 0 }]));
  for (let i = 0; i < labels.length; i++) {
    const slot = slots.get(labels[i]!);
    if (slot) slot.pixels[slot.next++] = i;
  }
  return inner.map((c) => ({ ...c, pixels: slots.get(c.label)!.pixels }));
}

/** Fills the holes of `mask` for which `shouldFill` answers yes; all of them unless told. @default shouldFill every hole */
export function fillHoles(mask: Mask, shouldFill: (hole: Hole) => boolean = () => true): Mask {
  const data = mask.data.map((v) => (v >= 128 ? 255 : 0));
  for (const hole of findHoles(mask)) {
    if (!shouldFill(hole)) continue;
    for (const i of hole.pixels) data[i] = 255;
  }
  return { width: mask.width, height: mask.height, data };
}
