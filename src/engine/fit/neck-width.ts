import type { Point } from "../image.js";
import { PART, type PersonAnalysis } from "../person/types.js";

/** Half a neck's width over the face's width at the mouth; medians of the evaluation set. */
const NECK_OVER_FACE = 0.4;
/** Half a neck's width in units: the usual one, for where no face is seen, and its bounds. */
const USUAL = 0.18;
const NARROWEST = 0.14;
const WIDEST = 0.21;
/** Narrower than this, in units, a face is cut off, covered or turned away. */
const FACE_LEAST = 0.3;
/** The face is measured out to here on both sides of the mouth, in steps, in units. */
const REACH = 0.6;
const STEP = 0.005;

interface FaceFrame {
  readonly mouth: Point;
  readonly acrossShoulders: Point;
  readonly unit: number;
}

/** Half the width of the neck in px, judged by the face above it: the neck itself is often behind a collar. */
export function measureNeck(
  { parts }: PersonAnalysis,
  { mouth, acrossShoulders: across, unit }: FaceFrame,
): number {
  let width = 0;
  for (let u = -REACH; u <= REACH; u += STEP) {
    const x = Math.round(mouth.x + across.x * u * unit);
    const y = Math.round(mouth.y + across.y * u * unit);
    if (x < 0 || y < 0 || x >= parts.width || y >= parts.height) continue;
    if (parts.data[y * parts.width + x] === PART.face) width += STEP;
  }
  if (width < FACE_LEAST) return USUAL * unit;
  return Math.min(WIDEST, Math.max(NARROWEST, NECK_OVER_FACE * width)) * unit;
}
