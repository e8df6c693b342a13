import type { Image8, Mask, Point } from "../image.js";
import { legAxis, legOutward, legRadius, placeOnLeg, type LegChain } from "../fit/leg-chain.js";
import { partAt } from "../fit/worn-lower.js";
import { hasAny, maskWhere } from "../kernels/push-pull.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { KEYPOINT } from "../observation.js";
import { PART, type Part, type PersonAnalysis } from "../person/types.js";
import { createPalette, distanceTo, samplePixels, type Palette } from "./colour-palette.js";
import { distanceToSegment, lerpPoint } from "../kernels/polyline.js";
import { length2 } from "../kernels/length.js";

/** Lab distance from all of them at which a pixel near a hand is a thing held. */
export const FOREIGN = 24;
/** Things held lie this near to a wrist, in units, and are at least this thick. */
const HELD_REACH = 1.1;
const HELD_THICK = 0.12;
/** A cuff lies this near to the forearm's bones, in units; the forearm is looked at in these places of it. */
const SLEEVE_UNITS = 0.13;
const SLEEVE_AT = [0.5, 0.6, 0.7, 0.8];
const SKIN: readonly Part[] = [PART.leftArm, PART.rightArm, PART.leftHand, PART.rightHand];
/** A thing beside the garment begins this far, in units, outside the outline that the other side has; looked for along this much of the legs. */
const BESIDE_UNITS = 0.15;
const SURE_UNITS = 0.3;
const EDGE_UNITS = 0.015;
const BAG_EDGE_UNITS = 0.08;
/** Its other parts, nearer to the outline, if they have not the garment's colours, reach this far, in units. */
const BAG_UNITS = 0.3;
/** A garment that reaches farther than this many leg radii at the knee flares: its outline tells nothing. */
const CLOSE_FITTING = 2;
const BESIDE_TO = 1.5;
const BESIDE_STEP = 0.05;
/** A thing's colours are taken at about so many places. */
const BAG_SAMPLES = 80;
/** Lab distance within which a pixel continues the cloth. */
export const SAME_CLOTH = 13;
/** ... and from which it is unlike it. */
export const UNLIKE_CLOTH = 14;
/** Lines and clasps in a thing are thinner than twice this, in units. */
const LINE_UNITS = 0.035;

/** What is looked at: the photo, its parsing and the legs. */
export interface Sight {
  readonly photo: Image8;
  readonly person: PersonAnalysis;
  readonly legs: readonly LegChain[];
  readonly unit: number;
}

/** Drops what is thinner than about `thickPx`. */
export function dropThin(mask: Mask, thickPx: number): Uint8Array {
  const kept = new Uint8Array(mask.data.length);
  if (!hasAny(mask)) return kept;
  const radius = Math.max(1, Math.round(thickPx / 2));
  const opened = dilateSquare(erodeSquare(mask, radius), radius + 1).data;
  for (let i = 0; i < kept.length; i++) kept[i] = mask.data[i]! & opened[i]! & 1;
  return kept;
}

/** Whether a sleeve's cuff is at each pixel: near the bones of a forearm that is not bare, in the top's colours. */
function findCuffs({ photo, person, unit }: Sight): (i: number) => boolean {
  const { width, keypoints } = person;
  const forearms = [
    [keypoints[KEYPOINT.leftElbow]!, keypoints[KEYPOINT.leftWrist]!],
    [keypoints[KEYPOINT.rightElbow]!, keypoints[KEYPOINT.rightWrist]!],
  ] as const;
  const isBare = (p: Point): boolean => SKIN.includes(partAt(person, p) as Part);
  const sleeves = forearms.filter(
    ([elbow, wrist]) =>
      2 * SLEEVE_AT.filter((t) => isBare(lerpPoint(elbow, wrist, t))).length < SLEEVE_AT.length,
  );
  const isTop = (part: number): number => (part === PART.upper ? 1 : 0);
  const top = createPalette(photo, samplePixels(person.parts.data.map(isTop), BAG_SAMPLES));
  return (i) => {
    const [x, y] = [(i % width) + 0.5, Math.floor(i / width) + 0.5];
    const isNear = ([elbow, wrist]: readonly [Point, Point]): boolean =>
      distanceToSegment(elbow, wrist, x, y) < SLEEVE_UNITS * unit;
    return sleeves.some(isNear) && distanceTo(top, photo, i) < SAME_CLOTH;
  };
}

