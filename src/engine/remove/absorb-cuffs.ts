import type { Mask } from "../image.js";
import { armChain } from "../fit/arm-chain.js";
import type { BodyFrame } from "../fit/body-frame.js";
import type { Rect } from "../kernels/crop.js";
import { markLabels } from "../kernels/mark-labels.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { ARM_PART, PART } from "../person/types.js";
import { findBaredArm, isClothed, placeOnBaredArm, type BaredArm } from "./bared-arm.js";

/** A cuff's edge that was taken for skin lies so near to the cuff, in units. */
const NEAR_UNITS = 0.1;
/** It stands out of the arm's smooth outline by more than so many px: as soft as a limb's edge in a photo. */
const OUT_PX = 1.5;
/** Above this place of the arm (1 is the elbow) an armpit's skin may lie on its inner side. */
const FOREARM_FROM = 0.8;

/**
 * The parts with a cuff's edge, its inside or its shadow that were taken for the arm counted to the worn top: what lies next to the cuff and outside of
 * the outline in which the arm goes on under the sleeve. Shape: `parts` at `rect` of the photo.
 */
export function absorbCuffs(parts: Mask, rect: Rect, body: BodyFrame): Mask {
  const worn = markLabels(parts, [PART.upper]);
  const near = dilateSquare(worn, Math.max(1, Math.round(NEAR_UNITS * body.unit)));
  const absorbed = { ...parts, data: parts.data.slice() };
  for (const name of ["left", "right"] as const)
    absorbInto(absorbed, near, { arm: findBaredArm(armChain(body, name), parts, rect), rect });
  return absorbed;
}

function absorbInto(
  { width, height, data }: Mask,
  near: Mask,
  { arm, rect }: { readonly arm: BaredArm; readonly rect: Rect },
): void {
  const { bareFrom, bareAbove } = arm;
  if (bareFrom === null) return;
  // an open shoulder's skin is above the sleeve
  const from = bareAbove === null ? 0 : (bareAbove[1] + bareFrom) / 2;
  const own = ARM_PART[arm.chain.name];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (near.data[i] === 0 || data[i] !== own) continue;
      const place = placeOnBaredArm(arm, x + rect.left + 0.5, y + rect.top + 0.5);
      if (place === null || place.at < from || !isClothed(arm, place.at)) continue;
      const across = place.at < FOREARM_FROM ? place.across : Math.abs(place.across);
      if ((across - 1) * place.halfPx > OUT_PX) data[i] = PART.upper;
    }
  }
}
