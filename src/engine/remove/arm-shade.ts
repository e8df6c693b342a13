import type { Mask } from "../image.js";
import { interpolateTable } from "../kernels/interpolate-table.js";
import { markLabels } from "../kernels/mark-labels.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { isClothed, placeOnBaredArm, type BaredArm, type BaredPlace } from "./bared-arm.js";
import type { PersonCrop } from "./types.js";

/**
 * Brightness across an arm, -1 on its inner edge and 1 on its outer one: the torso takes light from the inner side. Medians of 170 bare
 * upper arms and forearms in the evaluation set, deepened until the darkest quarter is as dark as theirs (0.78 of the brightest in red):
 * a median of arms that are lit from here and there is flatter than each.
 */
const ARM_SHADE: readonly (readonly [number, number])[] = [
  [-1, 0.54],
  [-0.8, 0.62],
  [-0.6, 0.73],
  [-0.4, 0.84],
  [-0.2, 0.93],
  [0, 0.97],
  [0.25, 1.0],
  [0.5, 0.98],
  [0.75, 0.93],
  [1, 0.8],
];
/** How much a light from aside, as read from the face, changes that: log brightness over light and place across (least squares over 230 bare arms). */
const ARM_ASIDE = 0.25;
const BRIGHTEST = 1.05;

/** Places across an arm at which its own brightness is read: from inner to outer edge, without the pixels mixed with what is beside it. */
const PROFILE_PLACES = 9;
const PROFILE_ACROSS = 0.85;
/** It is read between these chain positions below the cuff, past the cuff's own shadow. */
const READ_FROM = 0.12;
const READ_TO = 0.5;
/** A hand's shade is no arm's: no cuff below this chain position. */
const CUFF_MAX = 1.6;
/** Fewer pixels at a place tell nothing there; on fewer places, nothing at all. */
const PLACE_MIN = 12;
const PLACES_MIN = 6;
/** Up the arm from the cuff its own shade goes over into the usual one over this length. */
const PROFILE_REACH = 0.35;

/** A cuff's shadow lies this near to it, in units, and is darker than the arm further down by this in log brightness. */
const CUFF_SHADOW_UNITS = 0.1;
const CUFF_SHADOW_LOG = -0.08;
/** A cuff at the hand mixes with it, and shades it, so far, in units. */
const CUFF_EDGE_UNITS = 0.045;

/** Log brightness across an arm, relative to its brightest place, at evenly spaced places from -{@link PROFILE_ACROSS} to {@link PROFILE_ACROSS}. */
export interface ArmProfile {
  readonly logs: readonly number[];
  /** Log brightness (sum of the channels) of the brightest place. */
  readonly brightest: number;
}

/** An arm, with its own shade where the photo shows that. */
export interface ShadedArm {
  readonly arm: BaredArm;
  readonly profile: ArmProfile | null;
}

const SHOWN: Readonly<Record<BaredArm["chain"]["name"], number>> = {
  left: PART.leftArm,
  right: PART.rightArm,
};
const HAND: Readonly<Record<BaredArm["chain"]["name"], number>> = {
  left: PART.leftHand,
  right: PART.rightHand,
};

/** Index (and fraction) into a profile at a place across the arm. */
function profileIndex(across: number): number {
  const held = Math.min(PROFILE_ACROSS, Math.max(-PROFILE_ACROSS, across));
  return ((held + PROFILE_ACROSS) / (2 * PROFILE_ACROSS)) * (PROFILE_PLACES - 1);
}

/** Calls `visit` with each pixel of the crop that shows the arm's own skin (or what `part` it is), and its place on the arm. */
function eachShown(
  { parts, rect }: PersonCrop,
  arm: BaredArm,
  visit: (i: number, place: BaredPlace) => void,
  part = SHOWN[arm.chain.name],
): void {
  const { box } = arm;
  const x0 = Math.max(0, Math.floor(box.x0) - rect.left);
  const x1 = Math.min(parts.width, Math.ceil(box.x1) - rect.left);
  const y0 = Math.max(0, Math.floor(box.y0) - rect.top);
  const y1 = Math.min(parts.height, Math.ceil(box.y1) - rect.top);
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const i = y * parts.width + x;
      if (parts.data[i] !== part) continue;
      const place = placeOnBaredArm(arm, x + rect.left + 0.5, y + rect.top + 0.5);
      if (place !== null) visit(i, place);
    }
  }
}

