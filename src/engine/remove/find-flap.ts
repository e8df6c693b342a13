import { halfWidthAt, torsoPlace } from "../fit/body-frame.js";
import { createMask, type Image8, type Mask } from "../image.js";
import { findComponents } from "../kernels/connected-components.js";
import { markLabels } from "../kernels/mark-labels.js";
import { erodeSquare } from "../kernels/square-morphology.js";
import { PART, type Part } from "../person/types.js";
import { createPalette, distanceTo, samplePixels } from "./colour-palette.js";
import type { CollarSight } from "./find-collar.js";

/** What can be no bare trunk or leg: this share of it lies beside the body, from this t down to that. */
const BESIDE_SHARE = 0.75;
const FROM_T = 0.3;
const TO_T = 1.5;
/** Of what it borders on, no more than this may be a bare arm. */
const ARM_SHARE = 0.1;
/** It is larger than this, in square units, and so much of it has the top's colours, to this Lab distance. */
const LEAST_UNITS = 0.004;
const TOPS_SHARE = 0.6;
const TOPS_COLOUR = 9;
/** So many pixels tell the top's colours, and a quarter of them at least. */
const SAMPLES = 250;
/** Parts that such a flap is taken for. */
export const FLAP_PARTS: readonly Part[] = [PART.neck, PART.leg];
const ARMS: readonly Part[] = [PART.leftArm, PART.rightArm];
/** One of these it has to border on. */
const FROM: readonly Part[] = [PART.upper, PART.leftHand, PART.rightHand];

/** Pixels of a piece of what may be skin, and of its border. */
interface Piece {
  area: number;
  beside: number;
  coloured: number;
  border: number;
  arm: number;
  from: number;
}

/**
 * Finds flaps of an open top that have skin's colour: what was taken for a bare trunk or leg, lies beside the body though, borders on the
 * top or on the hand that holds it, and has the top's colours. 255 at their pixels. Shape: all of `parts`' size.
 */
export function findFlap(photo: Image8, sight: CollarSight): Mask {
  const { parts, unitPx } = sight;
  const found = createMask(parts.width, parts.height);
  const { labels, list } = findComponents(markLabels(parts, FLAP_PARTS));
  if (list.length === 0) return found;
  const tops = samplePixels(erodeSquare(markLabels(parts, [PART.upper]), 1).data, SAMPLES);
  if (tops.length < SAMPLES / 4) return found;
  const topsColours = createPalette(photo, tops);
  const pieces = readPieces(sight, labels, (i) => distanceTo(topsColours, photo, i) < TOPS_COLOUR);
  const isFlap = pieces.map(
    ({ area, beside, coloured, border, arm, from }) =>
      area > LEAST_UNITS * unitPx * unitPx &&
      beside >= BESIDE_SHARE * area &&
      coloured >= TOPS_SHARE * area &&
      arm <= ARM_SHARE * border &&
      from > 0,
  );
  for (let i = 0; i < labels.length; i++) if (labels[i] !== 0 && isFlap[labels[i]!]!) found.data[i] = 255;
  return found;
}

function readPieces(sight: CollarSight, labels: Int32Array, isTop: (i: number) => boolean): Piece[] {
  const { width, data } = sight.parts;
  const pieces: Piece[] = [];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 0) continue;
    const piece = (pieces[labels[i]!] ??= { area: 0, beside: 0, coloured: 0, border: 0, arm: 0, from: 0 });
    piece.area++;
    if (isBeside(sight, i)) piece.beside++;
    if (isTop(i)) piece.coloured++;
    for (const j of [i - 1, i + 1, i - width, i + width]) {
      if (j < 0 || j >= data.length || labels[j] !== 0) continue;
      const part = data[j] as Part;
      piece.border++;
      if (ARMS.includes(part)) piece.arm++;
      if (FROM.includes(part)) piece.from++;
    }
  }
  return pieces;
}

/** Whether a pixel lies beside the body. */
function isBeside({ parts, body, toBody }: CollarSight, i: number): boolean {
  const at = toBody(i % parts.width, Math.floor(i / parts.width));
  const { t, lateralPx } = torsoPlace(body, at.x, at.y);
  return (
    t > FROM_T && t < TO_T && Math.abs(lateralPx) > halfWidthAt(body, lateralPx < 0 ? "right" : "left", t)
  );
}
