import type { Image8, Mask } from "../image.js";
import type { SideName } from "../fit/arm-chain.js";
import type { LowerFrame } from "../fit/worn-lower.js";
import type { Rect } from "../kernels/crop.js";
import { hasAny, maskWhere, pushPullFill } from "../kernels/push-pull.js";
import { markLabels } from "../kernels/mark-labels.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { PART, type Part } from "../person/types.js";
import { coverBelly, measureBelly, type Belly } from "./belly.js";
import { cleanHandsInto, readHandEdge, type HandEdge } from "./clean-hands.js";
import { createPalette, distanceTo, samplePixels } from "./colour-palette.js";
import { measureLegs, placeOnBaredLeg, type BaredLegs } from "./bared-leg.js";
import { absorbFringe } from "./absorb-fringe.js";
import { fillLegSkin } from "./fill-leg-skin.js";
import { REVEAL } from "./classify-reveal.js";
import { fillGroundInto, findUnsure } from "./fill-ground.js";
import { findLegSkin } from "./leg-skin.js";
import { easePaintInto } from "./match-seam.js";
import { readPersonOutline } from "./person-outline.js";
import { predictGround } from "./plain-ground.js";
import { findTorn } from "./find-torn.js";
import { findPure } from "./find-pure.js";
import type { SkinLight } from "./skin-light.js";
import type { PersonCrop } from "./types.js";

/** The crop without the worn lower garment. */
export interface RemovedLower {
  /** Three channels. */
  readonly base: Image8;
  /** 255 where the base may differ from the photo. */
  readonly removed: Mask;
  /** The crop's parts, with legs and background where the garment was. */
  readonly parts: Mask;
  /** What lies before the garment, along its border; null where nothing does. */
  readonly handEdge: HandEdge | null;
  /** The person's coverage, without what was the garment's alone. */
  readonly matte: Mask;
  /** {@link REVEAL} labels. */
  readonly reveal: Mask;
  /** Whether the background is so plain that its fill cannot be told from it. */
  readonly isGroundPlain: boolean;
}

/** The worn garment's soft edge reaches this far into its neighbours, in units. */
const EDGE_UNITS = 0.018;
const EDGE_MIN_PX = 2;
/** ... and this far into bare legs, where the hem's shadow and fringe lie and skin is painted anew. */
const LEG_EDGE_UNITS = 0.075;
/** A waistband that was taken for the top is nearer to the garment's colours than to the top's by this, in Lab. */
const UNLIKE_TOP = 8;
const CLOTH_SAMPLES = 120;
/** Pixels of the top above the garment are mixed with it this far in, in units. */
const MIXED_UNITS = 0.014;
/** Width in px of the ramp from leg to background, at a usual leg's radius in units. */
const RAMP_PX = 1.2;
const LIMB_UNITS = 0.15;
/** A garment that ends above this place of the leg (2 is the ankle) shows the heels. */
const SHOWS_HEELS = 1.8;
/** Skin goes on under the new hem over this length of the chain. */
const UNDER_HEM = 0.12;
/** The top, or the belly, goes on in the colours that it has so near to the waist, in units. */
const ABOVE_UNITS = 0.09;

/** Width of the worn garment's soft edge in px. */
function edgeOf(unit: number): number {
  return Math.max(EDGE_MIN_PX, Math.round(EDGE_UNITS * unit));
}

/** Grows the worn garment over its mixed edge; `isBelly` says where the top, or bare skin, ends at its waist. */
function removalMask({ photo, parts }: PersonCrop, unit: number, isBelly: (i: number) => boolean): Mask {
  const { width, height } = parts;
  const top = createPalette(photo, samplePixels(markLabels(parts, [PART.upper]).data, CLOTH_SAMPLES));
  const cloth = createPalette(photo, samplePixels(markLabels(parts, [PART.lower]).data, CLOTH_SAMPLES));
  const isCloth = (i: number): boolean =>
    distanceTo(top, photo, i) > UNLIKE_TOP + distanceTo(cloth, photo, i);
  const lower = maskWhere(width, height, (i) => parts.data[i] === PART.lower);
  const grown = dilateSquare(lower, edgeOf(unit)).data;
  const wide = dilateSquare(lower, Math.max(EDGE_MIN_PX, Math.round(LEG_EDGE_UNITS * unit))).data;
  const thin = dilateSquare(lower, Math.max(1, Math.round((MIXED_UNITS * unit) / 2))).data;
  return maskWhere(width, height, (i) => {
    const part = parts.data[i]!;
    if (part === PART.leg) return wide[i] !== 0;
    if (part === PART.upper || part === PART.neck)
      return (thin[i] !== 0 || (wide[i] !== 0 && isCloth(i))) && isBelly(i);
    return part === PART.lower || ((part === PART.background || part === PART.foot) && grown[i] !== 0);
  });
}

interface Fills {
  readonly background: Image8;
  readonly skin: Image8;
  /** The top and bare skin above the waist, which go on where the new waistband is lower than the old one. */
  readonly above: Image8 | null;
}

interface Reveal extends RevealPlan {
  readonly belly: Belly;
  readonly bared: BaredLegs;
  /** The crop's place in the photo, and its parts there. */
  readonly rect: Rect;
  readonly parts: Mask;
  /** The person's silhouette 0..1, clothes and all: no painted leg stands out of it. */
  readonly person: Float32Array;
}

