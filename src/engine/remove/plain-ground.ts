import { createMask, type Image8, type Mask } from "../image.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { colourDifference, measureRoughness } from "../kernels/predict-smooth.js";
import { intersectMasks, invertMask, subtractMask, uniteMasks } from "../kernels/mask-logic.js";
import { markLabels } from "../kernels/mark-labels.js";
import { hasAny, pushPullFill } from "../kernels/push-pull.js";
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
/** Above this difference in itself it has texture, and cannot be predicted: walls, shaded ones too, have up to 2.3, scenes 7 and more. */
const PLAIN_NOISE = 3;

/** A background so plain that what is behind the person can be predicted. Indices are the crop's pixels. */
export interface PlainGround {
  readonly photo: Image8;
  /** What the background further out predicts, at a fraction of the photo's size, and where the photo is like it there (255). */
  readonly predicted: Image8;
  readonly even: Mask;
  /** Where the photo shows something else next to the worn top (255), at that size: a pale sleeve that the matte took for the pale wall. */
  readonly cloth: Mask;
  /** Difference up to which a pixel of the photo fits. */
  readonly tolerance: number;
}

/** The place of a pixel of the photo in the prediction. */
function smallIndex({ photo, predicted }: PlainGround, i: number): number {
  const x = Math.min(predicted.width - 1, Math.floor(((i % photo.width) * predicted.width) / photo.width));
  const row = Math.floor((Math.floor(i / photo.width) * predicted.height) / photo.height);
  return Math.min(predicted.height - 1, row) * predicted.width + x;
}

/** Whether the photo shows at a pixel what the background further out predicts. */
export function fitsGround(ground: PlainGround, i: number): boolean {
  const at = smallIndex(ground, i);
  if (ground.even.data[at] === 0) return false;
  return colourDifference(ground.photo, i, ground.predicted, at) <= ground.tolerance;
}

/** Whether the photo shows cloth of the worn top at a pixel that was taken for the background. */
export function isClothOnGround(ground: PlainGround, i: number): boolean {
  return ground.cloth.data[smallIndex(ground, i)] !== 0;
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
  const top = markLabels(parts, [worn]);
  const nearTop = dilateSquare(top, Math.max(2, Math.round((NEAR_UNITS * body.unit) / step)));
  const background = markLabels(parts, [PART.background]);
  const far = subtractMask(invertMask(dilateSquare(invertMask(background), 2)), nearTop);
  if (!hasAny(far)) return null;
  const noise = measureRoughness(photo, far);
  if (noise > PLAIN_NOISE) return null;
  const tolerance = DIFFERENCE_MIN + DIFFERENCE_PER_NOISE * noise;
  const low = DIFFERENCE_MIN + CONNECTED_PER_NOISE * noise;
  const predicted = pushPullFill(photo, far);
  const searched = intersectMasks(background, nearTop);
  const odd = intersectMasks(searched, findDiffering(photo, predicted, tolerance));
  const differing = findDiffering(photo, predicted, low);
  const going = followCloth(photo, { top, predicted, open: intersectMasks(searched, differing) });
  const cloth = uniteMasks(dilateSquare(erodeSquare(odd, 1), 2), going);
  const even = invertMask(differing);
  return { photo: crop.photo, predicted, even, cloth, tolerance: 2 * tolerance };
}

/** Where (255) two pictures differ by more than `tolerance`. */
function findDiffering(a: Image8, b: Image8, tolerance: number): Mask {
  const found = createMask(a.width, a.height);
  for (let i = 0; i < found.data.length; i++)
    if (colourDifference(a, i, b, i) > tolerance) found.data[i] = 255;
  return found;
}

/**
 * Open pixels that go on from the worn top and have something of its colour, a pixel wider: the rim that the matte cut off. What is told by
 * its connection may be thin and pale.
 */
function followCloth(
  photo: Image8,
  { top, predicted, open }: { readonly top: Mask; readonly predicted: Image8; readonly open: Mask },
): Mask {
  const { width, height } = top;
  const colour = pushPullFill(photo, erodeSquare(top, 1));
  const coloured = createMask(width, height);
  for (let i = 0; i < coloured.data.length; i++) {
    const isOpen = open.data[i] !== 0 && top.data[i] === 0;
    if (isOpen && shareOf(photo, colour, predicted, i) >= CLOTH_SHARE) coloured.data[i] = 255;
  }
  return dilateSquare(keepConnected(coloured, top), 1);
}

/** The pixels from which side by side steps lead to the seeds; the seeds themselves are not among them. */
function keepConnected(within: Mask, seeds: Mask): Mask {
  const { width, data } = within;
  const found = createMask(width, within.height);
  const queue: number[] = [];
  for (let i = 0; i < data.length; i++) if (seeds.data[i] !== 0) queue.push(i);
  for (let head = 0; head < queue.length; head++) {
    const i = queue[head]!;
    const x = i % width;
    for (let side = 0; side < 4; side++) {
      if ((side === 0 && x === 0) || (side === 1 && x === width - 1)) continue;
      const j = i + (side === 0 ? -1 : side === 1 ? 1 : side === 2 ? -width : width);
      if (j < 0 || j >= data.length || data[j] === 0 || found.data[j] !== 0) continue;
      found.data[j] = 255;
      queue.push(j);
    }
  }
  return found;
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
