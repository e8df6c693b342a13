import type { Plane } from "../engine/mod.js";
import { cropToImage, type Crop } from "./crop.js";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Square over the longer side. From the prototype: the network wants room around the body, even around one cut off by the frame. */
const WIDE_START = 2;
/** The same over the box of a mask that already fits the person. */
const BOX_MARGIN = 1.5;
/** A panorama is not searched for longer than a second. */
const STEPS_MAX = 4;
/** Probability from which a mask's pixel counts as person. */
const PERSON_MIN = 0.5;
/** Part of the crop that a mask must fill to be taken for a person, about 8 x 8 px of 256 x 256. */
const AREA_MIN = 0.001;

/** The crop to look at first. */
export function wideStart(image: Size): Crop {
  return squareAt(image.width / 2, image.height / 2, Math.max(image.width, image.height) * WIDE_START);
}

/** The square that just holds the whole picture. */
export function wholeSquare(image: Size): Crop {
  return squareAt(image.width / 2, image.height / 2, Math.max(image.width, image.height));
}

/** Squares of the shorter side that overlap by half, along the longer one: for a person far away or at the side. */
export function fallbackStarts(image: Size): Crop[] {
  const { width, height } = image;
  const short = Math.min(width, height);
  const room = Math.max(width, height) - short;
  const steps = Math.min(Math.ceil(room / (short / 2)), STEPS_MAX);
  return Array.from({ length: steps + 1 }, (_, i) => {
    const along = short / 2 + (steps === 0 ? 0 : (room * i) / steps);
    return width > height ? squareAt(along, height / 2, short) : squareAt(width / 2, along, short);
  });
}

/** The upright square around what `mask` (probability in the square of `crop`) says is person, or null if it says nobody. */
export function cropAroundMask(mask: Plane, crop: Crop, margin = BOX_MARGIN): Crop | null {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  let count = 0;
  for (let v = 0; v < mask.height; v++) {
    for (let u = 0; u < mask.width; u++) {
      if (mask.data[v * mask.width + u]! < PERSON_MIN) continue;
      const { x, y } = cropToImage(crop, (u + 0.5) / mask.width, (v + 0.5) / mask.height);
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      count++;
    }
  }
  if (count < AREA_MIN * mask.data.length) return null;
  return squareAt((left + right) / 2, (top + bottom) / 2, Math.max(right - left, bottom - top) * margin);
}

function squareAt(x: number, y: number, sizePx: number): Crop {
  return { x, y, sizePx, angleRad: 0 };
}
