import type { Mask } from "../image.js";
import { armAxis } from "../fit/arm-chain.js";
import { interpolateTable } from "../kernels/interpolate-table.js";
import { ARM_PART } from "../person/types.js";
import { placeOnBaredArm, type BaredArm, type BaredPlace } from "./bared-arm.js";
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
/** The shade of a person's arms is as deep as they show it below the cuff, between these shares of the usual. */
const DEPTH_MIN = 0.45;
const DEPTH_MAX = 1.15;
/** Places across an arm at which its own brightness is read: from inner to outer edge, without the pixels mixed with what is beside it. */
const PROFILE_PLACES = 9;
const PROFILE_ACROSS = 0.85;
/** It is read between these chain positions below the cuff, past the cuff's own shadow. */
const READ_FROM = 0.12;
const READ_TO = 0.5;
/** A hand's shade is no arm's: no cuff below this chain position. */
export const CUFF_MAX = 1.6;
/** Fewer pixels at a place tell nothing there; on fewer places, nothing at all. */
const PLACE_MIN = 12;
const PLACES_MIN = 6;
/** No arm's edge is further from its axis than this, in units. */
const ROOM_UNITS = 0.36;

/** Log brightness across an arm, relative to its brightest place, at evenly spaced places from -{@link PROFILE_ACROSS} to {@link PROFILE_ACROSS}. */
export interface ArmProfile {
  readonly logs: readonly number[];
  /** Log brightness (sum of the channels) of the brightest place. */
  readonly brightest: number;
  /** How deep that shade is, as a share of the usual one. */
  readonly depth: number;
}

/** Index (and fraction) into a profile at a place across the arm. */
function profileIndex(across: number): number {
  const held = Math.min(PROFILE_ACROSS, Math.max(-PROFILE_ACROSS, across));
  return ((held + PROFILE_ACROSS) / (2 * PROFILE_ACROSS)) * (PROFILE_PLACES - 1);
}

/** A stretch of an arm, in chain positions, and what is looked at there. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** @default the arm's bare skin */
  readonly part?: number;
  /** Only pixels that are not 0 here. @default all */
  readonly among?: Mask["data"];
  /** Only each so many a row and a column. @default 1 */
  readonly step?: number;
}

/** Calls `visit` with each pixel of the crop that shows the arm's own skin (or what `part` it is) on a stretch of the arm, and its place there. */
export function eachShown(
  { parts, rect }: PersonCrop,
  arm: BaredArm,
  { from, to, part = ARM_PART[arm.chain.name], among, step = 1 }: Stretch,
  visit: (i: number, place: BaredPlace) => void,
): void {
  const ends = [from, Math.min(to, Math.max(from, 1)), to].map((at) => armAxis(arm.chain, at));
  const [xs, ys] = [ends.map((p) => p.x), ends.map((p) => p.y)];
  const room = ROOM_UNITS * arm.chain.unit;
  const x0 = Math.max(0, Math.floor(Math.min(...xs) - room) - rect.left);
  const x1 = Math.min(parts.width, Math.ceil(Math.max(...xs) + room) - rect.left);
  const y0 = Math.max(0, Math.floor(Math.min(...ys) - room) - rect.top);
  const y1 = Math.min(parts.height, Math.ceil(Math.max(...ys) + room) - rect.top);
  for (let y = y0; y < y1; y += step) {
    for (let x = x0; x < x1; x += step) {
      const i = y * parts.width + x;
      if (parts.data[i] !== part || among?.[i] === 0) continue;
      const place = placeOnBaredArm(arm, x + rect.left + 0.5, y + rect.top + 0.5);
      if (place !== null && place.at >= from && place.at <= to) visit(i, place);
    }
  }
}

/** Reads how bright the arm is across, from its bare skin below the cuff; null where too little of it shows. */
export function readProfile(crop: PersonCrop, arm: BaredArm): ArmProfile | null {
  const { bareFrom } = arm;
  if (bareFrom === null || bareFrom > CUFF_MAX) return null;
  const sums = new Float64Array(PROFILE_PLACES);
  const counts = new Float64Array(PROFILE_PLACES);
  eachShown(crop, arm, { from: bareFrom + READ_FROM, to: bareFrom + READ_TO }, (i, { across }) => {
    if (Math.abs(across) > PROFILE_ACROSS) return;
    const k = Math.round(profileIndex(across));
    sums[k]! += logBrightness(crop.photo.data, i);
    counts[k]! += 1;
  });
  return finishProfile(sums, counts);
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
  const logs = smooth.map((v) => v - brightest);
  return { logs, brightest, depth: depthOf(logs) };
}

/** How deep a shade is against the usual one at the same places, held to what arms have. */
function depthOf(logs: readonly number[]): number {
  const usual = logs.reduce((sum, _, k) => {
    const across = PROFILE_ACROSS * ((2 * k) / (PROFILE_PLACES - 1) - 1);
    return sum + Math.log(usualShade(0, across));
  }, 0);
  const own = logs.reduce((sum, log) => sum + log, 0);
  return Math.min(DEPTH_MAX, Math.max(DEPTH_MIN, own / usual));
}

/** Log of the sum of the channels at a pixel, away from the logarithm's end. */
export function logBrightness(data: Uint8Array | Uint8ClampedArray, i: number): number {
  return Math.log(8 + data[3 * i]! + data[3 * i + 1]! + data[3 * i + 2]!);
}

/** Log brightness that the profile gives a place across the arm, relative to its brightest. */
export function profileAt({ logs }: ArmProfile, across: number): number {
  const f = Math.min(PROFILE_PLACES - 1.001, profileIndex(across));
  const k = Math.floor(f);
  return logs[k]! + (logs[k + 1]! - logs[k]!) * (f - k);
}

/** Brightness of an arm at a place over its brightest line's, by the usual table: `aside` is the light's part from the arm's outer side. */
export function usualShade(aside: number, across: number): number {
  const turned = Math.exp(ARM_ASIDE * aside * Math.min(1, Math.max(-1, across)));
  return Math.min(BRIGHTEST, turned * interpolateTable(ARM_SHADE, across));
}
