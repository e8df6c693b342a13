import type { Image8, Mask } from "../image.js";
import { tableOfLabels } from "../kernels/mark-labels.js";
import { srgbToLabColour } from "../kernels/srgb-to-lab.js";
import { PART } from "../person/types.js";
import { length2 } from "../kernels/length.js";

/** Distance in the a*b* plane from the person's skin beyond which a colour is no skin: times its spread, within limits. */
const SPREADS = 2.5;
const DISTANCE_MIN = 10;
const DISTANCE_MAX = 16;
/** Skin in shadow or in glare is less colourful than the reference, down to this share, hardly below it; blushing skin is more so. */
const PALEST_SHARE = 0.45;
const RICHEST_SHARE = 1.2;
/** Fewer skin pixels tell nothing; as many are looked at. */
const SKIN_MIN = 200;
const SAMPLES = 4000;

/** Where the skin's colour is read: neck and arms may be trim that the parsing took for skin. */
const IS_REFERENCE = tableOfLabels([PART.face, PART.leftHand, PART.rightHand]);

/** Hue and colourfulness of a person's skin. */
export interface SkinColour {
  readonly a: number;
  readonly b: number;
  /** Distance in the a*b* plane that its colours keep. */
  readonly reach: number;
}

function median(values: readonly number[]): number {
  return Float64Array.from(values).sort()[values.length >> 1]!;
}

/** Median colour of face and hands and how far it spreads; null where too little of them shows. Shape: both of one size. */
export function measureSkinColour(photo: Image8, parts: Mask): SkinColour | null {
  const pixels: number[] = [];
  for (let i = 0; i < parts.data.length; i++) if (IS_REFERENCE[parts.data[i]!] !== 0) pixels.push(i);
  if (pixels.length < SKIN_MIN) return null;
  const stride = Math.max(1, Math.floor(pixels.length / SAMPLES));
  const labs = pixels
    .filter((_, k) => k % stride === 0)
    .map((i) => srgbToLabColour(photo.data[3 * i]!, photo.data[3 * i + 1]!, photo.data[3 * i + 2]!));
  const a = median(labs.map((lab) => lab[1]));
  const b = median(labs.map((lab) => lab[2]));
  const spread = median(labs.map((lab) => length2(lab[1] - a, lab[2] - b)));
  return { a, b, reach: Math.min(DISTANCE_MAX, Math.max(DISTANCE_MIN, SPREADS * spread)) };
}

/** Whether a point of the a*b* plane lies near the person's hue, at any colourfulness that light and shadow give skin. */
export function isSkinHue(tone: SkinColour, a: number, b: number): boolean {
  const share = (a * tone.a + b * tone.b) / (tone.a ** 2 + tone.b ** 2 || 1);
  const held = Math.min(RICHEST_SHARE, Math.max(PALEST_SHARE, share));
  const reach = share < PALEST_SHARE ? tone.reach / 2 : tone.reach;
  return length2(a - held * tone.a, b - held * tone.b) < reach;
}

/** {@link isSkinHue} for an sRGB colour. */
export function isSkinColour(tone: SkinColour, r: number, g: number, b: number): boolean {
  const lab = srgbToLabColour(r, g, b);
  return isSkinHue(tone, lab[1], lab[2]);
}