/** Whether a thing may be at each pixel: between the legs' axes is the garment, whatever its colours, and about a wrist a cuff. */
export function findClear(sight: Sight): (i: number) => boolean {
  const { person, legs } = sight;
  const isCuff = findCuffs(sight);
  return (i) => {
    const x = (i % person.width) + 0.5;
    const y = Math.floor(i / person.width) + 0.5;
    return !isCuff(i) && !legs.every((leg) => placeOnLeg(leg, x, y).across < 0.4);
  };
}

/** Whether each pixel lies near a hand and where a thing may be. */
function findReach(sight: Sight): (i: number) => boolean {
  const { width, keypoints } = sight.person;
  const isClear = findClear(sight);
  const wrists = [keypoints[KEYPOINT.leftWrist]!, keypoints[KEYPOINT.rightWrist]!];
  return (i) => {
    const x = (i % width) + 0.5;
    const y = Math.floor(i / width) + 0.5;
    return wrists.some((w) => length2(x - w.x, y - w.y) < HELD_REACH * sight.unit) && isClear(i);
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
export function findHeld(sight: Sight, cloth: Palette): Uint8Array {
  const { photo, person, unit } = sight;
  const { width, height, parts } = person;
  const isInReach = findReach(sight);
  const foreign = maskWhere(
    width,
    height,
    (i) => parts.data[i] === PART.lower && distanceTo(cloth, photo, i) > FOREIGN && isInReach(i),
  );
  const held = dropThin(foreign, HELD_THICK * unit);
  const isBeside = findBeside(sight);
  const beside = maskWhere(
    width,
    height,
    (i) => parts.data[i] === PART.lower && isInReach(i) && isBeside(i, BESIDE_UNITS),
  );
  const bag = dropThin(beside, HELD_THICK * unit);
  // its colours where it is sure: foreign, or so far out that no cloth can be
  const core = held.map((v, i) => (v !== 0 || (bag[i] !== 0 && isBeside(i, SURE_UNITS)) ? 1 : 0));
  const colours = samplePixels(core, BAG_SAMPLES);
  if (colours.length === 0) return held;
  const near = dilateSquare(
    maskWhere(width, height, (i) => bag[i] !== 0),
    Math.round(BAG_UNITS * unit),
  ).data;
  const likeBag = createPalette(photo, colours);
  const isBag = (i: number): boolean => {
    const toCloth = distanceTo(cloth, photo, i);
    if (distanceTo(likeBag, photo, i) > toCloth) return false;
    return isBeside(i, toCloth < SAME_CLOTH ? BAG_EDGE_UNITS : EDGE_UNITS);
  };
  const found = held.map((v, i) =>
    v !== 0 || (near[i] !== 0 && parts.data[i] === PART.lower && isBag(i)) ? 1 : 0,
  );
  return growThing(
    sight,
    found,
    (i) =>
      distanceTo(cloth, photo, i) > UNLIKE_CLOTH &&
      distanceTo(likeBag, photo, i) <= distanceTo(cloth, photo, i),
  );
}

/** The whole of a thing of which a part was found: what joins it and looks like it, before the hips too, with the lines and clasps in it. */
function growThing(sight: Sight, found: Uint8Array, isLike: (i: number) => boolean): Uint8Array {
  const { person, unit } = sight;
  const isCuff = findCuffs(sight);
  const { width, height, parts, keypoints } = person;
  const wrists = [keypoints[KEYPOINT.leftWrist]!, keypoints[KEYPOINT.rightWrist]!];
  const isNear = (i: number): boolean =>
    wrists.some((w) => length2((i % width) - w.x, Math.floor(i / width) - w.y) < HELD_REACH * unit);
  const queue: number[] = [];
  for (let i = 0; i < found.length; i++) if (found[i] !== 0) queue.push(i);
  if (queue.length === 0) return found;
  while (queue.length > 0) {
    const i = queue.pop()!;
    for (const j of [i - width, i + width, i - 1, i + 1]) {
      if (found[j] !== 0 || parts.data[j] !== PART.lower || !isNear(j) || !isLike(j) || isCuff(j)) continue;
      found[j] = 1;
      queue.push(j);
    }
  }
  const radius = Math.max(1, Math.round(LINE_UNITS * unit));
  const thing = maskWhere(width, height, (i) => found[i] !== 0);
  const closed = erodeSquare(dilateSquare(thing, radius), radius).data;
  return found.map((v, i) =>
    v !== 0 || (closed[i] !== 0 && parts.data[i] === PART.lower && !isCuff(i)) ? 1 : 0,
  );
}
