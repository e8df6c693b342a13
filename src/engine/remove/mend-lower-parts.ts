import type { Image8, Mask, Point } from "../image.js";
import { legAxis, placeOnLeg, type LegChain } from "../fit/leg-chain.js";
import { KEYPOINT } from "../observation.js";
import { maskWhere } from "../kernels/push-pull.js";
import { srgbToLabColour } from "../kernels/srgb-to-lab.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { PART, type PersonAnalysis } from "../person/types.js";

type Lab = readonly [number, number, number];

/** Colours of the worn garment are read at this many places of each leg and across it, in units. */
const SAMPLES = 14;
const ACROSS_UNITS = [-0.12, -0.06, 0, 0.06, 0.12];
/** Lab distance from all of them at which a pixel near a hand is a thing held. */
const FOREIGN = 24;
/** Things held lie this near to a wrist, in units, and are at least this thick. */
const HELD_REACH = 1;
const HELD_THICK = 0.06;
/** Lab distance within which a pixel of a foot continues the trouser leg above it. */
const SAME_CLOTH = 13;
/** What continues is at least this thick, in units (a strap is not), and ends this far below the ankle. */
const CUFF_THICK = 0.05;
const CUFF_REACH = 0.3;

/** Bare legs are looked for below this place of the leg (1 is the knee), out to this multiple of its radius. */
const BARE_FROM = 0.45;
const BARE_ACROSS = 1.6;
/** Lab distances from all of the garment's colours and to one of the skin's. */
const UNLIKE_CLOTH = 14;
const LIKE_SKIN = 9;
const SKIN: readonly number[] = [
  PART.neck,
  PART.leftArm,
  PART.rightArm,
  PART.leftHand,
  PART.rightHand,
  PART.leg,
];
const SKIN_SAMPLES = 60;

function labAt({ data, channels }: Image8, i: number): Lab {
  const s = i * channels;
  return srgbToLabColour(data[s]!, data[s + 1]!, data[s + 2]!);
}

function distanceOf(a: Lab, b: Lab): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** Colours of the garment along the legs between two chain positions. */
function sampleCloth(
  photo: Image8,
  person: PersonAnalysis,
  leg: LegChain,
  range: readonly [number, number],
): Lab[] {
  const colours: Lab[] = [];
  for (let k = 0; k < SAMPLES; k++) {
    const at = range[0] + ((range[1] - range[0]) * k) / (SAMPLES - 1);
    const axis = legAxis(leg, at);
    for (const u of ACROSS_UNITS) {
      const x = Math.floor(axis.x + u * leg.unit);
      const y = Math.floor(axis.y);
      if (x < 0 || y < 0 || x >= person.width || y >= person.height) continue;
      const i = y * person.width + x;
      if (person.parts.data[i] === PART.lower) colours.push(labAt(photo, i));
    }
  }
  return colours;
}

/** Opens a mask: drops what is thinner than about `thickPx`. */
function dropThin(mask: Mask, thickPx: number): Uint8Array {
  const radius = Math.max(1, Math.round(thickPx / 2));
  const opened = dilateSquare(erodeSquare(mask, radius), radius + 1).data;
  return Uint8Array.from(mask.data, (v, i) => (v !== 0 && opened[i] !== 0 ? 1 : 0));
}

/** Pixels taken for trousers that are a bag or a phone in a hand: unlike any of the garment's colours. */
function findHeld(photo: Image8, person: PersonAnalysis, cloth: readonly Lab[], unit: number): Uint8Array {
  const { width, height, parts, keypoints } = person;
  const wrists: readonly Point[] = [keypoints[KEYPOINT.leftWrist]!, keypoints[KEYPOINT.rightWrist]!];
  const reach = HELD_REACH * unit;
  const foreign = maskWhere(width, height, (i) => {
    if (parts.data[i] !== PART.lower) return false;
    const x = i % width;
    const y = Math.floor(i / width);
    if (!wrists.some((w) => Math.hypot(x - w.x, y - w.y) < reach)) return false;
    const colour = labAt(photo, i);
    return cloth.every((c) => distanceOf(c, colour) > FOREIGN);
  });
  return dropThin(foreign, HELD_THICK * unit);
}

