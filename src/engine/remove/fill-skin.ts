import { createMask, type Image8, type Mask, type Plane } from "../image.js";
import type { SideName } from "../fit/arm-chain.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { distanceToMask } from "../kernels/distance-transform.js";
import { markLabels } from "../kernels/mark-labels.js";
import { countMarked, intersectMasks, uniteMasks } from "../kernels/mask-logic.js";
import { hasAny, pushPullFill } from "../kernels/push-pull.js";
import { resizeMask, resizePlane } from "../kernels/resize.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { ARM_PART, PART } from "../person/types.js";
import { REVEAL } from "./classify-reveal.js";
import { addGrainInto, measureGrain } from "./add-grain.js";
import type { ShadedArm } from "./arm-shade.js";
import { addChestReliefInto } from "./chest-relief.js";
import type { Face } from "./face.js";
import { findPure } from "./find-pure.js";
import { matchSeamInto } from "./match-seam.js";
import { isSkinColour, measureSkinColour, type SkinColour } from "./skin-colour.js";
import { lightSkinInto, SHADE_POWER, SHADE_STEP, shadeSkin } from "./skin-light.js";
import { mottleSkinInto } from "./skin-mottle.js";
import { measureTone, type Tone } from "./skin-tone.js";
import { addSkinTextureInto, readSkinTexture } from "./skin-texture.js";
import type { PersonCrop } from "./types.js";

/** Skin this far from bare skin, in units, has taken on the person's mean tone to two thirds. */
const TONE_REACH = 0.25;
/** The old collar's colour and shadow reach this far over the skin, in units: there only what has skin's colour is believed. */
const TINTED_UNITS = 0.03;

/** Skin without its shade is brighter than the photo, and a channel that met its end would change its hue: it is kept at this share. */
const HEADROOM = 0.6;

/** A face keeps its own shade: bare arms' brightest fifth is lighter than the face by this shade (red 1.04, green 1.09, blue 1.11; medians of 74 photos of the evaluation set). */
const FACE_SHADE = 0.925;

/** Where its shade has set in by this share, an arm's tone is its own: from the middle of the deltoid on. */
const OWN_FULL = 0.45;

/** Bare arms tell their tone from this area on, in square units. */
const ARMS_AREA = 0.03;

/** Grain (0..255) of skin whose texture is not seen; where little skin shows its edges pass for grain. */
const GRAIN_MAX = 1.2;

/** Parts of bare skin that a try-on may take colours from. */
export const SKIN_PARTS: readonly number[] = [
  PART.neck,
  PART.leftArm,
  PART.rightArm,
  PART.leftHand,
  PART.rightHand,
];

/**
 * The tone, without shade, of skin whose place is far from any that shows: half the arms' and half the face's, which is larger and better
 * lit. Hands, which are redder than arms, and the neck speak for themselves only where there is neither.
 */
function meetTones(image: Image8, { arms, bare }: Record<"arms" | "bare", Mask>, face: Tone | null): Tone {
  const own = hasAny(arms) ? measureTone(image, arms) : null;
  if (face === null) return own ?? lightenFace(measureTone(image, bare));
  const lit = lightenFace([face[0] * HEADROOM, face[1] * HEADROOM, face[2] * HEADROOM]);
  return own === null ? lit : [(own[0] + lit[0]) / 2, (own[1] + lit[1]) / 2, (own[2] + lit[2]) / 2];
}

function lightenFace([r, g, b]: Tone): Tone {
  const [byRed, byGreen, byBlue] = SHADE_POWER;
  return [r / FACE_SHADE ** byRed, g / FACE_SHADE ** byGreen, b / FACE_SHADE ** byBlue];
}

/** The arms' own bare skin; nothing where only a rim of it shows. */
function findBareArms(crop: PersonCrop, removed: Mask, unit: number): Mask {
  const arms = findPure(crop, removed, [PART.leftArm, PART.rightArm]);
  return countMarked(arms) < ARMS_AREA * unit * unit ? createMask(arms.width, arms.height) : arms;
}

