import { createMask, type Mask, type Point } from "../image.js";
import { torsoPlace, type BodyFrame } from "../fit/body-frame.js";
import { shoulderPlace } from "../fit/shoulder-place.js";
import { findComponents } from "../kernels/connected-components.js";
import { intersectMasks, subtractMask, uniteMasks } from "../kernels/mask-logic.js";
import { markLabels, tableOfLabels } from "../kernels/mark-labels.js";
import { resizeImage } from "../kernels/resize.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { srgbToLab, type LabImage } from "../kernels/srgb-to-lab.js";
import { PART } from "../person/types.js";
import { findCollar } from "./find-collar.js";
import { growCollar } from "./grow-collar.js";
import { findFlap, FLAP_PARTS } from "./find-flap.js";
import { findStraps } from "./find-straps.js";
import { isSkinHue, measureSkinColour, type SkinColour } from "./skin-colour.js";
import { isTopsOwn, tellTop, type TopColours } from "./tell-top.js";
import type { PersonCrop } from "./types.js";

/** Trim is looked for at half size. */
const STEP = 2;
/** Thinner than this, in units, is an edge between skin and something else. */
const THINNEST_UNITS = 0.014;
/** The chin is higher above the shoulders than this, in units: a face's own pixels are left alone. */
const BELOW_CHIN = 0.42;
/** ... but for what stands beside it, so far from the mouth's middle and up to this height above the chin: a collar turned up. */
const BESIDE_MOUTH = 0.2;
const COLLAR_HEIGHT = 0.12;
/** A collar's ends reach this far, in units, beside the neck. */
const COLLAR_REACH_UNITS = 0.25;
/** Parts that may be trim in truth. Hands hold things of all colours. */
const IS_SUSPECT = tableOfLabels([PART.face, PART.neck, PART.leftArm, PART.rightArm, PART.hair]);
const IS_FLAP = tableOfLabels(FLAP_PARTS);

function shrinkLabels({ width, height, data }: Mask, w: number, h: number): Mask {
  const small = createMask(w, h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      small.data[y * w + x] = data[Math.min(height - 1, y * STEP) * width + Math.min(width - 1, x * STEP)]!;
    }
  }
  return small;
}

/** Components of `candidates` that touch the worn top. */
function keepTouching(candidates: Mask, worn: Mask): Mask {
  const { labels, list } = findComponents(candidates);
  if (list.length === 0) return candidates;
  const isTouching = new Uint8Array(list.length + 1);
  for (let i = 0; i < labels.length; i++) if (worn.data[i] !== 0) isTouching[labels[i]!] = 255;
  isTouching[0] = 0;
  const kept = createMask(candidates.width, candidates.height);
  for (let i = 0; i < labels.length; i++) kept.data[i] = isTouching[labels[i]!]!;
  return kept;
}

/**
 * Counts collars, cuffs, inserts and straps to the worn top that the parsing took for skin or hair: patches of neck or arm that touch the top
 * and have no skin colour, hair with the top's colours, and flaps beside the body. Returns the parts with those patches as {@link PART}.upper.
 */
export function absorbTrim(crop: PersonCrop, body: BodyFrame): Mask {
  const { photo, parts, rect } = crop;
  const w = Math.ceil(photo.width / STEP);
  const h = Math.ceil(photo.height / STEP);
  const small = shrinkLabels(parts, w, h);
  const shrunk = resizeImage(photo, w, h);
  const tone = measureSkinColour(shrunk, small);
  if (tone === null) return parts;
  const belowChin = findBelowChin(small, body, rect);
  const hair = markLabels(small, [PART.hair]);
  const pureHair = subtractMask(hair, belowChin);
  const colours = tellTop(shrunk, small, pureHair);
  const odd = createMask(w, h);
  if (colours !== null) addTopsOwnInto(odd, intersectMasks(hair, belowChin), colours);
  addOddSkinInto(odd, { parts: small, belowChin, tone, lab: srgbToLab(shrunk), body, rect });
  const radius = Math.max(1, Math.round((THINNEST_UNITS * body.unit) / STEP));
  const opened = dilateSquare(erodeSquare(odd, radius), radius);
  const worn = dilateSquare(markLabels(small, [PART.upper]), radius + 1);
  const toBody = (x: number, y: number): Point => ({ x: x * STEP + rect.left, y: y * STEP + rect.top });
  const sight = { parts: small, body, toBody, unitPx: body.unit / STEP };
  const straps = findStraps({ ...sight, photo: shrunk, odd });
  const found = { parts: small, collar: findCollar(sight), pureHair };
  const collar = growCollar(shrunk, found, Math.round(sight.unitPx * COLLAR_REACH_UNITS));
  const flap = dilateSquare(findFlap(shrunk, sight), 1);
  const trim = uniteMasks(keepTouching(opened, worn), straps, collar);
  return relabel(parts, dilateSquare(trim, 1), flap);
}

