import type { Image8, Mask } from "../image.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { eachShown, logBrightness, profileAt } from "./arm-profile.js";
import { CUFF_SHADOW_LOG, type ShadedArm, type WornArm } from "./arm-shade.js";
import { belowCuff } from "./cuff-line.js";
import type { PersonCrop } from "./types.js";

/**
 * Skin within this chain length of a cuff is painted too, and goes over into the photo's: it lies in the cuff's shadow and takes its colour, and
 * paint that ended there would show as a line.
 */
const BAND = 0.14;
/** The photo begins to show at this share of the band. */
const EASE_FROM = 0.15;
/** The band lies on this chain length about where the arm is bare, for cuffs that slant, and no further from the worn top than this, in units. */
const ABOVE = 0.25;
const BELOW = 0.4;
const NEAR_UNITS = 0.16;

function stretchOf(bareFrom: number): { readonly from: number; readonly to: number } {
  return { from: bareFrom - ABOVE, to: bareFrom + BELOW };
}

/** Adds the skin next to a cuff to what is removed. In place. */
export function removeCuffBand(
  removed: Mask,
  crop: PersonCrop,
  { shaded: { arm, cuff }, worn }: WornArm,
): void {
  if (cuff === null || arm.bareFrom === null) return;
  const among = dilateSquare(worn, Math.max(1, Math.round(NEAR_UNITS * arm.chain.unit))).data;
  eachShown(crop, arm, { ...stretchOf(arm.bareFrom), among }, (i, place) => {
    if (belowCuff(cuff, place) < BAND) removed.data[i] = 255;
  });
}

/** Lets the paint next to a cuff go over into the skin that the photo shows there, the less of it the darker the cuff's shadow on it. In place. */
export function easeCuffInto(
  base: Image8,
  crop: PersonCrop,
  { removed, shaded: { arm, profile, cuff } }: { readonly removed: Mask; readonly shaded: ShadedArm },
): void {
  if (cuff === null || profile === null || arm.bareFrom === null) return;
  const { data } = crop.photo;
  eachShown(crop, arm, { ...stretchOf(arm.bareFrom), among: removed.data }, (i, place) => {
    const t = Math.min(1, (belowCuff(cuff, place) / BAND - EASE_FROM) / (1 - EASE_FROM));
    if (t <= 0) return;
    const log = logBrightness(data, i) - profile.brightest - profileAt(profile, place.across);
    const lit = Math.min(1, Math.max(0, 1 - log / CUFF_SHADOW_LOG));
    const weight = lit * t * t * (3 - 2 * t);
    for (let c = 3 * i; c < 3 * i + 3; c++)
      base.data[c] = base.data[c]! + weight * (data[c]! - base.data[c]!);
  });
}
