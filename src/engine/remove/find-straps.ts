import type { BodyFrame } from "../fit/body-frame.js";
import { shoulderPlace } from "../fit/shoulder-place.js";
import { createMask, type Image8, type Mask, type Point } from "../image.js";
import { findComponents, type Component } from "../kernels/connected-components.js";
import { intersectMasks, subtractMask, uniteMasks } from "../kernels/mask-logic.js";
import { markLabels } from "../kernels/mark-labels.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { createPalette, distanceTo, samplePixels, type Palette } from "./colour-palette.js";

/** So many pixels tell the worn top's colours, and a strap's is so near to one of them in CIE Lab: it is thin, and mixed with skin. */
const SAMPLES = 250;
const TOPS_COLOUR = 16;
/** A strap is at least so long and on the average at most so wide, in units. */
const LENGTH_UNITS = 0.1;
const WIDTH_UNITS = 0.07;
/** It has skin on both sides: the soft edge of an arm reaches so far in from the background, in pixels; a strap's end on the shoulder is followed out so far. */
const EDGE_PX = 2;
const END_PX = 4;
/** Its upper end lies between the neck and the shoulder's end, in units from the middle: a chain round the neck goes further in. */
const FROM_U = 0.2;
const TO_U = 0.65;

interface StrapInput {
  readonly photo: Image8;
  /** Parts, and pixels of skin that have no skin colour, of the photo's size. */
  readonly parts: Mask;
  readonly odd: Mask;
  readonly body: BodyFrame;
  /** Pixels of the body's frame at pixel (x, y) of the photo. */
  readonly toBody: (x: number, y: number) => Point;
  /** Pixels a unit in the photo. */
  readonly unitPx: number;
}

/** Straps too thin for the parsing, which took them for skin: 255 for thin lines of the worn top's colours that lead from it up to the shoulders. */
export function findStraps({ photo, parts, odd, body, toBody, unitPx }: StrapInput): Mask {
  const { width, height } = parts;
  const upper = markLabels(parts, [PART.upper]);
  const samples = samplePixels(erodeSquare(upper, 1).data, SAMPLES);
  const none = { width, height, data: new Uint8Array(width * height) };
  if (samples.length < SAMPLES / 4) return none;
  const topsColours = createPalette(photo, samples);
  const thin = keepColoured(odd, photo, topsColours);
  const edge = dilateSquare(markLabels(parts, [PART.background]), EDGE_PX);
  const { labels, list } = findComponents(subtractMask(thin, edge));
  const touches = markTouched(labels, dilateSquare(upper, 2).data, list.length);
  const isStrap = new Uint8Array(list.length + 1);
  for (const one of list) {
    const { label, minX, maxX, minY } = one;
    if (touches[label] === 0 || !isThin(one, unitPx)) continue;
    let x = minX;
    while (x < maxX && labels[minY * width + x] !== label) x++;
    const u = Math.abs(shoulderPlace(body, toBody(x, minY)).u);
    if (u > FROM_U && u < TO_U) isStrap[label] = 255;
  }
  const straps = createMask(width, height);
  markStrapsInto(straps, labels, isStrap);
  return uniteMasks(straps, intersectMasks(thin, dilateSquare(straps, END_PX)));
}

/** Those of the marked pixels that have one of the palette's colours. */
function keepColoured(marked: Mask, photo: Image8, palette: Palette): Mask {
  const kept = createMask(marked.width, marked.height);
  for (let i = 0; i < kept.data.length; i++)
    if (marked.data[i] !== 0 && distanceTo(palette, photo, i) < TOPS_COLOUR) kept.data[i] = 255;
  return kept;
}

function markStrapsInto(straps: Mask, labels: Int32Array, isStrap: Uint8Array): void {
  for (let i = 0; i < labels.length; i++) straps.data[i] = isStrap[labels[i]!]!;
}

/** Which labels a mask touches (1), by label. */
function markTouched(labels: Int32Array, mask: Uint8Array | Uint8ClampedArray, count: number): Uint8Array {
  const touched = new Uint8Array(count + 1);
  for (let i = 0; i < labels.length; i++) if (mask[i] !== 0) touched[labels[i]!] = 1;
  return touched;
}

function isThin({ area, minY, maxY }: Component, unitPx: number): boolean {
  const length = maxY - minY + 1;
  return length > LENGTH_UNITS * unitPx && area / length < WIDTH_UNITS * unitPx;
}
