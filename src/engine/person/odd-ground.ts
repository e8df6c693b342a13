import type { Image8, Mask, Plane } from "../image.js";
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
/** Log odds for background where the wall goes on without an edge, up to the second probability fully, from the third on not at all. */
const WALL_ODDS = 4;
const WALL_FULL = 0.85;
const WALL_NONE = 0.98;
/** Share of each pixel in the colour that the wall is followed by: it may change slowly. */
const WALL_DRIFT = 0.1;

/**
 * How much a picture speaks against background where the person mask is in doubt, as log odds: on a plain wall the background further out predicts
 * what the wall is like there, more exactly than colours learnt over the whole wall. A pale sleeve before a pale wall differs by little, but differs;
 * and what follows from the wall without any edge is wall, however far out the mask draws the person.
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
  const wall = followWall(image, { far, mask, same });
  const odds = new Float32Array(width * height);
  for (let i = 0; i < odds.length; i++) {
    const p = mask.data[i]!;
    if (wall[i] !== 0) {
      odds[i] = -WALL_ODDS * Math.min(1, Math.max(0, (WALL_NONE - p) / (WALL_NONE - WALL_FULL)));
      continue;
    }
    const doubt = (p - PERSON_FROM) / (PERSON_FULL - PERSON_FROM);
    if (doubt <= 0) continue;
    const steps = colourDifference(image, i, predicted, i) / same - 1;
    odds[i] = Math.min(1, doubt) * Math.min(ODDS_MAX, Math.max(0, ODDS * steps));
  }
  return { width, height, data: odds };
}

/** Marks (1) what is reached from the far background through doubtful pixels that differ by no more than `same` from the wall before them. */
function followWall(
  image: Image8,
  { far, mask, same }: { readonly far: Mask; readonly mask: Plane; readonly same: number },
): Uint8Array {
  const { width, height } = image;
  const wall = new Uint8Array(width * height);
  const colour = new Float32Array(image.data);
  const queue: number[] = [];
  for (let i = 0; i < wall.length; i++) {
    if (far.data[i] === 0) continue;
    wall[i] = 1;
    queue.push(i);
  }
  const visit = (from: number, to: number): void => {
    if (wall[to] !== 0 || mask.data[to]! >= WALL_NONE) return;
    let difference = 0;
    for (let c = 0; c < 3; c++) difference += Math.abs(image.data[3 * to + c]! - colour[3 * from + c]!);
    if (difference > 3 * same) return;
    wall[to] = 1;
    for (let c = 0; c < 3; c++) {
      const before = colour[3 * from + c]!;
      colour[3 * to + c] = before + WALL_DRIFT * (image.data[3 * to + c]! - before);
    }
    queue.push(to);
  };
  for (let head = 0; head < queue.length; head++) {
    const i = queue[head]!;
    const x = i % width;
    if (x > 0) visit(i, i - 1);
    if (x < width - 1) visit(i, i + 1);
    if (i >= width) visit(i, i - width);
    if (i < wall.length - width) visit(i, i + width);
  }
  return wall;
}

/**
 * Raises the cost of background by those odds where a garment is the likeliest else: hair and skin differ from any wall by themselves,
 * and their soft edges from both. What speaks against background is believed of the top alone. Shape: `costs` class-minor. In place.
 */
export function weighOddGround(costs: Float32Array, odd: Plane): void {
  for (let i = 0, o = 0; i < odd.data.length; i++, o += CLASS_COUNT) {
    const odds = odd.data[i]!;
    if (odds === 0) continue;
    let best: number = CLASS.upper;
    for (let c = 1; c < CLASS_COUNT; c++) if (costs[o + c]! < costs[o + best]!) best = c;
    if (best === CLASS.upper || (best === CLASS.lower && odds < 0)) costs[o + CLASS.background]! += odds;
  }
}
