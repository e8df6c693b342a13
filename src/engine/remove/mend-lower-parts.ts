import type { Image8 } from "../image.js";
import { legAxis, placeOnLeg, type LegChain } from "../fit/leg-chain.js";
import { lerpPoint } from "../kernels/polyline.js";
import { findComponents } from "../kernels/connected-components.js";
import { maskWhere } from "../kernels/push-pull.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { srgbToLabColour } from "../kernels/srgb-to-lab.js";
import { isSkinHue, measureSkinColour } from "./skin-colour.js";
import { createPalette, distanceTo, samplePixels } from "./colour-palette.js";
import { dropLeather } from "./drop-leather.js";
import { findHipCloth } from "./find-hip-cloth.js";
import { findIslands } from "./find-islands.js";
import { levelCuffs } from "./level-cuffs.js";
import { mendAnkles } from "./mend-ankles.js";
import { mendHands } from "./mend-hands.js";
import { outlineHeld } from "./outline-held.js";
import { dropThin, findHeld, SAME_CLOTH, UNLIKE_CLOTH, type Sight } from "./find-held.js";

/** Colours of the worn garment are read at this many places of each leg and across it, in units. */
const SAMPLES = 14;
const ACROSS_UNITS = [-0.12, -0.06, 0, 0.06, 0.12];
/** What continues is at least this thick, in units (a strap is not), and ends this far below the ankle. */
const CUFF_THICK = 0.05;
const CUFF_REACH = 0.3;
/** Share of a foot that looks like the garment from which all of it is the garment: a gown that lies on the floor. */
const FLOOR_LENGTH = 0.6;
/** ... and how far below the ankle, in units, it must go on beside the foot. */
const FLOOR_BELOW = 0.3;
/** Tips of shoes lie at least this far below the higher ankle, in units. */
const TOES_BELOW = 0.15;
/** ... and are smaller than this, in square units: wide trousers' hem lies there too. Below a skirt, which ends above them, whole shoes may. */
const TOE_AREA = 0.06;
const SHOE_AREA = 0.3;
/** A skirt's hem among what was taken for feet ends where it does between the legs: about the middle to so many units, and so much lower. */
const SKIRT_MIDDLE = 0.12;
const SKIRT_LOWER = 0.03;
/** Holes of its print are narrower than this, in units. */
const PRINT_UNITS = 0.06;
/** Bare legs are looked for below this place of the leg (1 is the knee), out to this multiple of its radius, by steps. */
const BARE_FROM = 0.45;
const BARE_TO = 2.1;
const BARE_ACROSS = 1.9;
const BARE_STEP = 0.03;
/** Lab distance to one of the skin's colours, and share of a step that must have it and be unlike the garment. */
const LIKE_SKIN = 10;
const BARE_SHARE = 0.5;
/** ... of an ankle's, which may lie in the skirt's shadow. */
const SKIN_TONES = 26;
const SKIN: readonly number[] = [
  PART.neck,
  PART.leftArm,
  PART.rightArm,
  PART.leftHand,
  PART.rightHand,
  PART.leg,
];
const SKIN_SAMPLES = 80;
/** A garment that goes on between the legs at most of these places of the chain is a skirt. */
const BETWEEN = [1.1, 1.2, 1.3, 1.4, 1.5];
/** What goes on between the legs down to here may be wide trousers. */
const AT_FEET = 1.9;

/** Pixels of the garment along a leg between two chain positions. */
function sampleCloth({ person }: Sight, leg: LegChain, range: readonly [number, number]): number[] {
  const pixels: number[] = [];
  for (let k = 0; k < SAMPLES; k++) {
    const axis = legAxis(leg, range[0] + ((range[1] - range[0]) * k) / (SAMPLES - 1));
    for (const u of ACROSS_UNITS) {
      const x = Math.floor(axis.x + u * leg.unit);
      const y = Math.floor(axis.y);
      if (x < 0 || y < 0 || x >= person.width || y >= person.height) continue;
      const i = y * person.width + x;
      if (person.parts.data[i] === PART.lower) pixels.push(i);
    }
  }
  return pixels;
}