/** Distance in px to the mask, found at a quarter of the size: it only steers a slow blend. */
function distanceFrom(mask: Mask): Float32Array {
  const width = Math.ceil(mask.width / 4);
  const height = Math.ceil(mask.height / 4);
  const small = distanceToMask(resizeMask(mask, width, height));
  for (let i = 0; i < small.data.length; i++) small.data[i]! *= 4;
  return resizePlane(small, mask.width, mask.height).data;
}

/** Removed pixels that skin is painted on: also below a hidden waist, whose soft border shows some. */
function keepSkin(removed: Mask, reveal: Mask): Mask {
  const data = removed.data.slice();
  for (let i = 0; i < data.length; i++) if (reveal.data[i] === REVEAL.background) data[i] = 0;
  return { ...removed, data };
}

/** Bare skin that is sure to be its own colour, also next to what was taken away. */
function findTrusted(
  crop: PersonCrop,
  removed: Mask,
  { unit, tone }: { readonly unit: number; readonly tone: SkinColour | null },
): Mask {
  const bare = findPure(crop, removed, SKIN_PARTS);
  if (tone === null) return bare;
  const tinted = dilateSquare(removed, Math.max(3, Math.round(TINTED_UNITS * unit))).data;
  const { data } = crop.photo;
  const trusted = bare.data.slice();
  for (let i = 0; i < trusted.length; i++) {
    if (trusted[i] === 0 || tinted[i] === 0) continue;
    if (!isSkinColour(tone, data[3 * i]!, data[3 * i + 1]!, data[3 * i + 2]!)) trusted[i] = 0;
  }
  return { ...bare, data: trusted };
}

/** Multiplies all of a picture, or its marked pixels. In place. */
function scaleInto({ data }: Image8, factor: number, marked?: Mask): void {
  for (let i = 0; 3 * i < data.length; i++) {
    if (marked?.data[i] === 0) continue;
    for (let c = 3 * i; c < 3 * i + 3; c++) data[c]! *= factor;
  }
}

/** An arm's own tone, and how much of each place is its: {@link SkinShade.limbs}. */
interface ArmTone {
  readonly own: Tone;
  readonly limb: Plane;
}

interface Tending {
  readonly tone: Tone;
  readonly distance: Float32Array;
  /** At this distance two thirds of the way are gone. */
  readonly reachPx: number;
}

/** Draws the marked pixels to a tone, the more the further they are from what is known. In place. */
function tendToInto({ data }: Image8, marked: Mask, { tone, distance, reachPx }: Tending): void {
  for (let i = 0; i < distance.length; i++) {
    if (marked.data[i] === 0) continue;
    const w = 1 - Math.exp(-distance[i]! / reachPx);
    for (let c = 0; c < 3; c++) data[3 * i + c]! += w * (tone[c]! - data[3 * i + c]!);
  }
}

/** Draws an arm's marked pixels from the general tone, to which they tended, to its own. In place. */
function tendArmInto(
  { data }: Image8,
  marked: Mask,
  { own, limb, tone, distance, reachPx }: ArmTone & Tending,
): void {
  const { width, height } = marked;
  for (let v = 0, k = 0; v < limb.height; v++) {
    for (let u = 0; u < limb.width; u++, k++) {
      const share = Math.min(1, limb.data[k]! / OWN_FULL);
      if (share === 0) continue;
      for (let y = SHADE_STEP * v; y < Math.min(height, SHADE_STEP * (v + 1)); y++) {
        for (let x = SHADE_STEP * u; x < Math.min(width, SHADE_STEP * (u + 1)); x++) {
          const i = y * width + x;
          if (marked.data[i] === 0) continue;
          const w = share * (1 - Math.exp(-distance[i]! / reachPx));
          for (let c = 0; c < 3; c++) data[3 * i + c]! += w * (own[c]! - tone[c]!);
        }
      }
    }
  }
}

