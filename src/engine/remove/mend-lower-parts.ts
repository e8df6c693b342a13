import type { Image8, Mask } from "../image.js";
import { legAxis, legOutward, legRadius, placeOnLeg, type LegChain } from "../fit/leg-chain.js";
import { lerpPoint } from "../kernels/polyline.js";
import { KEYPOINT } from "../observation.js";
import { maskWhere } from "../kernels/push-pull.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { createPalette, samplePixels, type PaletteDistance } from "./colour-palette.js";

/** Colours of the worn garment are read at this many places of each leg and across it, in units. */
const SAMPLES = 14;
const ACROSS_UNITS = [-0.12, -0.06, 0, 0.06, 0.12];
/** Lab distance from all of them at which a pixel near a hand is a thing held. */
const FOREIGN = 24;
/** Things held lie this near to a wrist, in units, and are at least this thick. */
const HELD_REACH = 1.1;
const HELD_THICK = 0.12;
/** A thing beside the garment begins this far, in units, outside the outline that the other side has; looked for along this much of the legs. */
const BESIDE_UNITS = 0.15;
const EDGE_UNITS = 0.015;
const BAG_EDGE_UNITS = 0.08;
/** Its other parts, nearer to the outline, if they have not the garment's colours, reach this far, in units. */
const BAG_UNITS = 0.3;
/** A garment that reaches farther than this many leg radii at the knee flares: its outline tells nothing. */
const CLOSE_FITTING = 2;
const BESIDE_TO = 1.5;
const BESIDE_STEP = 0.05;
/** Lab distance within which a pixel of a foot continues the trouser leg above it. */
const SAME_CLOTH = 13;
/** What continues is at least this thick, in units (a strap is not), and ends this far below the ankle. */
const CUFF_THICK = 0.05;
const CUFF_REACH = 0.3;
/** Share of a foot that looks like the garment from which all of it is the garment: a gown that lies on the floor. */
const FLOOR_LENGTH = 0.6;
/** ... and how far below the ankle, in units, it must go on beside the foot. */
const FLOOR_BELOW = 0.3;
/** Bare legs are looked for below this place of the leg (1 is the knee), out to this multiple of its radius, by steps. */
const BARE_FROM = 0.45;
const BARE_TO = 2.1;
const BARE_ACROSS = 1.9;
const BARE_STEP = 0.03;
/** Lab distances from all of the garment's colours and to one of the skin's; share of a step that must have them. */
const UNLIKE_CLOTH = 14;
const LIKE_SKIN = 10;
const BARE_SHARE = 0.5;
const SKIN: readonly number[] = [
  PART.neck,
  PART.leftArm,
  PART.rightArm,
  PART.leftHand,
  PART.rightHand,
  PART.leg,
];
const SKIN_SAMPLES = 80;
const BAG_SAMPLES = 80;
/** A garment that goes on between the legs at most of these places of the chain is a skirt. */
const BETWEEN = [1.1, 1.2, 1.3, 1.4, 1.5];

interface Sight {
  readonly photo: Image8;
  readonly person: PersonAnalysis;
  readonly legs: readonly LegChain[];
  readonly unit: number;
}

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

/** Drops what is thinner than about `thickPx`. */
function dropThin(mask: Mask, thickPx: number): Uint8Array {
  const radius = Math.max(1, Math.round(thickPx / 2));
  const opened = dilateSquare(erodeSquare(mask, radius), radius + 1).data;
  return Uint8Array.from(mask.data, (v, i) => (v !== 0 && opened[i] !== 0 ? 1 : 0));
}

/** Whether each pixel lies near a hand and outside the legs, where things are held. */
function findReach({ person, legs, unit }: Sight): (i: number) => boolean {
  const { width, keypoints } = person;
  const wrists = [keypoints[KEYPOINT.leftWrist]!, keypoints[KEYPOINT.rightWrist]!];
  return (i) => {
    const x = (i % width) + 0.5;
    const y = Math.floor(i / width) + 0.5;
    if (!wrists.some((w) => Math.hypot(x - w.x, y - w.y) < HELD_REACH * unit)) return false;
    // between the legs' axes is the garment, whatever its colours
    return !legs.every((leg) => placeOnLeg(leg, x, y).across < 0.4);
  };
}

/** Distance from a leg's axis outward to the end of the lower garment, by steps of the chain; 0 where nothing is worn. */
function measureReach({ person, unit }: Sight, leg: LegChain): Float32Array {
  const reach = new Float32Array(Math.ceil(BESIDE_TO / BESIDE_STEP) + 1);
  for (let s = 0; s < reach.length; s++) {
    const axis = legAxis(leg, s * BESIDE_STEP);
    const out = legOutward(leg, s * BESIDE_STEP);
    for (let d = 0; d < unit; d++) {
      const x = Math.floor(axis.x + out.x * d);
      const y = Math.floor(axis.y + out.y * d);
      if (x < 0 || y < 0 || x >= person.width || y >= person.height) break;
      if (person.parts.data[y * person.width + x] === PART.lower) reach[s] = d;
    }
  }
  return reach;
}

