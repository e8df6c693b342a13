import type { Image8, Mask } from "../image.js";
import { tableOfLabels } from "../kernels/mark-labels.js";
import { PART } from "./types.js";

/** White in a well-lit photo has at least this brightness (8 bits). */
const WHITE = 225;
/** The brightest of the person and of the background, as shares of their pixels: highlights, lamps and the sky are left out. */
const OF_PERSON = 0.99;
const OF_GROUND = 0.9;
/**
 * A background whose median is darker than its brightest by this is no wall: the brightest there is the sky or a lamp, which may shine from behind. There the
 * median itself counts, and more of the person may be rim light.
 */
const WALL_EVENNESS = 0.8;
const OF_PERSON_OUTSIDE = 0.95;
/** The palest skin in a lit photo is darker than white by this; so much of a person's own is no highlight. */
const WHITE_OVER_SKIN = 1.15;
const OF_SKIN = 0.9;
/** Cloth in a garment's photo is brighter than a lit photo's white need be: what is missing of that counts by this power. */
const CONTRAST = 1.3;
/** Nothing gets darker than this: what a scene without anything white looks like, too. A white top that is darker looks grey. */
const DARKEST = 0.84;
const IS_SKIN = tableOfLabels([
  PART.face,
  PART.neck,
  PART.leftArm,
  PART.rightArm,
  PART.leftHand,
  PART.rightHand,
  PART.leg,
]);
/** Every so many pixels in both directions are looked at. */
const STEP = 2;

/**
 * How bright the light on the person is against a studio's, DARKEST to 1: a garment's photo, in which white is white, is darkened by
 * as much. The brightest surface in sight is taken for white: "white patch", with percentiles for the maximum.
 * Source   Land & McCann, Lightness and retinex theory, 1971; Ebner, Color Constancy, 2007, §6.1.
 * Shape    `photo` and `parts` of one size.
 */
export function measureLight(photo: Image8, parts: Mask): number {
  const person = new Uint32Array(256);
  const skin = new Uint32Array(256);
  const ground = new Uint32Array(256);
  const { width, height, channels, data } = photo;
  for (let y = 0; y < height; y += STEP) {
    for (let x = 0; x < width; x += STEP) {
      const i = y * width + x;
      const p = i * channels;
      const [r, g, b] = [data[p]!, data[p + 1]!, data[p + 2]!];
      const luma = (54 * r + 183 * g + 19 * b) >> 8;
      const part = parts.data[i]!;
      const isSkin = IS_SKIN[part] !== 0;
      const bright = isSkin ? luma : (luma + Math.max(r, g, b)) >> 1;
      if (isSkin) skin[bright]!++;
      (part === PART.background ? ground : person)[bright]!++;
    }
  }
  const [brightest, usual] = [percentile(ground, OF_GROUND), percentile(ground, 0.5)];
  const isWall = usual >= WALL_EVENNESS * brightest;
  const white = isWall
    ? Math.max(percentile(person, OF_PERSON), brightest)
    : Math.max(percentile(person, OF_PERSON_OUTSIDE), usual, WHITE_OVER_SKIN * percentile(skin, OF_SKIN));
  return Math.min(1, Math.max(DARKEST, (white / WHITE) ** CONTRAST));
}

/** The value up to which `share` of the counted pixels lie; 0 for none. */
function percentile(counts: Uint32Array, share: number): number {
  const wanted = share * counts.reduce((a, b) => a + b, 0);
  if (wanted === 0) return 0;
  let sum = 0;
  for (let v = 0; v < counts.length; v++) {
    sum += counts[v]!;
    if (sum >= wanted) return v;
  }
  return counts.length - 1;
}
