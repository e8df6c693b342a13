import type { Image8, Mask } from "../image.js";
import { expandLabels, weighBorders, type LabelEnergy } from "../kernels/alpha-expansion.js";
import { cropImage, cropMask, pasteRowsInto, type Rect } from "../kernels/crop.js";
import { boundMask } from "../kernels/bound-mask.js";
import { distanceToMask } from "../kernels/distance-transform.js";
import { findComponents } from "../kernels/connected-components.js";
import { markLabels } from "../kernels/mark-labels.js";
import { maskWhere } from "../kernels/push-pull.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { srgbToLab } from "../kernels/srgb-to-lab.js";
import { PART } from "../person/types.js";
import { createPalette, distanceTo, samplePixels, type Palette } from "./colour-palette.js";
import { dropThin, findClear, FOREIGN, type Sight } from "./find-held.js";

/** A thing's true outline lies no further than this from what was found of it, in units. */
const REACH_UNITS = 0.3;
/** What was found is the thing's for sure this far inside its border, in units; a narrower thing is not outlined anew. */
const SURE_UNITS = 0.04;
/** Lab distance that costs one unit of energy, the most of them that count, and the cost of a border where nothing is seen: the parsing's, person/parse-classes.ts. */
const COST_LAB = 4;
const COST_MAX = 5;
const BORDER_WEIGHT = 5;
/** What the thing costs at the end of its reach, where cloth and thing have the same colours. */
const FAR_COST = 1;
const SAMPLES = 120;

const CLOTH = 0;
const THING = 1;

/** Half the width of a thing's rim, in units. */
const RIM_UNITS = 0.01;
/** What holds a thing touches it by so much, in units. */
const TOUCH_UNITS = 0.04;
/** A smaller piece, in square units, is a speck of the garment's mixed outline. */
const SPECK_AREA = 0.0015;
const HOLDING = [PART.leftHand, PART.rightHand, PART.leftArm, PART.rightArm];
/** Costs that decide. */
const NEVER = 1e6;

interface Colours {
  readonly photo: Image8;
  readonly cloth: Palette;
  readonly thing: Palette;
}

/** What it costs to count each active pixel to cloth or thing, pixel-major. */
function priceColours({ photo, cloth, thing }: Colours, active: Uint8Array): Float32Array {
  const costs = new Float32Array(2 * active.length);
  for (let i = 0; i < active.length; i++) {
    if (active[i] === 0) continue;
    costs[2 * i + CLOTH] = Math.min(COST_MAX, distanceTo(cloth, photo, i) / COST_LAB);
    costs[2 * i + THING] = Math.min(COST_MAX, distanceTo(thing, photo, i) / COST_LAB);
  }
  return costs;
}

interface Known {
  /** Non-zero where the thing is for sure. */
  readonly sure: Mask;
  /** Distance in px from what was found. */
  readonly away: Float32Array;
  readonly rect: Rect;
}

/**
 * Adds what is known of the place: cloth is nowhere well inside what was found, beyond it the thing nowhere where none is held, and
 * the less likely the further from what was found. In place.
 */
function pricePlacesInto(costs: Float32Array, { sure, away, rect }: Known, sight: Sight): void {
  const reach = REACH_UNITS * sight.unit;
  const isClear = findClear(sight);
  for (let y = 0, i = 0; y < rect.height; y++) {
    let at = (rect.top + y) * sight.person.width + rect.left;
    for (let x = 0; x < rect.width; x++, i++, at++) {
      if (sure.data[i] !== 0) costs[2 * i + CLOTH] = NEVER;
      else if (away[i]! + 1 >= reach || (away[i]! > 0 && !isClear(at))) costs[2 * i + THING] = NEVER;
      else costs[2 * i + THING]! += (FAR_COST * away[i]!) / reach;
    }
  }
}

/** Marks (1) the pixels of the parts that may be the thing's: those of the garment, and what was found. */
function markActive(parts: Mask, found: Mask): Uint8Array {
  const active = new Uint8Array(parts.data.length);
  for (let i = 0; i < active.length; i++)
    active[i] = parts.data[i] === PART.lower || found.data[i] !== 0 ? 1 : 0;
  return active;
}

interface Rim {
  /** Non-zero where the garment was left. */
  readonly cloth: Mask;
  /** Non-zero where no thing can be. */
  readonly never: Uint8Array;
  readonly thinPx: number;
}

/** Pieces of the garment that reach to where no thing can be. */
function keepJoined(cloth: Mask, never: Uint8Array): Uint8Array {
  const { labels, list } = findComponents(cloth);
  const isJoined = new Uint8Array(list.length);
  for (let i = 0; i < labels.length; i++) if (labels[i]! > 0 && never[i] !== 0) isJoined[labels[i]! - 1] = 1;
  return Uint8Array.from(labels, (label) => (label > 0 ? isJoined[label - 1]! : 0));
}

/**
 * Gives the thing (1) its own dark rim and clasps beside it: what is too thin for the garment (`thinPx` to both sides) or cut off from where
 * no thing can be. In place.
 */