/** Whether the garment goes on below the ankle on both sides of the foot. */
function liesOnFloor({ person }: Sight, { ankle, unit }: LegChain): boolean {
  const { width, height, parts } = person;
  const y = Math.floor(ankle.y + FLOOR_BELOW * unit);
  if (y < 0 || y >= height) return false;
  const row = parts.data.subarray(y * width, (y + 1) * width);
  const left = row.indexOf(PART.lower);
  return left >= 0 && left < ankle.x && row.lastIndexOf(PART.lower) > ankle.x;
}

/** Whether the garment hangs about both legs, not about each, and ends above the feet. */
function isSkirt({ person, legs }: Sight): boolean {
  const { width, height, parts } = person;
  const isBetween = (at: number): boolean => {
    const middle = lerpPoint(legAxis(legs[0]!, at), legAxis(legs[1]!, at), 0.5);
    const [x, y] = [Math.floor(middle.x), Math.floor(middle.y)];
    return x >= 0 && y >= 0 && x < width && y < height && parts.data[y * width + x] === PART.lower;
  };
  return !isBetween(AT_FEET) && 2 * BETWEEN.filter(isBetween).length > BETWEEN.length;
}

/** Pixels taken for feet that are the garment's end: like the cloth above, and joined to it. */
function findCuffs(sight: Sight, leg: LegChain): Uint8Array {
  const { photo, person } = sight;
  const { width, height, parts } = person;
  const pixels = sampleCloth(sight, leg, [1.55, 1.95]);
  const marked = new Uint8Array(width * height);
  if (pixels.length < SAMPLES) return marked;
  const cloth = createPalette(photo, pixels);
  const reach = CUFF_REACH * leg.unit;
  const isLike = (i: number): boolean =>
    parts.data[i] === PART.foot && distanceTo(cloth, photo, i) < SAME_CLOTH;
  let feet = 0;
  let alike = 0;
  for (let i = 0; i < parts.data.length; i++) {
    if (parts.data[i] !== PART.foot) continue;
    feet++;
    if (isLike(i)) alike++;
  }
  if (alike > FLOOR_LENGTH * feet && liesOnFloor(sight, leg))
    return marked.map((_, i) => (parts.data[i] === PART.foot ? 1 : 0));
  const isNear = (i: number): boolean => {
    const y = Math.floor(i / width);
    return y < leg.ankle.y + reach && Math.abs((i % width) - leg.ankle.x) < 2.5 * reach && y > leg.knee.y;
  };
  // a skirt ends above the feet, whatever colour the boots have
  if (isSkirt(sight)) return findSkirtHem(sight, isLike);
  growInto(marked, sight, (i) => isNear(i) && isLike(i));
  if (!marked.includes(1)) return marked;
  const whole = maskWhere(width, height, (i) => marked[i] !== 0 || parts.data[i] === PART.lower);
  const solid = dropThin(whole, CUFF_THICK * leg.unit);
  return marked.map((v, i) => v & solid[i]!);
}

/** Marks what joins the garment, downward and aside, and passes. */
function growInto(marked: Uint8Array, { person }: Sight, passes: (i: number) => boolean): void {
  const { width, height, parts } = person;
  const queue: number[] = [];
  for (let i = 0; i < parts.data.length - width; i++) if (parts.data[i] === PART.lower) queue.push(i);
  while (queue.length > 0) {
    const i = queue.pop()!;
    for (const j of [i + width, i - 1, i + 1]) {
      if (j >= width * height || marked[j] !== 0 || !passes(j)) continue;
      marked[j] = 1;
      queue.push(j);
    }
  }
}

