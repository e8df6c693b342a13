import { legAxis, type LegChain } from "../fit/leg-chain.js";
import { boxFilter } from "../kernels/box-filter.js";
import { findComponents } from "../kernels/connected-components.js";
import { distanceToMask } from "../kernels/distance-transform.js";
import { maskWhere } from "../kernels/push-pull.js";
import { createPlane, type Mask } from "../image.js";
import { PART } from "../person/types.js";
import { createPalette, distanceTo, samplePixels } from "./colour-palette.js";
import type { Sight } from "./find-held.js";

/** Ankles lie below this place of the leg (1 is the knee, 2 the ankle). */
const FROM = 1.45;
/** Lab distance to the skin's colours from which it is none, shaded as it may be. */
const NOT_SKIN = 26;
/** ... nearer than this it is skin, and between both it is none where the garment's colours are nearer by this factor. */
const LIKE_SKIN = 12;
const NEARER = 0.7;
/** Skin of this share of its usual brightness, and less, tells nothing. */
const DARKEST = 0.45;
/** Share of the bare legs there that has no skin's colour from which it is tights. */
const TIGHTS = 0.5;
/** Radius of the neighbourhood, in units, whose majority decides, and the smallest piece in square units. */
const NEAR_UNITS = 0.012;
const PIECE = 0.0004;
/** A piece of cloth that lies apart from the garment down there is smaller than this, in square units, and no cloth. */
const APART = 0.3;
const SAMPLES = 60;

/** Above this row nothing is an ankle. */
function ankleRow(legs: readonly LegChain[]): number {
  return Math.min(...legs.map((leg) => legAxis(leg, FROM).y));
}

/** Bare leg that has no skin's colour, by the majority about each pixel; null where most has none. */
function findForeign({ photo, person, unit }: Sight, isAnkle: (i: number) => boolean): Mask | null {
  const { width, height, parts } = person;
  const skins = [PART.leg, PART.face, PART.neck, PART.leftArm, PART.rightArm, PART.leftHand, PART.rightHand];
  const isShade = (i: number): boolean => skins.includes(parts.data[i] as never) && !isAnkle(i);
  const sampled = samplePixels(maskWhere(width, height, isShade).data, SAMPLES);
  const brightness = (i: number): number =>
    photo.data[3 * i]! + photo.data[3 * i + 1]! + photo.data[3 * i + 2]!;
  const usual = sampled.map(brightness).toSorted((a, b) => a - b)[sampled.length >> 1] ?? 0;
  // eyes, and hair among what was taken for skin, are darker
  const pixels = sampled.filter((i) => brightness(i) > DARKEST * usual);
  if (pixels.length < SAMPLES / 2) return null;
  const skin = createPalette(photo, pixels);
  const isCloth = (v: number, i: number): number => (v === PART.lower && isAnkle(i) ? 1 : 0);
  const cloth = createPalette(photo, samplePixels(parts.data.map(isCloth), SAMPLES));
  const foreign = createPlane(width, height);
  const bare = createPlane(width, height);
  let [all, odd] = [0, 0];
  for (let i = 0; i < parts.data.length; i++) {
    if (!isAnkle(i) || parts.data[i] !== PART.leg) continue;
    const toSkin = distanceTo(skin, photo, i);
    const isOdd = toSkin > NOT_SKIN || (toSkin > LIKE_SKIN && distanceTo(cloth, photo, i) < NEARER * toSkin);
    bare.data[i] = 1;
    foreign.data[i] = isOdd ? 1 : 0;
    all++;
    if (isOdd) odd++;
  }
  if (odd === 0 || odd > TIGHTS * all) return null;
  const radius = Math.max(1, Math.round(NEAR_UNITS * unit));
  const [share, near] = [boxFilter(foreign, radius).data, boxFilter(bare, radius).data];
  return maskWhere(width, height, (i) => bare.data[i] !== 0 && 2 * share[i]! > near[i]!);
}

/** Pixels near the ankles that the parsing and the colours of skin got wrong. */
export interface AnkleMends {
  readonly shoe: Uint8Array;
  readonly cloth: Uint8Array;
}

/** Marks cloth that lies apart from the garment by the ankles: a boot's shaft. */
function markApart({ person, unit }: Sight, isAnkle: (i: number) => boolean, shoe: Uint8Array): void {
  const { width, height, parts } = person;
  const { labels, list } = findComponents(maskWhere(width, height, (i) => parts.data[i] === PART.lower));
  const largest = Math.max(...list.map(({ area }) => area));
  const isApart = list.map(
    ({ minY, area }) => area < Math.min(largest, APART * unit * unit) && isAnkle(minY * width),
  );
  for (let i = 0; i < labels.length; i++) if (labels[i]! > 0 && isApart[labels[i]! - 1]) shoe[i] = 1;
}

/**
 * Tells shafts of boots and pieces of a skirt's hem from bare ankles: what was counted to these without a skin's colour is the shoe's where it is nearer to that, else the garment's; cloth apart from a garment that
 * hangs about both legs is the shoe's.
 */
export function mendAnkles(sight: Sight, isSkirt: boolean): AnkleMends {
  const { person, legs, unit } = sight;
  const { width, height, parts } = person;
  const marks = { shoe: new Uint8Array(width * height), cloth: new Uint8Array(width * height) };
  const top = ankleRow(legs) * width;
  const isAnkle = (i: number): boolean => i > top;
  if (isSkirt) markApart(sight, isAnkle, marks.shoe);
  const foreign = findForeign(sight, isAnkle);
  if (foreign === null) return marks;
  const { labels, list } = findComponents(foreign);
  const isShoe = (i: number): boolean => isAnkle(i) && (parts.data[i] === PART.foot || marks.shoe[i] !== 0);
  const isCloth = (i: number): boolean => parts.data[i] === PART.lower && marks.shoe[i] === 0;
  const toShoe = distanceToMask(maskWhere(width, height, isShoe)).data;
  const toCloth = distanceToMask(maskWhere(width, height, isCloth)).data;
  for (let i = 0; i < labels.length; i++) {
    const k = labels[i]! - 1;
    if (k < 0 || list[k]!.area < PIECE * unit * unit) continue;
    (toShoe[i]! < toCloth[i]! ? marks.shoe : marks.cloth)[i] = 1;
  }
  return marks;
}
