import type { Mask, Point } from "../../image.js";
import { findComponents, type Component } from "../../kernels/connected-components.js";
import { dilateSquare, erodeSquare } from "../../kernels/square-morphology.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import { halfWidth, type NeckHole } from "./neck-curve.js";
import { length3 } from "../../kernels/length.js";

// Lengths are in units of half the neck's width.

/** Where a brand's label is looked for: to either side of the middle, and below the top edge's middle. */
const SIDEWAYS = 0.75;
const DOWN = 1;
/** Down to here the cloth's usual colour is taken; here a label begins at the latest. */
const CLOTH_DOWN = 0.6;
const BEGINS_DOWN = 0.45;
/** Lab distance from that colour. */
const DISTINCT = 14;
/** A label's size and place: largest sides, area from and to, share of its box that it fills, and its middle's distance from the axis. */
const WIDTH_MAX = 0.9;
const HEIGHT_MAX = 0.6;
const AREA_MIN = 0.004;
const AREA_MAX = 0.35;
const FILL_MIN = 0.45;
const OFF_AXIS_MAX = 0.4;
/** It may be printed: letters this close to each other are one label then, which fills so much of its box. */
const CLOSING = 0.07;
const FILL_MIN_PRINTED = 0.3;
/** Its rim's blur. */
const RIM = 0.05;
const RIM_MIN_PX = 2;

/** A brand's label. */
export interface Label {
  /** 255 on it and its rim. */
  readonly mask: Mask;
  readonly middle: Point;
}

/** The brand's label inside the back of the neck, undefined where none is seen. It lies above the neckline, of which its edges say nothing. */
export function findLabel(lab: LabImage, mask: Mask, hole: NeckHole): Label | undefined {
  const { width, height } = mask;
  const half = halfWidth(hole);
  const middle = (hole.left.x + hole.right.x) / 2;
  const top = hole.topEdge[(hole.topEdge.length - 1) / 2]!.y;
  const box = {
    left: Math.max(0, Math.round(middle - SIDEWAYS * half)),
    right: Math.min(width - 1, Math.round(middle + SIDEWAYS * half)),
    top: Math.max(0, Math.round(top)),
    bottom: Math.min(height - 1, Math.round(top + DOWN * half)),
  };
  const cloth = medianColour(lab, mask, { ...box, bottom: Math.min(box.bottom, top + CLOTH_DOWN * half) });
  const distinct = new Uint8Array(width * height);
  for (let y = box.top; y <= box.bottom; y++) {
    for (let x = box.left; x <= box.right; x++) {
      const i = y * width + x;
      if (mask.data[i]! < 128) continue;
      const [l, a, b] = [0, 1, 2].map((c) => lab.data[3 * i + c]! - cloth[c]!);
      if (length3(l!, a!, b!) > DISTINCT) distinct[i] = 255;
    }
  }
  const view: View = { box, half, middle, beginsAbove: top + BEGINS_DOWN * half };
  const sewn: Mask = { width, height, data: distinct };
  const closing = Math.max(1, Math.round(CLOSING * half));
  return (
    largestLabel(sewn, view, FILL_MIN) ??
    largestLabel(erodeSquare(dilateSquare(sewn, closing), closing), view, FILL_MIN_PRINTED)
  );
}

/** Where a label is looked for. */
interface View {
  readonly box: Box;
  readonly half: number;
  readonly middle: number;
  /** The row below which none begins. */
  readonly beginsAbove: number;
}

/** The largest of the marked patches that may be a label, which fills at least so much of its box. */
function largestLabel(
  marked: Mask,
  { box, half, middle, beginsAbove }: View,
  fill: number,
): Label | undefined {
  const { labels, list } = findComponents(marked);
  const isInside = (c: Component): boolean =>
    c.minX > box.left + 1 && c.maxX < box.right - 1 && c.maxY < box.bottom - 1 && c.minY < beginsAbove;
  const label = list
    .filter((c) => isInside(c) && isLabel(c, { half, middle, fill }))
    .reduce<Component | undefined>((a, b) => (a && a.area >= b.area ? a : b), undefined);
  if (label === undefined) return undefined;
  const found = { ...marked, data: new Uint8Array(labels.length) };
  for (let i = 0; i < labels.length; i++) if (labels[i] === label.label) found.data[i] = 255;
  return {
    mask: dilateSquare(found, Math.max(RIM_MIN_PX, Math.round(RIM * half))),
    middle: { x: (label.minX + label.maxX) / 2, y: (label.minY + label.maxY) / 2 },
  };
}

function isLabel(
  { minX, maxX, minY, maxY, area }: Component,
  { half, middle, fill }: { readonly half: number; readonly middle: number; readonly fill: number },
): boolean {
  const width = maxX - minX + 1;
  const height = maxY - minY + 1;
  return (
    width < WIDTH_MAX * half &&
    height < HEIGHT_MAX * half &&
    area > AREA_MIN * half * half &&
    area < AREA_MAX * half * half &&
    area > fill * width * height &&
    Math.abs((minX + maxX) / 2 - middle) < OFF_AXIS_MAX * half
  );
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function medianColour(lab: LabImage, mask: Mask, box: Box): readonly [number, number, number] {
  const channels: [number[], number[], number[]] = [[], [], []];
  for (let y = box.top; y < box.bottom; y++) {
    for (let x = box.left; x <= box.right; x++) {
      const i = y * mask.width + x;
      if (mask.data[i]! < 128) continue;
      for (const [c, values] of channels.entries()) values.push(lab.data[3 * i + c]!);
    }
  }
  const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
  return [median(channels[0]), median(channels[1]), median(channels[2])];
}
