import type { Mask } from "../image.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { isBeforeBody, isBesideArms, placeOnArms, type BaredArm } from "./bared-arm.js";
import { REVEAL } from "./classify-reveal.js";
import type { PersonCrop } from "./types.js";

/** Trousers beside a sleeve whose ragged edge the arm hides, and what stands out of an arm, are removed this far from it, in units. */
const BESIDE_UNITS = 0.05;
/** ... and beside that of a forearm that lies before the body, as of somebody seated, whose dark side may have been taken for trousers. */
const BEFORE_UNITS = 0.2;
/** Half the width in px of the ramp at an arm's edge: as soft as a limb's in a photo. */
const SOFT_PX = 1;

/**
 * Adds to what is removed the strip of trousers that a bared arm lies on, and what stands out of the arm beside its cuff: the arm's edge is
 * smooth, the labels' is not. In place.
 */
export function removeUnderArms(
  removed: Mask,
  crop: PersonCrop,
  arms: readonly BaredArm[],
  body: BodyFrame,
): void {
  removeStrip(removed, crop, arms, BESIDE_UNITS * body.unit);
  const before = arms.filter((arm) => isBeforeBody(body, arm));
  if (before.length > 0) removeStrip(removed, crop, before, BEFORE_UNITS * body.unit);
}

/** {@link removeUnderArms} in a strip so many px wide. */
function removeStrip(
  removed: Mask,
  { parts, rect }: PersonCrop,
  arms: readonly BaredArm[],
  reachPx: number,
): void {
  const near = dilateSquare(removed, Math.max(1, Math.round(reachPx))).data;
  for (let y = 0, i = 0; y < removed.height; y++) {
    for (let x = 0; x < removed.width; x++, i++) {
      if (near[i] === 0 || removed.data[i] !== 0) continue;
      const part = parts.data[i];
      if (part === PART.leftArm || part === PART.rightArm) {
        if (isBesideArms(arms, x + rect.left + 0.5, y + rect.top + 0.5)) removed.data[i] = 255;
        continue;
      }
      if (part !== PART.lower) continue;
      const place = placeOnArms(arms, x + rect.left + 0.5, y + rect.top + 0.5);
      if (place !== null && Math.abs(place.across) < 1 + SOFT_PX / place.halfPx) removed.data[i] = 255;
    }
  }
}

/** Coverage 0..1 of each removed pixel by a bared arm, exact along the arm's sides; null in `share` (the labels' own) is kept elsewhere. In place. */
export function coverArmsInto(
  share: Float32Array,
  reveal: Mask,
  rect: PersonCrop["rect"],
  arms: readonly BaredArm[],
): void {
  const { width, height } = reveal;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const kind = reveal.data[i];
      if (kind === REVEAL.nothing || share[i] === 0 || share[i] === 1) continue;
      const place = placeOnArms(arms, x + rect.left + 0.5, y + rect.top + 0.5);
      if (place === null) continue;
      const inside = (1 - Math.abs(place.across)) * place.halfPx;
      share[i] = Math.min(1, Math.max(0, 0.5 + inside / (2 * SOFT_PX)));
    }
  }
}
