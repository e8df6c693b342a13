import type { Judgement } from "./composite/judge-result.js";
import type { Placement } from "./fit/mod.js";
import type { Image8 } from "./image.js";
import { cropImage, cropMask, pasteRowsInto, type Rect } from "./kernels/crop.js";
import { PART, type PersonAnalysis } from "./person/types.js";
import type { PersonCrop } from "./remove/mod.js";

/** A person photo and what is known about it. */
export interface AnalysedPerson {
  readonly photo: Image8;
  readonly person: PersonAnalysis;
}

/** The smallest rectangle that holds the given parts of the person; null when none is seen. */
export function boundParts(person: PersonAnalysis, wanted: readonly number[]): Rect | null {
  const { width, height, data } = person.parts;
  const isWanted = new Uint8Array(256);
  for (const part of wanted) isWanted[part] = 1;
  let x0 = width;
  let y0 = height;
  let x1 = -1;
  let y1 = -1;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (isWanted[data[i]!] === 0) continue;
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      y1 = y;
    }
  }
  return x1 < 0 ? null : { left: x0, top: y0, width: x1 - x0 + 1, height: y1 - y0 + 1 };
}

export function cropPerson(image: Image8, person: PersonAnalysis, rect: Rect): PersonCrop {
  return {
    rect,
    photo: cropImage(image, rect),
    parts: cropMask(person.parts, rect),
    matte: cropMask(person.matte, rect),
  };
}

/** The face; a pixel of the photo without one. */
export function cropFace(image: Image8, person: PersonAnalysis): PersonCrop {
  const none = { left: 0, top: 0, width: 1, height: 1 };
  return cropPerson(image, person, boundParts(person, [PART.face]) ?? none);
}

/** Copies the photo and lays the changed crop over it. */
export function pasteCrop(photo: Image8, crop: Image8, rect: Rect): Image8 {
  const frame = { left: 0, top: 0, width: photo.width, height: photo.height };
  const whole = cropImage(photo, frame);
  pasteRowsInto(whole.data, crop.data, { from: rect, to: frame, channels: 3 });
  return whole;
}

/** A dressed person: the whole photo, where the garment went, and what the engine thinks of it. */
export interface Dressed {
  readonly image: Image8;
  readonly fit: Placement;
  readonly judgement: Judgement;
}