function takeRimInto(thing: Uint8Array, { cloth, never, thinPx }: Rim): void {
  const { width, height } = cloth;
  const wide = keepJoined(dilateSquare(erodeSquare(cloth, thinPx), thinPx), never);
  const marked = maskWhere(width, height, (i) => thing[i] !== 0);
  const near = dilateSquare(marked, 2 * thinPx).data;
  for (let i = 0; i < thing.length; i++)
    if (cloth.data[i] !== 0 && never[i] === 0 && wide[i] === 0 && near[i] !== 0) thing[i] = 1;
}

/**
 * Drops what is no thing in a hand: specks, and a piece that touches neither hand nor arm and has the garment's colours. Of a bag that hangs from the
 * shoulder before such a garment only a fragment is found, which is taken off with it.
 */
function dropLooseInto(outlined: Uint8Array, { photo, person, unit }: Sight, cloth: Palette): void {
  const { width, height, parts } = person;
  const { labels, list } = findComponents(maskWhere(width, height, (i) => outlined[i] !== 0));
  const near = dilateSquare(markLabels(parts, HOLDING), Math.max(1, Math.round(TOUCH_UNITS * unit))).data;
  const isTouched = new Uint8Array(list.length);
  const unlike = new Uint32Array(list.length);
  for (let i = 0; i < labels.length; i++) {
    const k = labels[i]! - 1;
    if (k < 0) continue;
    if (near[i] !== 0) isTouched[k] = 1;
    if (distanceTo(cloth, photo, i) > FOREIGN) unlike[k]!++;
  }
  for (let i = 0; i < labels.length; i++) {
    const k = labels[i]! - 1;
    if (k < 0) continue;
    const isLoose = isTouched[k] === 0 && 2 * unlike[k]! < list[k]!.area;
    if (isLoose || list[k]!.area < SPECK_AREA * unit * unit) outlined[i] = 0;
  }
}

interface Cut {
  readonly photo: Image8;
  readonly costs: Float32Array;
  readonly active: Uint8Array;
  /** What was found, 255. */
  readonly part: Mask;
}

/** Thing (1) or cloth (0) at each active pixel, the border between both on the photo's edges. */
function cutThing({ photo, costs, active, part }: Cut): Uint8Array {
  const { width, height } = photo;
  const borders = weighBorders(srgbToLab(photo), active, BORDER_WEIGHT);
  const energy: LabelEnergy = { width, height, labelCount: 2, costs, borders, active };
  const before = Uint8Array.from(part.data, (v) => (v === 0 ? CLOTH : THING));
  const labels = expandLabels(energy, before, 1);
  for (let i = 0; i < labels.length; i++) labels[i]! &= active[i]!;
  return labels;
}

/** Takes slivers off and gives the thing its rim: the garment's own outline is mixed with the background and may have the thing's colours. In place. */
function settleRimInto(labels: Uint8Array, { costs, active, part }: Cut, thinPx: number): void {
  const { width, height } = part;
  const thing = maskWhere(width, height, (i) => labels[i] === THING);
  const thick = dropThin(thing, 2 * thinPx);
  for (let i = 0; i < labels.length; i++) labels[i]! &= thick[i]! | (part.data[i]! & 1);
  const cloth = maskWhere(width, height, (i) => active[i] === 1 && labels[i] === CLOTH);
  const never = active.map((_, i) => (costs[2 * i + THING]! >= NEVER ? 1 : 0));
  takeRimInto(labels, { cloth, never, thinPx });
}

/**
 * The outline of a thing before the garment, of which `found` (non-zero) is a part, on the edges that the photo shows between both. 1 on
 * the thing.
 * Source   Rother, Kolmogorov & Blake, GrabCut, SIGGRAPH 2004, with palettes in place of mixtures.
 */
export function outlineHeld(sight: Sight, found: Uint8Array, cloth: Palette): Uint8Array {
  const { person, unit } = sight;
  const { width, height } = person;
  const rect = boundMask({ width, height, data: found }, Math.round(REACH_UNITS * unit));
  if (rect === null) return found;
  const part = cropMask({ width, height, data: found.map((v) => (v === 0 ? 0 : 255)) }, rect);
  const sure = erodeSquare(part, Math.max(1, Math.round(SURE_UNITS * unit)));
  const photo = cropImage(sight.photo, rect);
  const colours = samplePixels(sure.data, SAMPLES);
  if (colours.length === 0) return found;
  const active = markActive(cropMask(person.parts, rect), part);
  const costs = priceColours({ photo, cloth, thing: createPalette(photo, colours) }, active);
  pricePlacesInto(costs, { sure, away: distanceToMask(part).data, rect }, sight);
  const cut: Cut = { photo, costs, active, part };
  const labels = cutThing(cut);
  settleRimInto(labels, cut, Math.max(1, Math.round(RIM_UNITS * unit)));
  const outlined = found.slice();
  pasteRowsInto(outlined, labels, { from: rect, to: { left: 0, top: 0, width, height }, channels: 1 });
  dropLooseInto(outlined, sight, cloth);
  return outlined;
}
