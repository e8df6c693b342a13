import type { BodyFrame } from "../fit/body-frame.js";
import { createMask, type Mask, type Point } from "../image.js";
import { findComponents } from "../kernels/connected-components.js";
import { PART } from "../person/types.js";

/** A collar that lies round the neck is no higher than this, in units ... */
const HEIGHT_UNITS = 0.16;
/** ... and goes on across the neck's middle to this far on both sides, which no lock of hair does. */
const BOTH_SIDES_UNITS = 0.09;

/** Labels at a size of `unitPx` pixels a unit; `toBody` leads from their pixels to the photo's. */
export interface CollarSight {
  readonly parts: Mask;
  readonly body: BodyFrame;
  readonly unitPx: number;
  readonly toBody: (x: number, y: number) => Point;
}

/**
 * Finds the collar that the parsing took for hair: a low band with the neck above it and the worn top below, all across the neck's middle.
 * 255 at its pixels. Shape: `parts`.
 */
export function findCollar(sight: CollarSight): Mask {
  const { parts, unitPx } = sight;
  const { width, height, data } = parts;
  const band = createMask(width, height);
  const most = Math.max(1, HEIGHT_UNITS * unitPx);
  for (let x = 0; x < width; x++) {
    for (let y = 1; y < height; y++) {
      const i = y * width + x;
      if (data[i] !== PART.hair || data[i - width] !== PART.neck) continue;
      let end = y;
      while (end < height && data[end * width + x] === PART.hair) end++;
      if (end < height && end - y <= most && data[end * width + x] === PART.upper)
        for (let v = y; v < end; v++) band.data[v * width + x] = 255;
      y = end;
    }
  }
  return keepAcross(band, sight);
}

/** The connected bands that lie on both sides of the neck's middle. */
function keepAcross(band: Mask, { body, toBody }: CollarSight): Mask {
  const { width } = band;
  const { labels, list } = findComponents(band);
  const least = new Float32Array(list.length + 1).fill(Infinity);
  const most = new Float32Array(list.length + 1).fill(-Infinity);
  const sideOf = (p: Point): number =>
    ((p.x - body.origin.x) * body.acrossShoulders.x + (p.y - body.origin.y) * body.acrossShoulders.y) /
    body.unit;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label === 0) continue;
    const side = sideOf(toBody(i % width, Math.floor(i / width)));
    least[label] = Math.min(least[label]!, side);
    most[label] = Math.max(most[label]!, side);
  }
  const data = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label !== 0 && least[label]! < -BOTH_SIDES_UNITS && most[label]! > BOTH_SIDES_UNITS) data[i] = 255;
  }
  return { ...band, data };
}
