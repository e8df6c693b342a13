import type { Mask } from "../image.js";
import { markLabels } from "../kernels/mark-labels.js";
import { maskWhere } from "../kernels/push-pull.js";
import { srgbToLabColour } from "../kernels/srgb-to-lab.js";
import { PART, type Part } from "../person/types.js";
import { ANKLE, placeOnBaredLeg, type BaredLegs } from "./bared-leg.js";
import { medianOf } from "../kernels/median.js";
import type { PersonCrop } from "./types.js";

/** Bare legs of at least this area, in square units, tell the skin's colour; not counting ankles. */
const LEGS_AREA = 0.06;
/** What tells it where too little of the legs shows, in this order. */
const ELSEWHERE: readonly (readonly Part[])[] = [
  [PART.neck, PART.leftArm, PART.rightArm, PART.leftHand, PART.rightHand],
  [PART.face],
];
/** Lightness may differ so far from the median by shade and light, and the colour's a*b* so far; ankles are darker. */
const LIGHTNESS_REACH = 30;
const COLOUR_REACH = 17;
const SAMPLES = 1500;

/** Leg pixels above the ankles. */
function findLegs({ parts, rect }: PersonCrop, legs: BaredLegs): number[] {
  const { width, data } = parts;
  const found: number[] = [];
  for (let i = 0; i < data.length; i++) {
    if (data[i] !== PART.leg) continue;
    const { at } = placeOnBaredLeg(
      legs,
      (i % width) + rect.left + 0.5,
      Math.floor(i / width) + rect.top + 0.5,
    );
    if (at < ANKLE) found.push(i);
  }
  return found;
}

/** What of the bare legs that show is skin. */
export interface LegSkin {
  readonly mask: Mask;
  /** Whether enough of it shows to tell the legs' tone. */
  readonly isTold: boolean;
}

/**
 * The pixels of bare legs that have the colours of the person's legs, or where hardly any show, of the skin elsewhere: socks,
 * strings and a hem's rest that were taken for legs have not. All of them where nothing tells.
 */
export function findLegSkin(crop: PersonCrop, legs: BaredLegs, unit: number): LegSkin {
  const { photo, parts } = crop;
  const own = findLegs(crop, legs);
  const elsewhere = ELSEWHERE.map((labels) =>
    [...parts.data.keys()].filter((i) => labels.includes(parts.data[i] as Part)),
  );
  const isTold = own.length > LEGS_AREA * unit * unit;
  const told = isTold ? own : elsewhere.find(({ length }) => length > 0);
  if (told === undefined) return { mask: markLabels(parts, [PART.leg]), isTold };
  const labAt = (i: number): readonly [number, number, number] =>
    srgbToLabColour(photo.data[3 * i]!, photo.data[3 * i + 1]!, photo.data[3 * i + 2]!);
  const stride = Math.max(1, Math.floor(told.length / SAMPLES));
  const labs = told.filter((_, k) => k % stride === 0).map(labAt);
  const median = (c: 0 | 1 | 2): number => medianOf(labs.map((lab) => lab[c]));
  const [l, a, b] = [median(0), median(1), median(2)];
  const mask = maskWhere(parts.width, parts.height, (i) => {
    if (parts.data[i] !== PART.leg) return false;
    const lab = labAt(i);
    return Math.abs(lab[0] - l) < LIGHTNESS_REACH && Math.hypot(lab[1] - a, lab[2] - b) < COLOUR_REACH;
  });
  return { mask, isTold };
}
