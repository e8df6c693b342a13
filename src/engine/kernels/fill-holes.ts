import { createMask, type Mask } from "../image.js";
import { findComponents, type Component } from "./connected-components.js";

/** A hole of a mask: a region of background that does not reach the frame, with its pixels' indices. */
export interface Hole extends Component {
  readonly pixels: Int32Array;
}

/** Lists the holes of `mask` (coverage >= 128); the background is 4-connected, as the mask is 8-connected. */
export function findHoles(mask: Mask): readonly Hole[] {
  const inverse = createMask(mask.width, mask.height);
  for (let i = 0; i < mask.data.length; i++) if (mask.data[i]! < 128) inverse.data[i] = 255;
  const { labels, list } = findComponents(inverse, 4);
  const inner = list.filter((c) => !c.touchesBorder);
  return inner.map((c) => ({ ...c, pixels: listPixels(labels, mask.width, c) }));
}

/** Indices of a component's pixels, in scan order. */
function listPixels(labels: Int32Array, width: number, component: Component): Int32Array {
  const { label, area, minX, maxX, minY, maxY } = component;
  const pixels = new Int32Array(area);
  let next = 0;
  for (let y = minY; y <= maxY; y++) {
    for (let i = y * width + minX; i <= y * width + maxX; i++) if (labels[i] === label) pixels[next++] = i;
  }
  return pixels;
}

/** Fills the holes of `mask` for which `shouldFill` answers yes; all of them unless told. @default shouldFill every hole */
export function fillHoles(mask: Mask, shouldFill: (hole: Hole) => boolean = () => true): Mask {
  const data = new Uint8Array(mask.data.length);
  for (let i = 0; i < data.length; i++) if (mask.data[i]! >= 128) data[i] = 255;
  for (const hole of findHoles(mask)) {
    if (!shouldFill(hole)) continue;
    for (const i of hole.pixels) data[i] = 255;
  }
  return { width: mask.width, height: mask.height, data };
}
