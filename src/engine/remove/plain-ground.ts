import { createMask, type Mask } from "../image.js";
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
  const predicted = pushPullFill(photo, far);
  const odd = maskWhere(
    w,
    h,
    (i) => person.data[i] === 0 && nearTop[i] !== 0 && colourDifference(photo, i, predicted, i) > tolerance,
  );
  const cloth = dilateSquare(erodeSquare(odd, 1), 2).data;
  const smallIndex = (i: number): number => {
    const x = Math.min(w - 1, Math.floor(((i % width) * w) / width));
    return Math.min(h - 1, Math.floor((Math.floor(i / width) * h) / height)) * w + x;
  };
  return {
    fits: (i) => colourDifference(crop.photo, i, predicted, smallIndex(i)) <= 2 * tolerance,
    isCloth: (i) => cloth[smallIndex(i)] !== 0,
  };
}
