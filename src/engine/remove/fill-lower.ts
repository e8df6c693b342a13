import { createMask, createPlane, type Image8, type Mask } from "../image.js";
import { torsoPlace, type BodyFrame } from "../fit/body-frame.js";
import { acrossAt, axisAt } from "../fit/torso-axis.js";
import { boxFilter } from "../kernels/box-filter.js";
import { countMarked, intersectMasks, subtractMask, uniteMasks } from "../kernels/mask-logic.js";
import { markLabels } from "../kernels/mark-labels.js";
import { along } from "../kernels/polyline.js";
import { hasAny, pushPullFill } from "../kernels/push-pull.js";
import { REVEAL } from "./classify-reveal.js";
import { reflectDetailInto } from "./reflect-lower.js";
import type { PersonCrop } from "./types.js";

/** A smaller area than this, in square units, shows no weave. */
const WIDE = 0.06;
/** The mirrored side fades out over this length, in units, towards what neither side shows. */
const FADE_UNITS = 0.06;
/** Differences between the two sides are kept as bytes about this level, halved. */
const ZERO = 128;

/** What the trousers' other side shows at each place where they come to light. */
interface Mirrored {
  readonly image: Image8;
  /** 255 where the other side shows them. */
  readonly known: Mask;
}

/** Reflects the trousers at the body's axis. `wanted` are the pixels asked for. */
function mirrorLower(
  { photo, rect }: PersonCrop,
  body: BodyFrame,
  { lower, wanted }: { readonly lower: Mask; readonly wanted: Mask },
): Mirrored {
  const { width, height } = photo;
  const image: Image8 = { ...photo, data: new Uint8ClampedArray(photo.data.length) };
  const known = createMask(width, height);
  for (let i = 0; i < known.data.length; i++) {
    if (wanted.data[i] === 0) continue;
    const { t, lateralPx } = torsoPlace(
      body,
      (i % width) + rect.left + 0.5,
      Math.floor(i / width) + rect.top + 0.5,
    );
    const other = along(axisAt(body, t), acrossAt(body, t), -lateralPx);
    const x = Math.floor(other.x) - rect.left;
    const y = Math.floor(other.y) - rect.top;
    if (x < 0 || y < 0 || x >= width || y >= height || lower.data[y * width + x] === 0) continue;
    known.data[i] = 255;
    for (let c = 0; c < 3; c++) image.data[3 * i + c] = photo.data[3 * (y * width + x) + c]!;
  }
  return { image, known };
}

/** Share 0..1 of the mirrored side at each pixel: less and less towards what neither side shows (`unknown`), so that no edge is drawn there. */
function fadeOut(unknown: Mask, radiusPx: number): Float32Array {
  const share = createPlane(unknown.width, unknown.height);
  for (let i = 0; i < share.data.length; i++) share.data[i] = unknown.data[i] === 0 ? 0 : 1;
  const near = boxFilter(boxFilter(share, radiusPx), radiusPx).data;
  for (let i = 0; i < near.length; i++) near[i] = Math.max(0, 1 - 2 * near[i]!);
  return near;
}

/**
 * The worn trousers or skirt, continued where the top comes off: as the other side shows them, reflected, with the difference in light between
 * the sides taken from where both are seen; elsewhere evenly. Pockets and weave go on beside an open jacket.
 * Shape    all masks the crop's size; `lower` marks their pure pixels.
 */
export function fillLower(
  crop: PersonCrop,
  body: BodyFrame,
  { removed, reveal, lower }: { readonly removed: Mask; readonly reveal: Mask; readonly lower: Mask },
): Image8 {
  const fill = pushPullFill(crop.photo, lower, removed);
  const hidden = intersectMasks(removed, markLabels(reveal, [REVEAL.lower]));
  if (countMarked(hidden) < WIDE * body.unit * body.unit) return fill;
  reflectDetailInto(fill, crop.photo, { hidden, lower, unit: body.unit });
  const { image, known } = mirrorLower(crop, body, { lower, wanted: uniteMasks(hidden, lower) });
  const both = intersectMasks(known, lower);
  if (!hasAny(both)) return fill;
  const light = pushPullFill(subtract(crop.photo, image, both), both, removed);
  const weight = fadeOut(subtractMask(hidden, known), Math.max(1, Math.round(FADE_UNITS * body.unit)));
  blendLitInto(fill, { image, light, weight }, intersectMasks(hidden, known));
  return fill;
}

/** Half the difference of two pictures at the marked pixels, about {@link ZERO}. */
function subtract(a: Image8, b: Image8, marked: Mask): Image8 {
  const difference: Image8 = { ...b, data: new Uint8ClampedArray(b.data.length) };
  for (let i = 0; i < marked.data.length; i++) {
    if (marked.data[i] === 0) continue;
    for (let k = 3 * i; k < 3 * i + 3; k++) difference.data[k] = ZERO + (a.data[k]! - b.data[k]!) / 2;
  }
  return difference;
}

interface Lit {
  readonly image: Image8;
  readonly light: Image8;
  readonly weight: Float32Array;
}

/** Blends a picture with the difference in light on it over the marked pixels, by its weight. In place. */
function blendLitInto(out: Image8, { image, light, weight }: Lit, marked: Mask): void {
  for (let i = 0; i < marked.data.length; i++) {
    if (marked.data[i] === 0) continue;
    for (let k = 3 * i; k < 3 * i + 3; k++) {
      const lit = image.data[k]! + 2 * (light.data[k]! - ZERO);
      out.data[k] = out.data[k]! + weight[i]! * (lit - out.data[k]!);
    }
  }
}
