import type { Image8, Plane } from "../image.js";
import { colourDifference, measureRoughness } from "../kernels/predict-smooth.js";
import { hasAny, maskWhere, pushPullFill } from "../kernels/push-pull.js";
import { erodeSquare } from "../kernels/square-morphology.js";
import { CLASS, CLASS_COUNT } from "./class-priors.js";

/** Surely background is what the person mask gives less than this, so many pixels from anything else. */
const MASK_NONE = 0.02;
const APART_PX = 2;
/** Above this difference in itself a background has texture, and cannot be predicted. */
const PLAIN_ROUGHNESS = 2;
/** Difference per channel (0..255) from the predicted background that still is background: at least, and by the background's own. */
const SAME_MIN = 1.5;
const SAME_PER_ROUGHNESS = 2;
/** Log odds against background for each such difference more, and at most. */
const ODDS = 1.5;
const ODDS_MAX = 4;
/** The mask's probability of person from which that counts, and counts fully. */
const PERSON_FROM = 0.1;
const PERSON_FULL = 0.4;

/**
 * How much a picture speaks against background where the person mask is in doubt, as log odds: on a plain wall the background further out predicts
 * what the wall is like there, more exactly than colours learnt over the whole wall. A pale sleeve before a pale wall differs by little, but differs.
 * Shape    `mask` the image's size, probability 0..1. Null where the background has texture or does not show.
 */
export function readOddGround(image: Image8, mask: Plane): Plane | null {
  const { width, height } = image;
  const far = erodeSquare(
    maskWhere(width, height, (i) => mask.data[i]! < MASK_NONE),
    APART_PX,
  );
  if (!hasAny(far)) return null;
  const roughness = measureRoughness(image, far);
  if (roughness > PLAIN_ROUGHNESS) return null;
  const same = SAME_MIN + SAME_PER_ROUGHNESS * roughness;
  const predicted = pushPullFill(image, far);
  const odds = new Float32Array(width * height);
  for (let i = 0; i < odds.length; i++) {
    const doubt = (mask.data[i]! - PERSON_FROM) / (PERSON_FULL - PERSON_FROM);
    if (doubt <= 0) continue;
    const steps = colourDifference(image, i, predicted, i) / same - 1;
    odds[i] = Math.min(1, doubt) * Math.min(ODDS_MAX, Math.max(0, ODDS * steps));
  }
  return { width, height, data: odds };
}

/**
 * Raises the cost of background by those odds where the top is the likeliest else: hair and skin differ from any wall by themselves,
 * and their soft edges from both. Shape: `costs` class-minor. In place.
 */
export function weighOddGround(costs: Float32Array, odd: Plane): void {
  for (let i = 0, o = 0; i < odd.data.length; i++, o += CLASS_COUNT) {
    if (odd.data[i] === 0) continue;
    let best: number = CLASS.upper;
    for (let c = 1; c < CLASS_COUNT; c++) if (costs[o + c]! < costs[o + best]!) best = c;
    if (best === CLASS.upper) costs[o + CLASS.background]! += odd.data[i]!;
  }
}
