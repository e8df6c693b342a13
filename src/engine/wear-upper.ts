import { torsoPlace, type BodyFrame } from "./fit/body-frame.js";
import type { Mask } from "./image.js";
import { PART, type PersonAnalysis } from "./person/types.js";
import { REVEAL, type PersonCrop, type RemovalMarks } from "./remove/mod.js";

/** Coverage from which a pixel is the new top's. */
const COVERED = 0.5;

/** A new top in its crop of the photo. */
export interface WornUpper {
  readonly crop: PersonCrop;
  readonly removal: RemovalMarks;
  readonly body: BodyFrame;
  /** The new top 0..1 where it is in sight, at the crop's size. */
  readonly shown: Float32Array;
}

/**
 * The person with the new top in place of the old one, without looking at the picture again: where cloth was laid is the top, and what
 * the removal painted is what it painted.
 */
export function wearUpper(person: PersonAnalysis, worn: WornUpper): PersonAnalysis {
  const parts: Mask = { ...person.parts, data: person.parts.data.slice() };
  const matte: Mask = { ...person.matte, data: person.matte.data.slice() };
  const { rect } = worn.crop;
  for (let y = 0, i = 0; y < rect.height; y++) {
    let at = (rect.top + y) * person.width + rect.left;
    for (let x = 0; x < rect.width; x++, i++, at++) {
      const part = partAfter(worn, i, { x: rect.left + x + 0.5, y: rect.top + y + 0.5 });
      parts.data[at] = part;
      if (part === PART.upper) matte.data[at] = 255;
      else if (part === PART.background && worn.removal.removed.data[i] !== 0)
        matte.data[at] = Math.round(255 * worn.shown[i]!);
    }
  }
  return { ...person, parts, matte };
}

function partAfter(
  { crop, removal, body, shown }: WornUpper,
  i: number,
  { x, y }: { readonly x: number; readonly y: number },
): number {
  if (shown[i]! >= COVERED) return PART.upper;
  switch (removal.reveal.data[i]) {
    case REVEAL.background:
      return PART.background;
    case REVEAL.skin:
      return PART.neck;
    case REVEAL.lower:
      return PART.lower;
    case REVEAL.arm:
      return torsoPlace(body, x, y).lateralPx > 0 ? PART.leftArm : PART.rightArm;
    default:
      return crop.parts.data[i]!;
  }
}