// loops over all pixels are functions of their own that are handed no functions: their code is kept from try-on to try-on

/** The pixels (255) that lie below the chin. Shape: `parts`, at 1 / STEP of the crop's size. */
function findBelowChin(parts: Mask, body: BodyFrame, rect: PersonCrop["rect"]): Mask {
  const { width, height } = parts;
  const below = createMask(width, height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const { t } = torsoPlace(body, x * STEP + rect.left, y * STEP + rect.top);
      if ((-t * body.torsoLength) / body.unit < BELOW_CHIN) below.data[i] = 255;
    }
  }
  return below;
}

/** Marks hair that has the top's colours. In place. */
function addTopsOwnInto(odd: Mask, hair: Mask, colours: TopColours): void {
  for (let i = 0; i < odd.data.length; i++)
    if (hair.data[i] !== 0 && isTopsOwn(colours, i)) odd.data[i] = 255;
}

interface OddSkin {
  readonly parts: Mask;
  readonly belowChin: Mask;
  readonly tone: SkinColour;
  readonly lab: LabImage;
  readonly body: BodyFrame;
  readonly rect: PersonCrop["rect"];
}

/** Marks neck, arms, lower face and what is beside it where they have no skin colour. In place. */
function addOddSkinInto(odd: Mask, input: OddSkin): void {
  const { parts, belowChin, tone, lab, body } = input;
  const { u: mouthU } = shoulderPlace(body, body.mouth);
  const { data } = lab;
  for (let i = 0; i < odd.data.length; i++) {
    const part = parts.data[i]!;
    if (IS_SUSPECT[part] === 0 || part === PART.hair) continue;
    if (isSkinHue(tone, data[3 * i + 1]!, data[3 * i + 2]!)) continue;
    if (part === PART.face && belowChin.data[i] === 0 && !isBesideChin(input, mouthU, i)) continue;
    odd.data[i] = 255;
  }
}

/** Whether a pixel lies beside the chin, off the face; `mouthU` is the mouth's lateral position. */
function isBesideChin({ parts, body, rect }: OddSkin, mouthU: number, i: number): boolean {
  const x = (i % parts.width) * STEP + rect.left;
  const y = Math.floor(i / parts.width) * STEP + rect.top;
  const { u, height } = shoulderPlace(body, { x, y });
  return height < BELOW_CHIN + COLLAR_HEIGHT && Math.abs(u - mouthU) > BESIDE_MOUTH;
}

/** The parts with trim and flaps, at 1 / STEP of their size, as the worn top. */
function relabel(parts: Mask, trim: Mask, flap: Mask): Mask {
  const data = parts.data.slice();
  for (let y = 0, i = 0; y < parts.height; y++) {
    for (let x = 0; x < parts.width; x++, i++) {
      const at = (y >> 1) * trim.width + (x >> 1);
      const isTrim = trim.data[at] !== 0 && IS_SUSPECT[data[i]!] !== 0;
      if (isTrim || (flap.data[at] !== 0 && IS_FLAP[data[i]!] !== 0)) data[i] = PART.upper;
    }
  }
  return { ...parts, data };
}
