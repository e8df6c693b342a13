import { createMask, type Mask, type Point } from "../../image.js";
import { acrossAt, axisAt } from "../../fit/torso-axis.js";
import type { BodyFrame } from "../../fit/body-frame.js";
import { shoulderHeight, shoulderPlace } from "../../fit/shoulder-place.js";
import { along } from "../../kernels/polyline.js";
import { PART, type PersonAnalysis } from "../../person/types.js";
import { closeStuds } from "./close-studs.js";
import { findCoatEnd } from "./find-coat-end.js";
import { dropUndershirt } from "./drop-undershirt.js";
import { SIGHT } from "./sight.js";
import { unveilGround } from "./unveil-ground.js";
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

/** Skin that cloth may be taken for. */
const SKIN: ReadonlySet<number> = new Set([PART.face, PART.neck, PART.leftArm, PART.rightArm, PART.leg]);
/** Lateral range beside the neck, and height above the bare shoulder, in units, of what is hair. */
const BESIDE_NECK = [0.3, 0.75] as const;
const ABOVE_SHOULDER = 0.2;

export { SIGHT } from "./sight.js";

/** A garment on its model: the body and, at each pixel of the photo, a {@link SIGHT}. */
export interface WornView {
  readonly isDress: boolean;
  /** Whether the garment goes on below the hips, as dresses and coats do: there its sides hang free of the body. */
  readonly isLong: boolean;
  readonly person: PersonAnalysis;
  readonly body: BodyFrame;
  readonly sight: Mask;
}

/**
 * Reads which pixels are the garment: the parsing's upper one, and a coat's skirt, which the parsing takes for a lower garment; for a dress both
 * the upper and the lower one.
 */
export function viewWorn(
  person: PersonAnalysis,
  { body, isDress }: Pick<WornView, "body" | "isDress">,
  lab: Float32Array,
): WornView {
  const sight = seeParts(person, isDress ? [PART.upper, PART.lower] : [PART.upper]);
  closeStuds(sight, body.unit, (i) => SKIN.has(person.parts.data[i]!));
  const endT = isDress ? null : findCoatEnd(person, body, lab);
  if (endT !== null) markCoat(sight, person, body, endT);
  unveilSkin(sight, person, body, lab);
  unveilHair(sight, person, body, lab);
  unveilGround(sight, person, body, lab);
  if (isDress) veilAboveShoulders(sight, body);
  else dropUndershirt(sight, body, lab);
  return { isDress, isLong: isDress || endT !== null, person, body, sight };
}

/** Hair beside the neck that has the colour of a dress is told by its place: no dress's shoulder stands so high. */
function veilAboveShoulders(sight: Mask, body: BodyFrame): void {
  for (let y = 0, i = 0; y < sight.height; y++) {
    for (let x = 0; x < sight.width; x++, i++) {
      if (sight.data[i] !== SIGHT.cloth) continue;
      const { u, height } = shoulderPlace(body, { x: x + 0.5, y: y + 0.5 });
      const isBeside = Math.abs(u) > BESIDE_NECK[0] && Math.abs(u) < BESIDE_NECK[1];
      if (isBeside && height > shoulderHeight(body, u) + ABOVE_SHOULDER) sight.data[i] = SIGHT.veil;
    }
  }
}

/** The sight of a garment that is what was parsed as `cloth`. */
export function seeParts({ width, height, parts }: PersonAnalysis, cloth: readonly number[]): Mask {
  const sight = createMask(width, height);
  for (let i = 0; i < sight.data.length; i++) {
    const part = parts.data[i]!;
    sight.data[i] = cloth.includes(part) ? SIGHT.cloth : VEILS.has(part) ? SIGHT.veil : SIGHT.other;
  }
  return sight;
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