/** The hem of a skirt among pixels taken for feet: what joins it and `isLike` it, no lower than between the legs, where no foot is. */
function findSkirtHem(sight: Sight, isLike: (i: number) => boolean): Uint8Array {
  const { photo, person, legs, unit } = sight;
  const { width, height, parts } = person;
  const none = new Uint8Array(width * height);
  const reached = none.slice();
  growInto(reached, sight, isLike);
  const [a, b] = [legs[0]!.ankle, legs[1]!.ankle];
  const middle = (a.x + b.x) / 2;
  const half = Math.min(SKIRT_MIDDLE * unit, Math.abs(a.x - b.x) / 4);
  let lowest = -1;
  for (let i = 0; i < reached.length; i++)
    if (reached[i] !== 0 && Math.abs((i % width) - middle) < half) lowest = Math.floor(i / width);
  if (lowest < 0) return none;
  const end = (lowest + SKIRT_LOWER * unit) * width;
  const radius = Math.max(1, Math.round((PRINT_UNITS * unit) / 2));
  const isHem = (i: number): boolean => parts.data[i] === PART.lower || (reached[i] !== 0 && i < end);
  const closed = erodeSquare(dilateSquare(maskWhere(width, height, isHem), radius), radius).data;
  const skin = createPalette(photo, sampleSkin(person));
  const passes = (i: number): boolean => closed[i] !== 0 && i < end && parts.data[i] === PART.foot;
  return none.map((_, i) =>
    passes(i) && (reached[i] !== 0 || distanceTo(skin, photo, i) > SKIN_TONES) ? 1 : 0,
  );
}

/** Pixels taken for feet that are the bare ankles between the garment's hem and the shoes. */
function findAnkles(sight: Sight): Uint8Array {
  const { photo, person, legs } = sight;
  const { parts } = person;
  const marked = new Uint8Array(parts.data.length);
  const tone = measureSkinColour(photo, parts);
  if (tone === null) return marked;
  const skin = createPalette(photo, sampleSkin(person));
  const cloth = createPalette(
    photo,
    legs.flatMap((leg) => sampleCloth(sight, leg, [0.5, 1.8])),
  );
  const isSkin = (i: number): boolean => {
    const [, a, b] = srgbToLabColour(photo.data[3 * i]!, photo.data[3 * i + 1]!, photo.data[3 * i + 2]!);
    return (
      isSkinHue(tone, a, b) && distanceTo(skin, photo, i) < Math.min(SKIN_TONES, distanceTo(cloth, photo, i))
    );
  };
  const found = maskWhere(person.width, person.height, (i) => parts.data[i] === PART.foot && isSkin(i));
  const radius = Math.max(1, Math.round((PRINT_UNITS * sight.unit) / 2));
  const closed = erodeSquare(dilateSquare(found, radius), radius).data;
  const { width, height } = parts;
  const ankles = maskWhere(width, height, (i) => closed[i] !== 0 && parts.data[i] === PART.foot);
  return Uint8Array.from(dropLeather(ankles, photo, parts).data);
}

/** Pixels of bare skin, evenly chosen. */
function sampleSkin({ parts }: PersonAnalysis): number[] {
  return samplePixels(
    parts.data.map((part) => (SKIN.includes(part) ? 1 : 0)),
    SKIN_SAMPLES,
  );
}

