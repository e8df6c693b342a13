import { createMask, createPlane, type Image8, type Mask } from "../image.js";
import { torsoPlace, type BodyFrame } from "../fit/body-frame.js";
import { acrossAt, axisAt } from "../fit/torso-axis.js";
import { boxFilter } from "../kernels/box-filter.js";
import { along } from "../kernels/polyline.js";
import { hasAny, pushPullFill } from "../kernels/push-pull.js";
import { REVEAL } from "./classify-reveal.js";
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
  { lower, wanted }: { readonly lower: Mask; readonly wanted: (i: number) => boolean },
): Mirrored {
  const { width, height } = photo;
  const image: Image8 = { ...photo, data: new Uint8ClampedArray(photo.data.length) };
  const known = createMask(width, height);
  for (let i = 0; i < known.data.length; i++) {
    if (!wanted(i)) continue;
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

/** Share 0..1 of the mirrored side at each pixel: less and less towards what neither side shows, so that no edge is drawn there. */
function fadeOut(known: Mask, isHidden: (i: number) => boolean, radiusPx: number): Float32Array {
  const { width, height } = known;
  const unknown = createPlane(width, height);
  for (let i = 0; i < unknown.data.length; i++) unknown.data[i] = known.data[i] === 0 && isHidden(i) ? 1 : 0;
  const near = boxFilter(boxFilter(unknown, radiusPx), radiusPx).data;
  return near.map((share) => Math.max(0, 1 - 2 * share));
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
  const isHidden = (i: number): boolean => removed.data[i] !== 0 && reveal.data[i] === REVEAL.lower;
  let hidden = 0;
  for (let i = 0; i < removed.data.length; i++) if (isHidden(i)) hidden++;
  if (hidden < WIDE * body.unit * body.unit) return fill;
  const { image, known } = mirrorLower(crop, body, {
    lower,
    wanted: (i) => isHidden(i) || lower.data[i] !== 0,
  });
  const both = createMask(known.width, known.height);
  const difference: Image8 = { ...image, data: new Uint8ClampedArray(image.data.length) };
  for (let i = 0; i < known.data.length; i++) {
    if (known.data[i] === 0 || lower.data[i] === 0) continue;
    both.data[i] = 255;
    for (let k = 3 * i; k < 3 * i + 3; k++)
      difference.data[k] = ZERO + (crop.photo.data[k]! - image.data[k]!) / 2;
  }
  if (!hasAny(both)) return fill;
  const light = pushPullFill(difference, both, removed);
  const weight = fadeOut(known, isHidden, Math.max(1, Math.round(FADE_UNITS * body.unit)));
  for (let i = 0; i < known.data.length; i++) {
    if (known.data[i] === 0 || !isHidden(i)) continue;
    for (let k = 3 * i; k < 3 * i + 3; k++) {
      const mirrored = image.data[k]! + 2 * (light.data[k]! - ZERO);
      fill.data[k] = fill.data[k]! + weight[i]! * (mirrored - fill.data[k]!);
    }
  }
  return fill;
}
