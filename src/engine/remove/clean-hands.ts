import { createPlane, type Image8, type Mask } from "../image.js";
import { boxFilter } from "../kernels/box-filter.js";
import { markLabels } from "../kernels/mark-labels.js";
import { intersectMasks, subtractMask, uniteMasks } from "../kernels/mask-logic.js";
import { hasAny, pushPullFill } from "../kernels/push-pull.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { PART, type Part } from "../person/types.js";
import type { PersonCrop } from "./types.js";

/** Pixels of a hand before the garment are mixed with it this far in, in units. */
const MIXED_UNITS = 0.014;
const HANDS: readonly Part[] = [PART.leftHand, PART.rightHand, PART.leftArm, PART.rightArm];

/** The border of hands, arms and things held with the removed garment. */
export interface HandEdge {
  /** Three channels: the hand's or thing's own colours on both sides of the border. */
  readonly own: Image8;
  /** 255 on a strip along the border, for which `own` holds. */
  readonly strip: Mask;
}

/**
 * Reads the own colours of what lies before the removed garment along its border: of hands and arms from further inside, as their
 * outermost pixels are mixed with the garment; things held may have rims of their own. Null where nothing lies before it.
 */
export function readHandEdge({ photo, parts }: PersonCrop, unit: number): HandEdge | null {
  const radius = Math.max(1, Math.round(MIXED_UNITS * unit));
  const lower = markLabels(parts, [PART.lower]);
  const hands = markLabels(parts, HANDS);
  const things = markLabels(parts, [PART.object]);
  const near = dilateSquare(lower, radius);
  const pure = uniteMasks(subtractMask(hands, near), things);
  if (!hasAny(pure)) return null;
  const beside = intersectMasks(dilateSquare(uniteMasks(hands, things), radius), lower);
  const strip = uniteMasks(intersectMasks(uniteMasks(hands, things), near), beside);
  return { own: pushPullFill(photo, pure, strip), strip };
}

/** Gives what lies before the removed garment its own colours beside it, with a soft edge before what is `behind`. In place. */
export function cleanHandsInto(base: Image8, behind: Image8, edge: HandEdge, parts: Mask): void {
  const rest = createPlane(parts.width, parts.height);
  for (let i = 0; i < rest.data.length; i++) rest.data[i] = parts.data[i] === PART.lower ? 0 : 1;
  const cover = boxFilter(rest, 1).data;
  const { own, strip } = edge;
  for (let i = 0; i < cover.length; i++) {
    if (strip.data[i] === 0 || parts.data[i] === PART.lower) continue;
    for (let k = 3 * i; k < 3 * i + 3; k++)
      base.data[k] = behind.data[k]! + cover[i]! * (own.data[k]! - behind.data[k]!);
  }
}

/**
 * Takes the background out of the borders of hands and things that lie before the new cloth (0..1): what is left of it there would shine
 * between both. In place, before the cloth is painted.
 */
export function clearEdgeInto(base: Image8, { own, strip }: HandEdge, cloth: Float32Array): void {
  for (let i = 0; i < cloth.length; i++) {
    if (strip.data[i] === 0 || cloth[i] === 0) continue;
    for (let k = 3 * i; k < 3 * i + 3; k++)
      base.data[k] = base.data[k]! + cloth[i]! * (own.data[k]! - base.data[k]!);
  }
}