/** Pixels taken for feet that are the trouser leg's end: like the cloth above, and joined to it. */
function findCuffs(photo: Image8, person: PersonAnalysis, leg: LegChain): Uint8Array {
  const { width, height, parts } = person;
  const cloth = sampleCloth(photo, person, leg, [1.55, 1.95]);
  const marked = new Uint8Array(width * height);
  if (cloth.length < SAMPLES) return marked;
  const reach = CUFF_REACH * leg.unit;
  const isNear = (x: number, y: number): boolean =>
    y < leg.ankle.y + reach && Math.abs(x - leg.ankle.x) < 2.5 * reach && y > leg.knee.y;
  const queue: number[] = [];
  for (let i = 0; i < parts.data.length - width; i++)
    if (parts.data[i] === PART.lower && isNear(i % width, Math.floor(i / width))) queue.push(i);
  while (queue.length > 0) {
    const i = queue.pop()!;
    for (const j of [i + width, i - 1, i + 1]) {
      if (marked[j] !== 0 || parts.data[j] !== PART.foot || !isNear(j % width, Math.floor(j / width)))
        continue;
      const colour = labAt(photo, j);
      if (!cloth.some((c) => distanceOf(c, colour) < SAME_CLOTH)) continue;
      marked[j] = 1;
      queue.push(j);
    }
  }
  const whole = maskWhere(width, height, (i) => marked[i] !== 0 || parts.data[i] === PART.lower);
  const solid = dropThin(whole, CUFF_THICK * leg.unit);
  return marked.map((v, i) => v & solid[i]!);
}

/** Colours of the person's bare skin, sampled over arms, hands and neck. */
function sampleSkin(photo: Image8, { parts }: PersonAnalysis): Lab[] {
  const found: number[] = [];
  for (let i = 0; i < parts.data.length; i += 7) if (SKIN.includes(parts.data[i]!)) found.push(i);
  const step = Math.max(1, Math.floor(found.length / SKIN_SAMPLES));
  return found.filter((_, k) => k % step === 0).map((i) => labAt(photo, i));
}

/** Pixels taken for trousers that are bare legs: like the skin elsewhere, unlike what covers the hips. */
function findBareLegs(
  photo: Image8,
  person: PersonAnalysis,
  legs: readonly LegChain[],
  unit: number,
): Uint8Array {
  const { width, height, parts } = person;
  const cloth = legs.flatMap((leg) => sampleCloth(photo, person, leg, [0, 0.4]));
  const skin = sampleSkin(photo, person);
  const marked = new Uint8Array(width * height);
  if (skin.length === 0 || cloth.length === 0) return marked;
  const bare = maskWhere(width, height, (i) => {
    if (parts.data[i] !== PART.lower) return false;
    const [x, y] = [(i % width) + 0.5, Math.floor(i / width) + 0.5];
    const isOnLeg = legs.some((leg) => {
      const { at, across } = placeOnLeg(leg, x, y);
      return at > BARE_FROM && Math.abs(across) < BARE_ACROSS;
    });
    if (!isOnLeg) return false;
    const colour = labAt(photo, i);
    return (
      cloth.every((c) => distanceOf(c, colour) > UNLIKE_CLOTH) &&
      skin.some((c) => distanceOf(c, colour) < LIKE_SKIN)
    );
  });
  return dropThin(bare, CUFF_THICK * unit);
}

/** The person with cuffs told from shoes, bags and bare legs from trousers, as far as colours tell them apart. */
export function mendLowerParts(
  photo: Image8,
  person: PersonAnalysis,
  legs: readonly LegChain[],
): PersonAnalysis {
  const cloth = legs.flatMap((leg) => sampleCloth(photo, person, leg, [0.2, 1.8]));
  if (cloth.length < SAMPLES) return person;
  const data = new Uint8Array(person.parts.data);
  const held = findHeld(photo, person, cloth, legs[0]!.unit);
  const cuffs = legs.map((leg) => findCuffs(photo, person, leg));
  const bare = findBareLegs(photo, person, legs, legs[0]!.unit);
  for (let i = 0; i < data.length; i++) {
    if (held[i] !== 0) data[i] = PART.object;
    else if (bare[i] !== 0) data[i] = PART.leg;
    else if (cuffs.some((cuff) => cuff[i] !== 0)) data[i] = PART.lower;
  }
  return { ...person, parts: { ...person.parts, data } };
}