/** An arm's own tone, without shade, from the `bare` skin; null where too little of it shows. */
function measureArm(
  even: Image8,
  { parts }: PersonCrop,
  bare: Mask,
  { name, unit }: { readonly name: SideName; readonly unit: number },
): Tone | null {
  const part = ARM_PART[name];
  const arm = createMask(bare.width, bare.height);
  for (let i = 0; i < arm.data.length; i++) if (parts.data[i] === part) arm.data[i] = bare.data[i]!;
  return countMarked(arm) < (ARMS_AREA / 2) * unit * unit ? null : measureTone(even, arm);
}

/** What is known of the body whose skin is painted. */
export interface SkinForm {
  readonly body: BodyFrame;
  readonly arms: readonly ShadedArm[];
  /** {@link REVEAL} labels. */
  readonly reveal: Mask;
  readonly faceRead: Face;
}

/**
 * Paints skin on what was taken away. The light on the body's form is taken off the real skin; what remains goes on smoothly
 * from its borders, tends to the person's own tone further away, and gets light and the texture of real skin again: a
 * membrane in the light's ratio, so that there is no seam where real skin begins.
 * Source   Pérez et al., Poisson Image Editing, SIGGRAPH 2003 (the membrane, here by pull–push); Land & McCann, Lightness and
 * Retinex Theory, 1971 (colour times light).
 */
export function fillSkin(
  crop: PersonCrop,
  removed: Mask,
  { body, arms, reveal, faceRead }: SkinForm,
): Image8 {
  const { unit } = body;
  const hue = measureSkinColour(crop.photo, crop.parts);
  const bare = findTrusted(crop, removed, { unit, tone: hue });
  const face = findPure(crop, removed, [PART.face]);
  const ofArms = uniteMasks(
    markLabels(crop.parts, [PART.leftArm, PART.rightArm]),
    markLabels(reveal, [REVEAL.arm]),
  );
  // the shade is worked out at half size: a pixel more about what is asked for
  const near = dilateSquare(uniteMasks(bare, keepSkin(removed, reveal)), 2);
  const { shade, limbs } = shadeSkin(crop, { body, arms, light: faceRead.light, ofArms, skin: near });
  const source = hasAny(bare) ? bare : face;
  const even: Image8 = { ...crop.photo, data: crop.photo.data.slice() };
  scaleInto(even, HEADROOM);
  lightSkinInto(even, bare, shade, -1);
  const all = uniteMasks(bare, face);
  const tone = meetTones(even, { arms: findBareArms(crop, removed, unit), bare }, faceRead.tone);
  const filled = pushPullFill(even, source, removed);
  const tending = { tone, distance: distanceFrom(source), reachPx: TONE_REACH * unit };
  tendToInto(filled, removed, tending);
  for (const name of ["left", "right"] as const) {
    const own = measureArm(even, crop, bare, { name, unit });
    if (own !== null) tendArmInto(filled, removed, { own, limb: limbs[name], ...tending });
  }
  const chest = intersectMasks(removed, markLabels(reveal, [REVEAL.skin]));
  addChestReliefInto(shade, crop.rect, body, chest);
  lightSkinInto(filled, removed, shade, 1);
  scaleInto(filled, 1 / HEADROOM, removed);
  matchSeamInto(filled, crop, { removed, unit, tone: hue });
  mottleSkinInto(filled, keepSkin(removed, reveal), { unit, ...crop.rect });
  const texture = readSkinTexture(crop.photo, all, unit);
  if (texture === null)
    addGrainInto(filled, removed, {
      sigma: Math.min(GRAIN_MAX, measureGrain(crop.photo, source)),
      ...crop.rect,
    });
  else addSkinTextureInto(filled, removed, texture, crop.rect);
  return filled;
}
