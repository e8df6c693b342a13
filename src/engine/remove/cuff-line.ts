import { PART } from "../person/types.js";
import { eachShown } from "./arm-profile.js";
import type { BaredArm, BaredPlace } from "./bared-arm.js";
import type { PersonCrop } from "./types.js";

/** The line is read at so many places across the arm, from edge to edge. */
const PLACES = 9;
/** Of the cloth each so many px a row and a column are looked at. */
const STEP_PX = 2;
/** Cloth that lies on the arm further than this, in chain positions, above or below where all of it is bare is not the cuff's end. */
const SLANT_MAX = 0.25;

/** An arm that is bare from above here on has no sleeve, whose edge would lie across it. */
const SLEEVE_MIN = 0.15;

/** Chain positions at which a cuff ends, at even places across the arm from its inner to its outer edge. */
export type CuffLine = Float32Array;

function indexOf(across: number): number {
  return ((Math.min(1, Math.max(-1, across)) + 1) / 2) * (PLACES - 1);
}

/** Finds where the cuff ends across an arm; null for one that is nowhere bare, or all bare. Slightly smoothed. */
export function readCuff(crop: PersonCrop, arm: BaredArm): CuffLine | null {
  const { bareFrom } = arm;
  if (bareFrom === null || bareFrom < SLEEVE_MIN) return null;
  const ends = new Float32Array(PLACES);
  const stretch = { from: bareFrom - SLANT_MAX, to: bareFrom + SLANT_MAX, part: PART.upper, step: STEP_PX };
  eachShown(crop, arm, stretch, (_, { at, across }) => {
    const k = Math.round(indexOf(across));
    if (Math.abs(across) <= 1 && at > ends[k]!) ends[k] = at;
  });
  for (let k = 0; k < PLACES; k++) if (ends[k] === 0) ends[k] = bareFrom;
  return ends.map((end, k) => 0.25 * (ends[k - 1] ?? end) + 0.5 * end + 0.25 * (ends[k + 1] ?? end));
}

/** How far below the cuff a place on the arm lies, in chain positions. */
export function belowCuff(cuff: CuffLine, { at, across }: BaredPlace): number {
  const f = Math.min(PLACES - 1.001, indexOf(across));
  const k = Math.floor(f);
  return at - (cuff[k]! + (cuff[k + 1]! - cuff[k]!) * (f - k));
}
