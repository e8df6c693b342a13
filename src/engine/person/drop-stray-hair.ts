import { createMask, type Mask } from "../image.js";
import { findComponents } from "../kernels/connected-components.js";
import { markLabels } from "../kernels/mark-labels.js";
import { intersectMasks } from "../kernels/mask-logic.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { CLASS, CLASS_COUNT } from "./class-priors.js";
import type { PoseField } from "./pose-field.js";

/** Hair that is fast on the head reaches above this height (in halves of the face's, from its middle): about the mouth's. */
const HEAD_UP = -0.6;
/** And lies no further than this to the side of the face, in the same unit. */
const HEAD_X = 2.2;
/** Bridges to the head thinner than this share of half the face's height do not make a collar or a strap hair. */
const BRIDGE = 0.05;

/** The hair (255) that hangs together with the head's, or with the frame where the head is cut off. */
function findHeadHair(hair: Mask, field: PoseField, radiusPx: number): Mask {
  const { width, height } = hair;
  const solid = radiusPx > 0 ? erodeSquare(hair, radiusPx) : hair;
  const found = findComponents(solid);
  const isFast = new Uint8Array(found.list.length + 1);
  for (let i = 0; i < solid.data.length; i++) {
    if (solid.data[i] === 0) continue;
    const isOnHead = field.headUp[i]! > HEAD_UP && Math.abs(field.headX[i]!) < HEAD_X;
    if (isOnHead || i < width) isFast[found.labels[i]!] = 1;
  }
  isFast[0] = 0;
  const fast = createMask(width, height);
  for (let i = 0; i < fast.data.length; i++) if (isFast[found.labels[i]!] === 1) fast.data[i] = 255;
  return intersectMasks(dilateSquare(fast, radiusPx + 1), hair); // one more: the ragged rim of the hair
}

/**
 * Gives what was taken for hair but does not hang from the head (dark lace, straps, the shaded inside of a collar) to the
 * class that is cheapest there otherwise. `costs` is class-minor; `halfFacePx` is half the face's height.
 */
export function dropStrayHair(
  labels: Uint8Array,
  costs: Float32Array,
  { field, halfFacePx }: { field: PoseField; halfFacePx: number },
): Uint8Array {
  const { width, height } = field;
  const hair = markLabels({ width, height, data: labels }, [CLASS.hair]);
  const fast = findHeadHair(hair, field, Math.round(BRIDGE * halfFacePx));
  const result = labels.slice();
  for (let i = 0, o = 0; i < labels.length; i++, o += CLASS_COUNT) {
    if (hair.data[i] === 0 || fast.data[i] !== 0) continue;
    let best: number = CLASS.skin;
    for (let c = CLASS.skin; c < CLASS_COUNT; c++) if (costs[o + c]! < costs[o + best]!) best = c;
    result[i] = costs[o + CLASS.background]! < costs[o + best]! ? CLASS.background : best;
  }
  return result;
}
