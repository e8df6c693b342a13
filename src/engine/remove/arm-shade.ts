import type { Mask } from "../image.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { HAND_PART } from "../person/types.js";
import {
  CUFF_MAX,
  eachShown,
  logBrightness,
  profileAt,
  readProfile,
  usualShade,
  type ArmProfile,
} from "./arm-profile.js";
import { isClothed, type BaredArm, type BaredPlace } from "./bared-arm.js";
import { readCuff, type CuffLine } from "./cuff-line.js";
import type { PersonCrop } from "./types.js";

/** Up the arm from the cuff its own shade goes over into the usual one over this length. */
const PROFILE_REACH = 0.35;

/** A cuff's shadow lies this near to it, in units, and is darker than the arm further down by this in log brightness. */
const CUFF_SHADOW_UNITS = 0.1;
export const CUFF_SHADOW_LOG = -0.08;
/** A cuff at the hand mixes with it, and shades it, so far, in units. */
const CUFF_EDGE_UNITS = 0.045;

/** Chain position of the hand's end. */
const HAND_END = 2.3;
/** A cuff's shadow is looked for on this chain length to both sides of where the arm is bare. */
const SHADOW_REACH = 0.5;

/** An arm, with its own shade and the line on which its cuff ends where the photo shows them. */
export interface ShadedArm {
  readonly arm: BaredArm;
  readonly profile: ArmProfile | null;
  readonly cuff: CuffLine | null;
}

/** An arm and the top that is worn over it (255). */
export interface WornArm {
  readonly shaded: ShadedArm;
  readonly worn: Mask;
}

/** Reads how an arm is lit below its cuff, and where that ends. */
export function readShade(crop: PersonCrop, arm: BaredArm): ShadedArm {
  const profile = readProfile(crop, arm);
  return { arm, profile, cuff: profile === null ? null : readCuff(crop, arm) };
}

/**
 * Adds to what is removed the cuff's shadow on the arm, and what of its inside the parsing took for skin; of a hand that alone is bare, whose
 * own shade is not known, all that is near the cuff. In place.
 */
export function removeCuffShadow(
  removed: Mask,
  crop: PersonCrop,
  { shaded: { arm, profile }, worn, unit }: WornArm & { readonly unit: number },
): void {
  const { bareFrom } = arm;
  if (bareFrom === null) return;
  if (bareFrom > CUFF_MAX) {
    const { data } = dilateSquare(worn, Math.max(1, Math.round(CUFF_EDGE_UNITS * unit)));
    const visit = (i: number, { at }: BaredPlace): void => {
      if (isClothed(arm, at)) removed.data[i] = 255;
    };
    const ofHand = { from: 0, to: HAND_END, part: HAND_PART[arm.chain.name], among: data };
    eachShown(crop, arm, ofHand, visit);
  }
  if (profile === null) return;
  const among = dilateSquare(worn, Math.max(1, Math.round(CUFF_SHADOW_UNITS * unit))).data;
  const stretch = { from: bareFrom - SHADOW_REACH, to: bareFrom + SHADOW_REACH, among };
  eachShown(crop, arm, stretch, (i, { across }) => {
    const log = logBrightness(crop.photo.data, i) - profile.brightest - profileAt(profile, across);
    if (log < CUFF_SHADOW_LOG) removed.data[i] = 255;
  });
}

/** Brightness of an arm at a place over its brightest line's: near the cuff and below as the photo shows the arm there, further up as usual. */
export function shadeArm(
  place: BaredPlace,
  across: number,
  {
    aside,
    depth,
    profile,
    bareFrom,
  }: { aside: number; depth: number; profile: ArmProfile | null; bareFrom: number | null },
): number {
  const usual = usualShade(aside, across) ** depth;
  if (profile === null || bareFrom === null) return usual;
  const own = Math.exp(-Math.max(0, bareFrom - place.at) / PROFILE_REACH);
  return usual ** (1 - own) * Math.exp(own * profileAt(profile, place.across));
}