/** What the removal has to know of body and new garment. */
export interface RevealPlan {
  readonly frame: LowerFrame;
  /** Chain position of each leg at which the new garment ends: above it cloth hides the leg. */
  readonly hem: Readonly<Record<SideName, number>>;
  /** The light on the person, as the face shows it. */
  readonly light: SkinLight;
}

/**
 * Paints what a pixel shows without the worn garment: legs below the new hem, the top above the waist, else the background. Tells
 * which of them.
 */
function revealInto(base: Image8, i: number, fills: Fills, at: Reveal): Part {
  const { frame, hem, rect } = at;
  const x = (i % rect.width) + rect.left + 0.5;
  const y = Math.floor(i / rect.width) + rect.top + 0.5;
  const belly = fills.above === null ? 0 : coverBelly(frame, at.belly, { x, y });
  const place = placeOnBaredLeg(at.bared, x, y);
  const edge = ((1 - Math.abs(place.across)) * LIMB_UNITS * frame.body.unit) / RAMP_PX;
  // where the leg shows its outline is the photo's
  const shown = at.parts.data[i] === PART.leg ? 1 : 0;
  const cover = Math.min(1, Math.max(shown, 0.5 + edge)) * at.person[i]!;
  const isBare = place.at > hem[place.side] - UNDER_HEM;
  for (let c = 0; c < 3; c++) {
    const k = 3 * i + c;
    const behind = fills.background.data[k]!;
    if (belly > 0) base.data[k] = behind + belly * (fills.above!.data[k]! - behind);
    else base.data[k] = isBare ? behind + cover * (fills.skin.data[k]! - behind) : behind;
  }
  if (belly > 0) return belly > 0.5 ? PART.upper : PART.background;
  return isBare && cover > 0.5 ? PART.leg : PART.background;
}

/** The crop with pieces of shoes that hang from the garment counted to it. */
function absorbTorn(crop: PersonCrop, unit: number): PersonCrop {
  const torn = findTorn(crop.parts, { unit, edgePx: edgeOf(unit) });
  const data = crop.parts.data.map((v, i) => (torn[i] === 0 ? v : PART.lower));
  return { ...crop, parts: { ...crop.parts, data } };
}

/** Pure pixels of the top, or of bare skin, by what is removed; all of them where there are none. */
function findAbove(crop: PersonCrop, removed: Mask, unit: number): Mask {
  const all = findPure(crop, removed, [PART.upper, PART.neck]);
  const near = dilateSquare(removed, Math.round(ABOVE_UNITS * unit)).data;
  const by = { ...all, data: all.data.map((v, i) => (near[i] === 0 ? 0 : v)) };
  return hasAny(by) ? by : all;
}

/** Takes the worn trousers or skirt off: hips and legs in the person's own skin, background beside them. */
export function removeLower(whole: PersonCrop, plan: RevealPlan): RemovedLower {
  const { frame } = plan;
  const bared = measureLegs(frame);
  const skin = findLegSkin(whole, bared, frame.body.unit);
  const fringed = absorbFringe(whole, skin.mask, frame);
  const areLegsBare = Math.min(plan.hem.left, plan.hem.right) < SHOWS_HEELS;
  const crop = areLegsBare ? absorbTorn(fringed, frame.body.unit) : fringed;
  const { rect, parts, matte } = crop;
  const { unit } = frame.body;
  const person = readPersonOutline(parts, unit);
  const belly = measureBelly(frame);
  const reveal: Reveal = { ...plan, bared, belly, person, rect, parts };
  const removed = removalMask(crop, unit, (i) => {
    const [x, y] = [(i % rect.width) + rect.left + 0.5, Math.floor(i / rect.width) + rect.top + 0.5];
    return coverBelly(frame, belly, { x, y }) > 0;
  });
  const ground = maskWhere(matte.width, matte.height, (i) => matte.data[i]! < 8);
  const background = findPure(crop, removed, [PART.background], ground);
  const above = findAbove(crop, removed, unit);
  const behind = pushPullFill(crop.photo, background);
  const isGroundPlain = predictGround(crop, frame.body, PART.lower) !== null;
  if (!isGroundPlain) {
    const unsure = findUnsure(crop, background, { hole: removed, unit });
    fillGroundInto(behind, background, { hole: removed, ...unsure, isPlace: true });
  }
  const fills: Fills = {
    background: behind,
    skin: fillLegSkin(crop, removed, { legs: bared, light: plan.light, skin, unit }),
    above: hasAny(above) ? pushPullFill(crop.photo, above) : null,
  };
  const base: Image8 = { ...crop.photo, data: crop.photo.data.slice() };
  const handEdge = readHandEdge(crop, unit);
  if (handEdge !== null) cleanHandsInto(base, behind, handEdge, parts);
  const bare = parts.data.slice();
  const labels = new Uint8Array(parts.data.length);
  for (let i = 0; i < bare.length; i++) {
    if (removed.data[i] === 0) continue;
    bare[i] = revealInto(base, i, fills, reveal);
    if (parts.data[i] === PART.lower) labels[i] = bare[i] === PART.leg ? REVEAL.skin : REVEAL.background;
  }
  const seam = { removed, unit, real: skin.mask, reveal: { ...parts, data: labels } };
  easePaintInto(base, crop, seam);
  const isBare = (i: number): boolean => removed.data[i] !== 0 && bare[i] === PART.background;
  return {
    base,
    removed,
    handEdge,
    matte: { ...matte, data: matte.data.map((v, i) => (isBare(i) ? 0 : v)) },
    parts: { ...parts, data: bare },
    reveal: { ...parts, data: labels },
    isGroundPlain,
  };
}