/** Whether a pixel lies much farther from its leg than the garment reaches on the other one: something hangs beside it. */
function findBeside(sight: Sight): (i: number, marginUnits: number) => boolean {
  const { person, legs, unit } = sight;
  const reaches = legs.map((leg) => measureReach(sight, leg));
  const knee = Math.round(1 / BESIDE_STEP);
  if (legs.some((leg, k) => reaches[k]![knee]! > CLOSE_FITTING * legRadius(leg, 1, 1))) return () => false;
  return (i, marginUnits) => {
    const x = (i % person.width) + 0.5;
    const y = Math.floor(i / person.width) + 0.5;
    return legs.some((leg, k) => {
      const { at, across } = placeOnLeg(leg, x, y);
      const other = reaches[1 - k]![Math.floor(at / BESIDE_STEP)] ?? 0;
      const isLevel = at > 0 && across > 0 && other > 0;
      return isLevel && across * legRadius(leg, at, 1) > other + marginUnits * unit;
    });
  };
}

/** Pixels taken for trousers that are a bag in a hand: unlike any of the garment's colours, or beside its outline. */
function findHeld(sight: Sight, cloth: PaletteDistance): Uint8Array {
  const { photo, person, unit } = sight;
  const { width, height, parts } = person;
  const isInReach = findReach(sight);
  const foreign = maskWhere(
    width,
    height,
    (i) => parts.data[i] === PART.lower && cloth(photo, i) > FOREIGN && isInReach(i),
  );
  const held = dropThin(foreign, HELD_THICK * unit);
  const isBeside = findBeside(sight);
  const beside = maskWhere(
    width,
    height,
    (i) => parts.data[i] === PART.lower && isInReach(i) && isBeside(i, BESIDE_UNITS),
  );
  const bag = dropThin(beside, HELD_THICK * unit);
  const near = dilateSquare(
    maskWhere(width, height, (i) => bag[i] !== 0),
    Math.round(BAG_UNITS * unit),
  ).data;
  const bagColours = samplePixels(bag, BAG_SAMPLES);
  if (bagColours.length === 0) return held;
  const likeBag = createPalette(photo, bagColours);
  return held.map((v, i) => {
    if (v !== 0) return 1;
    if (near[i] === 0 || parts.data[i] !== PART.lower) return 0;
    const toCloth = cloth(photo, i);
    return likeBag(photo, i) <= toCloth && isBeside(i, toCloth < SAME_CLOTH ? BAG_EDGE_UNITS : EDGE_UNITS)
      ? 1
      : 0;
  });
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

/** Whether the garment hangs about both legs, not about each. */
function isSkirt({ person, legs }: Sight): boolean {
  const { width, height, parts } = person;
  const inside = BETWEEN.filter((at) => {
    const middle = lerpPoint(legAxis(legs[0]!, at), legAxis(legs[1]!, at), 0.5);
    const [x, y] = [Math.floor(middle.x), Math.floor(middle.y)];
    return x >= 0 && y >= 0 && x < width && y < height && parts.data[y * width + x] === PART.lower;
  });
  return 2 * inside.length > BETWEEN.length;
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
  const isLike = (i: number): boolean => parts.data[i] === PART.foot && cloth(photo, i) < SAME_CLOTH;
  let feet = 0;
  let alike = 0;
  for (let i = 0; i < parts.data.length; i++) {
    if (parts.data[i] !== PART.foot) continue;
    feet++;
    if (isLike(i)) alike++;
  }
  if (alike > FLOOR_LENGTH * feet && liesOnFloor(sight, leg))
    return marked.map((_, i) => (parts.data[i] === PART.foot ? 1 : 0));
  // a skirt ends above the feet, whatever colour the boots have
  if (isSkirt(sight)) return marked;
  const isNear = (i: number): boolean => {
    const y = Math.floor(i / width);
    return y < leg.ankle.y + reach && Math.abs((i % width) - leg.ankle.x) < 2.5 * reach && y > leg.knee.y;
  };
  const queue: number[] = [];
  for (let i = 0; i < parts.data.length - width; i++)
    if (parts.data[i] === PART.lower && isNear(i)) queue.push(i);
  while (queue.length > 0) {
    const i = queue.pop()!;
    for (const j of [i + width, i - 1, i + 1]) {
      if (marked[j] !== 0 || !isNear(j) || !isLike(j)) continue;
      marked[j] = 1;
      queue.push(j);
    }
  }
  const whole = maskWhere(width, height, (i) => marked[i] !== 0 || parts.data[i] === PART.lower);
  const solid = dropThin(whole, CUFF_THICK * leg.unit);
  return marked.map((v, i) => v & solid[i]!);
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
    if (parts.data[i] === PART.leg || (cloth(photo, i) > UNLIKE_CLOTH && skin(photo, i) < LIKE_SKIN))
      bare[s]!++;
  }
  for (let i = 0; i < marked.length; i++) {
    const s = step[i]!;
    if (s >= 0 && parts.data[i] === PART.lower && bare[s]! > BARE_SHARE * count[s]!) marked[i] = 1;
  }
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
  const bared = relabel(
    sight,
    legs.map((leg) => findBareLegs(sight, leg)),
    PART.leg,
  );
  const whole = relabel(
    bared,
    legs.map((leg) => findCuffs(bared, leg)),
    PART.lower,
  );
  // what is held hides the hips, not the legs
  const cloth = legs.flatMap((leg) => sampleCloth(whole, leg, [0.5, 1.8]));
  if (cloth.length === 0) return whole.person;
  return relabel(whole, [findHeld(whole, createPalette(photo, cloth))], PART.object).person;
}
