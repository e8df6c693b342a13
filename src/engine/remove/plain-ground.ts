import { createMask, type Image8, type Mask } from "../image.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { colourDifference, measureRoughness } from "../kernels/predict-smooth.js";
import { hasAny, maskWhere, pushPullFill } from "../kernels/push-pull.js";
import { resizeImage } from "../kernels/resize.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { PART, type Part } from "../person/types.js";
import type { PersonCrop } from "./types.js";

/** Cloth that the matte missed is looked for this far about the worn top, in units, at this size. */
const NEAR_UNITS = 0.16;
const PIXELS_PER_UNIT = 55;
/** Mean difference per channel (0..255) from what the background further out predicts, above which a pixel is none of it ... */
const DIFFERENCE_MIN = 3;
/** ... and more by this multiple of the difference that the background has in itself. */
const DIFFERENCE_PER_NOISE = 4;
/** Cloth that goes on from the worn top is told by less: by this multiple of the ground's own difference, and by this share of the way to the top's colour. */
const CONNECTED_PER_NOISE = 2;
const CLOTH_SHARE = 0.2;
/** Above this difference in itself it has texture, and cannot be predicted. */
const PLAIN_NOISE = 2;

/** A background so plain that what is behind the person can be predicted. Indices are the crop's pixels. */
export interface PlainGround {
  /** Whether the photo shows there what the background further out predicts. */
  readonly fits: (i: number) => boolean;
  /** Whether it shows something else next to the worn top: a pale sleeve that the matte took for the pale wall. */
  readonly isCloth: (i: number) => boolean;
}

/** Nearest-pixel labels at a fraction of the size. */
function shrinkLabels({ width, height, data }: Mask, w: number, h: number): Mask {
  const small = createMask(w, h);
  for (let y = 0, i = 0; y < h; y++) {
    const row = Math.min(height - 1, Math.floor(((y + 0.5) * height) / h)) * width;
    for (let x = 0; x < w; x++, i++)
      small.data[i] = data[row + Math.min(width - 1, Math.floor(((x + 0.5) * width) / w))]!;
  }
  return small;
}

/** Predicts the background about what is worn (the top, unless told otherwise) from the background further out; null where it is not plain enough for that. */
export function predictGround(
  crop: PersonCrop,
  body: BodyFrame,
  worn: Part = PART.upper,
): PlainGround | null {
  const { width, height } = crop.photo;
  const step = Math.max(1, body.unit / PIXELS_PER_UNIT);
  const w = Math.ceil(width / step);
  const h = Math.ceil(height / step);
  const photo = resizeImage(crop.photo, w, h);
  const parts = shrinkLabels(crop.parts, w, h);
  const top = maskWhere(w, h, (i) => parts.data[i] === worn);
  const nearTop = dilateSquare(top, Math.max(2, Math.round((NEAR_UNITS * body.unit) / step))).data;
  const person = maskWhere(w, h, (i) => parts.data[i] !== PART.background);
  const nearPerson = dilateSquare(person, 2).data;
  const far = maskWhere(w, h, (i) => nearPerson[i] === 0 && nearTop[i] === 0);
  if (!hasAny(far)) return null;
  const noise = measureRoughness(photo, far);
  if (noise > PLAIN_NOISE) return null;
  const tolerance = DIFFERENCE_MIN + DIFFERENCE_PER_NOISE * noise;
  const low = DIFFERENCE_MIN + CONNECTED_PER_NOISE * noise;
  const predicted = pushPullFill(photo, far);
  const odd = maskWhere(
    w,
    h,
    (i) => person.data[i] === 0 && nearTop[i] !== 0 && colourDifference(photo, i, predicted, i) > tolerance,
  );
  const cloth = dilateSquare(erodeSquare(odd, 1), 2).data;
  const going = followCloth(
    photo,
    { top, predicted, tolerance: low },
    (i) => person.data[i] === 0 && nearTop[i] !== 0,
  );
  for (let i = 0; i < cloth.length; i++) cloth[i]! |= going.data[i]!;
  const smallIndex = (i: number): number => {
    const x = Math.min(w - 1, Math.floor(((i % width) * w) / width));
    return Math.min(h - 1, Math.floor((Math.floor(i / width) * h) / height)) * w + x;
  };
  const even = maskWhere(w, h, (i) => colourDifference(photo, i, predicted, i) <= low).data;
  return {
    fits: (i) =>
      even[smallIndex(i)] !== 0 && colourDifference(crop.photo, i, predicted, smallIndex(i)) <= 2 * tolerance,
    isCloth: (i) => cloth[smallIndex(i)] !== 0,
  };
}

/**
 * Pixels that pass, go on from the worn top and have something of its colour, a pixel wider: the rim that the matte cut off. What is told by
 * its connection may be thin and pale.
 */
function followCloth(
  photo: Image8,
  {
    top,
    predicted,
    tolerance,
  }: { readonly top: Mask; readonly predicted: Image8; readonly tolerance: number },
  passes: (i: number) => boolean,
): Mask {
  const { width, height } = top;
  const colour = pushPullFill(photo, erodeSquare(top, 1));
  const found = createMask(width, height);
  const queue: number[] = [];
  const visit = (i: number): void => {
    if (found.data[i] !== 0 || top.data[i] !== 0 || !passes(i)) return;
    if (
      colourDifference(photo, i, predicted, i) <= tolerance ||
      shareOf(photo, colour, predicted, i) < CLOTH_SHARE
    )
      return;
    found.data[i] = 255;
    queue.push(i);
  };
  const visitAround = (i: number): void => {
    const x = i % width;
    if (x > 0) visit(i - 1);
    if (x < width - 1) visit(i + 1);
    if (i >= width) visit(i - width);
    if (i < top.data.length - width) visit(i + width);
  };
  for (let i = 0; i < top.data.length; i++) if (top.data[i] !== 0) visitAround(i);
  for (let head = 0; head < queue.length; head++) visitAround(queue[head]!);
  return dilateSquare(found, 1);
}

/** How far on the way from colour `b` to colour `a` the photo's is. */
function shareOf(photo: Image8, a: Image8, b: Image8, i: number): number {
  let along = 0;
  let length = 0;
  for (let c = 3 * i; c < 3 * i + 3; c++) {
    const way = a.data[c]! - b.data[c]!;
    along += way * (photo.data[c]! - b.data[c]!);
    length += way * way;
  }
  return length === 0 ? 0 : along / length;
}