/** Pixels taken for trousers that are bare legs: where most of a leg's width is like the skin elsewhere and unlike the hips' cloth. */
function findBareLegs(sight: Sight, leg: LegChain): Uint8Array {
  const { photo, person } = sight;
  const { width, height, parts } = person;
  const marked = new Uint8Array(width * height);
  const cloth = createPalette(photo, sampleCloth(sight, leg, [0, 0.4]));
  const skin = createPalette(photo, sampleSkin(person));
  const steps = Math.ceil(BARE_TO / BARE_STEP) + 1;
  const count = new Float32Array(steps);
  const bare = new Float32Array(steps);
  const step = new Int16Array(width * height).fill(-1);
  for (let i = 0; i < parts.data.length; i++) {
    if (parts.data[i] !== PART.lower && parts.data[i] !== PART.leg) continue;
    const { at, across } = placeOnLeg(leg, (i % width) + 0.5, Math.floor(i / width) + 0.5);
    if (at < BARE_FROM || at > BARE_TO || Math.abs(across) > BARE_ACROSS) continue;
    const s = Math.floor(at / BARE_STEP);
    step[i] = s;
    count[s]!++;
    if (
      parts.data[i] === PART.leg ||
      (distanceTo(cloth, photo, i) > UNLIKE_CLOTH && distanceTo(skin, photo, i) < LIKE_SKIN)
    )
      bare[s]!++;
  }
  for (let i = 0; i < marked.length; i++) {
    const s = step[i]!;
    if (s >= 0 && parts.data[i] === PART.lower && bare[s]! > BARE_SHARE * count[s]!) marked[i] = 1;
  }
  return marked;
}

/** Pixels taken for trousers that are the tips of shoes: patches that lie wholly below the ankles. */
function findToes(sight: Sight): Uint8Array {
  const { person, legs, unit } = sight;
  const { width, height, parts } = person;
  const { labels, list } = findComponents(maskWhere(width, height, (i) => parts.data[i] === PART.lower));
  const ankle = Math.min(...legs.map((leg) => leg.ankle.y)) + TOES_BELOW * unit;
  const limit = (isSkirt(sight) ? SHOE_AREA : TOE_AREA) * unit * unit;
  const isToe = list.map(({ minY, area }) => minY > ankle && area < limit);
  const marked = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i++) if (labels[i]! > 0 && isToe[labels[i]! - 1]) marked[i] = 1;
  return marked;
}

/** The person with cuffs told from shoes, bags and bare legs from trousers, as far as colours tell them apart. */
export function mendLowerParts(
  photo: Image8,
  person: PersonAnalysis,
  legs: readonly LegChain[],
): PersonAnalysis {
  const sight: Sight = { photo, person, legs, unit: legs[0]!.unit };
  if (legs.flatMap((leg) => sampleCloth(sight, leg, [0, 1.8])).length < SAMPLES) return person;
  const relabel = (before: Sight, marked: readonly Uint8Array[], part: number): Sight => {
    const { parts } = before.person;
    const data = parts.data.map((v, i) => (marked.some((m) => m[i] !== 0) ? part : v));
    return { ...before, person: { ...before.person, parts: { ...parts, data } } };
  };
  const onHips = createPalette(
    photo,
    legs.flatMap((leg) => sampleCloth(sight, leg, [0, 0.8])),
  );
  const hung = relabel(sight, [findHipCloth(sight, onHips)], PART.lower);
  const shod = relabel(hung, [findToes(hung)], PART.foot);
  const bared = relabel(
    shod,
    legs.map((leg) => findBareLegs(shod, leg)),
    PART.leg,
  );
  const cuffs = legs.map((leg) => findCuffs(bared, leg));
  const ended = relabel(bared, levelCuffs(bared, cuffs), PART.lower);
  const stepped = relabel(ended, [findAnkles(ended)], PART.leg);
  const islands = findIslands(stepped.person);
  const shown = relabel(relabel(stepped, [islands.foot], PART.foot), [islands.leg], PART.leg);
  const ankles = mendAnkles(shown, isSkirt(shown));
  const whole = relabel(relabel(shown, [ankles.shoe], PART.foot), [ankles.cloth], PART.lower);
  // what is held hides the hips, not the legs
  const cloth = legs.flatMap((leg) => sampleCloth(whole, leg, [0.5, 1.8]));
  if (cloth.length === 0) return whole.person;
  const palette = createPalette(photo, cloth);
  const held = relabel(whole, [outlineHeld(whole, findHeld(whole, palette), palette)], PART.object).person;
  return mendHands(photo, held, { cloth: palette, unit: sight.unit });
}
