import type { Image8, Mask } from "../image.js";
import { findComponents } from "../kernels/connected-components.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";
import { bridgeCollar } from "./bridge-collar.js";
import { findForeground, type Foreground } from "./find-foreground.js";
import { fitBackground, measureDifference, type Background } from "./fit-background.js";

/** A foreground that fills this share of its box is a panel on which the garment lies, not a garment. */
const PANEL_FILL = 0.96;
/** The panel's own rim is left out, as a share of its sides. */
const PANEL_RIM = 0.015;

/** The garment and the ground it was told from. */
export interface Separation extends Foreground {
  readonly background: Background;
}

/** Separates the garment from a plain ground; where the ground holds a plain panel, from the panel. Undefined when nothing is there. */
export function separateGarment(lab: LabImage): Separation | undefined {
  const background = fitBackground(lab);
  const found = findForeground(measureDifference(lab, background), background);
  if (!found) return undefined;
  const { list } = findComponents(found.mask);
  const panel = list.reduce((a, b) => (b.area > a.area ? b : a));
  const width = panel.maxX - panel.minX + 1;
  const height = panel.maxY - panel.minY + 1;
  if (panel.area < PANEL_FILL * width * height)
    return { ...found, mask: bridgeCollar(found.mask), background };
  const rim = Math.ceil(PANEL_RIM * Math.max(width, height)) + 1;
  const box = { x: panel.minX + rim, y: panel.minY + rim, width: width - 2 * rim, height: height - 2 * rim };
  const inner = cropLab(lab, box);
  const ground = fitBackground(inner);
  const onPanel = findForeground(measureDifference(inner, ground), ground);
  if (!onPanel) return { ...found, background };
  return { mask: placeMask(onPanel.mask, box, lab), contrast: onPanel.contrast, background: ground };
}

/** Transparent pixels below this share are no cut-out. */
const CLEAR_SHARE = 0.02;

/** The alpha channel as a mask, if the picture has one that cuts something out. */
export function readAlpha(image: Image8): Mask | undefined {
  if (image.channels !== 4) return undefined;
  const data = new Uint8Array(image.width * image.height);
  let clear = 0;
  for (let i = 0; i < data.length; i++) {
    data[i] = image.data[i * 4 + 3]!;
    if (data[i]! < 128) clear++;
  }
  return clear > CLEAR_SHARE * data.length ? { width: image.width, height: image.height, data } : undefined;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function cropLab(lab: LabImage, box: Box): LabImage {
  const data = new Float32Array(box.width * box.height * 3);
  for (let y = 0; y < box.height; y++) {
    const from = ((box.y + y) * lab.width + box.x) * 3;
    data.set(lab.data.subarray(from, from + box.width * 3), y * box.width * 3);
  }
  return { width: box.width, height: box.height, data };
}

function placeMask(mask: Mask, box: Box, size: { readonly width: number; readonly height: number }): Mask {
  const data = new Uint8Array(size.width * size.height);
  for (let y = 0; y < box.height; y++) {
    data.set(mask.data.subarray(y * box.width, (y + 1) * box.width), (box.y + y) * size.width + box.x);
  }
  return { width: size.width, height: size.height, data };
}
