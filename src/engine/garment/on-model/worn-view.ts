import { createMask, type Mask, type Point } from "../../image.js";
import { acrossAt, axisAt } from "../../fit/torso-axis.js";
import type { BodyFrame } from "../../fit/body-frame.js";
import { along } from "../../kernels/polyline.js";
import { PART, type PersonAnalysis } from "../../person/types.js";
import { findCoatEnd } from "./find-coat-end.js";
import { dropUndershirt } from "./drop-undershirt.js";
import { SIGHT } from "./sight.js";
import { unveilHair } from "./unveil-hair.js";
import { unveilSkin } from "./unveil-skin.js";

/** What may lie in front of a garment. */
export const VEILS: ReadonlySet<number> = new Set([
  PART.hair,
  PART.leftArm,
  PART.rightArm,
  PART.leftHand,
  PART.rightHand,
  PART.object,
]);

export { SIGHT } from "./sight.js";

/** A garment on its model: the body and, at each pixel of the photo, a {@link SIGHT}. */
export interface WornView {
  readonly person: PersonAnalysis;
  readonly body: BodyFrame;
  readonly sight: Mask;
}

/** Reads which pixels are the upper garment: the parsing's, and a coat's skirt, which the parsing takes for a lower garment. */
export function viewWorn(person: PersonAnalysis, body: BodyFrame, lab: Float32Array): WornView {
  const { width, height, parts } = person;
  const sight = createMask(width, height);
  for (let i = 0; i < sight.data.length; i++) {
    const part = parts.data[i]!;
    sight.data[i] = part === PART.upper ? SIGHT.cloth : VEILS.has(part) ? SIGHT.veil : SIGHT.other;
  }
  const endT = findCoatEnd(person, body, lab);
  if (endT !== null) markCoat(sight, person, body, endT);
  unveilSkin(sight, person, body, lab);
  unveilHair(sight, person, body, lab);
  dropUndershirt(sight, body, lab);
  return { person, body, sight };
}

function markCoat(sight: Mask, { parts }: PersonAnalysis, body: BodyFrame, endT: number): void {
  for (let y = 0, i = 0; y < sight.height; y++) {
    for (let x = 0; x < sight.width; x++, i++) {
      if (parts.data[i] !== PART.lower) continue;
      const t = ((x - body.origin.x) * body.down.x + (y - body.origin.y) * body.down.y) / body.torsoLength;
      if (t < endT) sight.data[i] = SIGHT.cloth;
    }
  }
}

/** The sight at a point; null outside the photo. */
export function sightAt({ sight }: WornView, p: Point): number | null {
  const x = Math.floor(p.x);
  const y = Math.floor(p.y);
  if (x < 0 || y < 0 || x >= sight.width || y >= sight.height) return null;
  return sight.data[y * sight.width + x]!;
}

/** The point at t down the torso's axis and `lateralPx` across it, positive to the wearer's left. */
export function torsoPoint(body: BodyFrame, t: number, lateralPx: number): Point {
  return along(axisAt(body, t), acrossAt(body, t), lateralPx);
}