/** Reads how bright the arm is across, from its bare skin below the cuff; none where too little of it shows. */
export function readShade(crop: PersonCrop, arm: BaredArm): ShadedArm {
  const { bareFrom } = arm;
  if (bareFrom === null || bareFrom > CUFF_MAX) return { arm, profile: null };
  const sums = new Float64Array(PROFILE_PLACES);
  const counts = new Float64Array(PROFILE_PLACES);
  eachShown(crop, arm, (i, { at, across }) => {
    if (at < bareFrom + READ_FROM || at > bareFrom + READ_TO || Math.abs(across) > PROFILE_ACROSS) return;
    const k = Math.round(profileIndex(across));
    sums[k]! += logBrightness(crop.photo.data, i);
    counts[k]! += 1;
  });
  return { arm, profile: finishProfile(sums, counts) };
}

/**
 * Adds to what is removed the cuff's shadow on the arm, and what of its inside the parsing took for skin; of a hand that alone is bare, whose
 * own shade is not known, all that is near the cuff. In place.
 */
export function removeCuffShadow(
  removed: Mask,
  crop: PersonCrop,
  { arm, profile }: ShadedArm,
  unit: number,
): void {
  const { bareFrom } = arm;
  if (bareFrom === null) return;
  const worn = markLabels(crop.parts, [PART.upper]);
  if (bareFrom > CUFF_MAX) {
    const { data } = dilateSquare(worn, Math.max(1, Math.round(CUFF_EDGE_UNITS * unit)));
    const visit = (i: number, { at }: BaredPlace): void => {
      if (data[i] !== 0 && isClothed(arm, at)) removed.data[i] = 255;
    };
    eachShown(crop, arm, visit, HAND[arm.chain.name]);
  }
  if (profile === null) return;
  const near = dilateSquare(worn, Math.max(1, Math.round(CUFF_SHADOW_UNITS * unit))).data;
  eachShown(crop, arm, (i, { at, across }) => {
    if (near[i] === 0 || Math.abs(at - bareFrom) > READ_TO) return;
    const log = logBrightness(crop.photo.data, i) - profile.brightest - profileAt(profile, across);
    if (log < CUFF_SHADOW_LOG) removed.data[i] = 255;
  });
}

function finishProfile(sums: Float64Array, counts: Float64Array): ArmProfile | null {
  const means = Array.from(sums, (sum, k) => (counts[k]! < PLACE_MIN ? null : sum / counts[k]!));
  const known = means.flatMap((v, k) => (v === null ? [] : [k]));
  if (known.length < PLACES_MIN) return null;
  const full = means.map(
    (v, k) => v ?? means[known.toSorted((a, b) => Math.abs(a - k) - Math.abs(b - k))[0]!]!,
  );
  const smooth = full.map((v, k) => 0.25 * (full[k - 1] ?? v) + 0.5 * v + 0.25 * (full[k + 1] ?? v));
  const brightest = Math.max(...smooth);
  return { logs: smooth.map((v) => v - brightest), brightest };
}

/** Log of the sum of the channels at a pixel, away from the logarithm's end. */
function logBrightness(data: Uint8Array | Uint8ClampedArray, i: number): number {
  return Math.log(8 + data[3 * i]! + data[3 * i + 1]! + data[3 * i + 2]!);
}

/** Log brightness that the profile gives a place across the arm, relative to its brightest. */
function profileAt({ logs }: ArmProfile, across: number): number {
  const f = Math.min(PROFILE_PLACES - 1.001, profileIndex(across));
  const k = Math.floor(f);
  return logs[k]! + (logs[k + 1]! - logs[k]!) * (f - k);
}

/** Brightness of an arm at a place over its brightest line's, by the usual table: `aside` is the light's part from the arm's outer side. */
function usualShade(aside: number, across: number): number {
  const turned = Math.exp(ARM_ASIDE * aside * Math.min(1, Math.max(-1, across)));
  return Math.min(BRIGHTEST, turned * interpolateTable(ARM_SHADE, across));
}

/** Brightness of an arm at a place over its brightest line's: near the cuff and below as the photo shows the arm there, further up as usual. */
export function shadeArm(
  place: BaredPlace,
  across: number,
  { aside, profile, bareFrom }: { aside: number; profile: ArmProfile | null; bareFrom: number | null },
): number {
  const usual = usualShade(aside, across);
  if (profile === null || bareFrom === null) return usual;
  const own = Math.exp(-Math.max(0, bareFrom - place.at) / PROFILE_REACH);
  return usual ** (1 - own) * Math.exp(own * profileAt(profile, place.across));
}
