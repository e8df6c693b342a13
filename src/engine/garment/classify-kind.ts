import type { Mask } from "../image.js";
import type { OutlineFrame } from "./half-outline.js";
import type { GarmentKind } from "./types.js";

/** A garment longer than this many torso widths is a dress; tunics reach about 2. */
const LENGTH_MAX = 2.4;
/** A gap on the axis over this share of the height, reaching the bottom, is between trouser legs. */
const LEG_GAP = 0.3;

/** Tells upper garments from trousers, skirts and dresses by their outline. "unknown" when it is none of them. */
export function classifyKind(mask: Mask, frame: OutlineFrame): GarmentKind | "unknown" {
  if (frame.unitPx < 8) return "unknown";
  const rows = listRowWidths(mask);
  const height = rows.length;
  const axis = Math.floor(frame.axisX);
  let gap = 0;
  for (let k = height - 1; k >= 0 && mask.data[rows[k]!.y * mask.width + axis]! < 128; k--) gap++;
  if (gap > LEG_GAP * height) return "lower";
  if (height / frame.unitPx > LENGTH_MAX) return "dress";
  return "upper";
}

function listRowWidths(mask: Mask): { readonly y: number; readonly width: number }[] {
  const rows: { y: number; width: number }[] = [];
  for (let y = 0; y < mask.height; y++) {
    let width = 0;
    for (let x = 0; x < mask.width; x++) if (mask.data[y * mask.width + x]! >= 128) width++;
    if (width > 0) rows.push({ y, width });
  }
  return rows;
}
