import { createPlane, type Image8 } from "../image.js";
import { boxFilter } from "../kernels/box-filter.js";
import { findComponents } from "../kernels/connected-components.js";
import { hasAny, maskWhere } from "../kernels/push-pull.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { KEYPOINT } from "../observation.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { createPalette, distanceTo, samplePixels, type Palette } from "./colour-palette.js";
import { length2 } from "../kernels/length.js";

/** Skin beside a hand that was taken for a bare leg is smaller than this, in square units, and joins the hand. */
const FINGERS_AREA = 0.12;
/** The border of hand and garment is read again this far to both sides, in units. */
const BORDER_UNITS = 0.06;
/** By how much nearer, in Lab, a colour has to be to the other side's. */
const NEARER = 8;
/** A hand's colours are taken at so many places, from as far inside it, or this many px where nothing of it lies so deep. */
const SAMPLES = 80;
const PURE_PX = 2;
/** Its steps and specks are smoothed over this length, in units. */
const SMOOTH_UNITS = 0.012;
/** Hands reach this far from their wrists, in units. */
const HAND_REACH = 0.75;
const HANDS: readonly number[] = [PART.leftHand, PART.rightHand];

/**
 * Hands before a lower garment, whole: fingertips that were taken for a bare leg are the hand's, and at their border each pixel goes to
 * the side whose colours it has.
 */
export function mendHands(
  photo: Image8,
  person: PersonAnalysis,
  { cloth, unit }: { readonly cloth: Palette; readonly unit: number },
): PersonAnalysis {
  const { width, height, keypoints } = person;
  if (!person.parts.data.some((part) => HANDS.includes(part))) return person;
  const data = Uint8Array.from(person.parts.data);
  const isHand = (i: number): boolean => HANDS.includes(data[i]!);
  joinFingers(data, { width, height, limit: FINGERS_AREA * unit * unit });
  const radius = Math.max(2, Math.round(BORDER_UNITS * unit));
  const hands = maskWhere(width, height, isHand);
  const garment = maskWhere(width, height, (i) => data[i] === PART.lower);
  const inner = erodeSquare(hands, radius);
  const skin = createPalette(
    photo,
    samplePixels((hasAny(inner) ? inner : erodeSquare(hands, PURE_PX)).data, SAMPLES),
  );
  const nearHand = dilateSquare(hands, radius).data;
  const nearCloth = dilateSquare(garment, radius).data;
  const wrists = [keypoints[KEYPOINT.leftWrist]!, keypoints[KEYPOINT.rightWrist]!];
  const handAt = (i: number): number => {
    const away = wrists.map((w) => length2((i % width) - w.x, Math.floor(i / width) - w.y));
    if (Math.min(...away) > HAND_REACH * unit) return PART.lower;
    return away[0]! < away[1]! ? PART.leftHand : PART.rightHand;
  };
  for (let i = 0; i < data.length; i++) {
    if (nearHand[i] === 0 || nearCloth[i] === 0) continue;
    if (!isHand(i) && data[i] !== PART.lower) continue;
    const toSkin = distanceTo(skin, photo, i) - distanceTo(cloth, photo, i);
    if (isHand(i) && toSkin > NEARER) data[i] = PART.lower;
    else if (data[i] === PART.lower && toSkin < -NEARER) data[i] = handAt(i);
  }
  const edge = Math.max(1, Math.round(SMOOTH_UNITS * unit));
  const count = createPlane(width, height);
  const all = createPlane(width, height);
  for (let i = 0; i < data.length; i++) {
    if (isHand(i)) count.data[i] = 1;
    if (isHand(i) || data[i] === PART.lower) all.data[i] = 1;
  }
  const share = boxFilter(boxFilter(count, edge), edge).data;
  const whole = boxFilter(boxFilter(all, edge), edge).data;
  for (let i = 0; i < data.length; i++) {
    if (nearHand[i] === 0 || nearCloth[i] === 0 || all.data[i] === 0) continue;
    const isMore = share[i]! > 0.5 * whole[i]!;
    if (isMore !== isHand(i)) data[i] = isMore ? handAt(i) : PART.lower;
  }
  return { ...person, parts: { width, height, data } };
}

/** Gives small patches of leg that touch a hand to that hand. */
function joinFingers(
  data: Uint8Array,
  { width, height, limit }: { readonly width: number; readonly height: number; readonly limit: number },
): void {
  const { labels, list } = findComponents(maskWhere(width, height, (i) => data[i] === PART.leg));
  const joins = new Uint8Array(list.length);
  for (let i = width; i < data.length - width; i++) {
    if (labels[i]! === 0) continue;
    for (const j of [i - width, i + width, i - 1, i + 1])
      if (HANDS.includes(data[j]!)) joins[labels[i]! - 1] = data[j]!;
  }
  for (let i = 0; i < data.length; i++) {
    const k = labels[i]! - 1;
    if (k >= 0 && joins[k] !== 0 && list[k]!.area < limit) data[i] = joins[k]!;
  }
}
