import { createMask, type Image8, type Mask } from "../image.js";
import { boundMask } from "../kernels/bound-mask.js";
import { findComponents, type Component } from "../kernels/connected-components.js";
import { cropMask, uniteRects, type Rect } from "../kernels/crop.js";
import { uniteMasks } from "../kernels/mask-logic.js";
import { findNearest, NOWHERE } from "../kernels/nearest-pixel.js";
import { hasAny } from "../kernels/push-pull.js";
import { smoothMask } from "../kernels/smooth-mask.js";
import { softenMask } from "../kernels/soften-mask.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";

/** Coverage from which cloth is solid. */
export const SOLID = 200;
/** A strip of the cloth as wide as this many gaps is stretched over the gap: by a third. */
export const STRIP_GAPS = 3;
/** The cloth's outermost pixels are mixed with what lay behind them: they are left out. */
const RIM_PX = 2;
/** The cloth's edge is smoothed over this length in px before cloth is drawn out of it: a ragged one would tear stripes. */
const SMOOTH_PX = 8;
/** Room about a strip for what smooths its cloth's edge and the shift: twice {@link SMOOTH_PX} and the rim. */
const MARGIN_PX = 20;

/** A part of a layer's pixels with cloth and a gap beside it. */
export interface GapPlace {
  readonly rect: Rect;
  /** Solid cloth, without its mixed rim (255). */
  readonly inner: Mask;
  /** Empty pixels that the cloth is to cover, and its rim beside them: 255, less at the outside. */
  readonly gap: Mask;
}

/** How far cloth is drawn out, and along its edge, in px. */
export interface Reach {
  readonly reachPx: number;
  readonly alongPx: number;
}

/** The gaps within reach of the cloth, each group of neighbours in a rectangle that holds the cloth it takes. */
export function findGaps(
  { width, height, data }: Image8,
  cover: Mask,
  { uncovered, reachPx, alongPx }: Reach & { readonly uncovered: Mask },
): GapPlace[] {
  const missing = createMask(width, height);
  for (let i = 0; i < missing.data.length; i++) missing.data[i] = uncovered.data[i]! & -(cover.data[i]! >> 7);
  const rect = boundMask(missing, (STRIP_GAPS + 1) * reachPx);
  if (rect === null) return [];
  const cloth = cropSolid({ width, data }, rect);
  const near = dilateSquare(cloth, reachPx);
  const gap = cropMask(missing, rect);
  for (let i = 0; i < near.data.length; i++) gap.data[i]! &= near.data[i]!;
  // the widths of gaps further apart do not mix
  const { labels, list } = findComponents(dilateSquare(gap, 2 * alongPx));
  return list.map((box) => {
    const place = makePlace({ cloth, near }, { gap, labels, box }, reachPx);
    return {
      ...place,
      rect: { ...place.rect, left: place.rect.left + rect.left, top: place.rect.top + rect.top },
    };
  });
}

/** A rectangle's solid cloth. */
function cropSolid({ width, data }: Pick<Image8, "width" | "data">, rect: Rect): Mask {
  const solid = createMask(rect.width, rect.height);
  for (let y = 0, k = 0; y < rect.height; y++) {
    let alpha = 4 * ((rect.top + y) * width + rect.left) + 3;
    for (let x = 0; x < rect.width; x++, k++, alpha += 4) if (data[alpha]! >= SOLID) solid.data[k] = 255;
  }
  return solid;
}

/** Some of the gaps: those whose pixels have the box's label. */
interface Group {
  readonly gap: Mask;
  readonly labels: Int32Array;
  readonly box: Component;
}

/** A group's part of a rectangle. */
function cropGroup({ gap, labels, box }: Group, rect: Rect): Mask {
  const own = createMask(rect.width, rect.height);
  for (let y = 0, k = 0; y < rect.height; y++) {
    let i = (rect.top + y) * gap.width + rect.left;
    for (let x = 0; x < rect.width; x++, i++, k++) if (labels[i] === box.label) own.data[k] = gap.data[i]!;
  }
  return own;
}

/** The smallest rectangle that holds a group. */
function boundGroup(group: Group): Rect {
  const { minX, minY, maxX, maxY } = group.box;
  const box = { left: minX, top: minY, width: maxX - minX + 1, height: maxY - minY + 1 };
  const tight = boundMask(cropGroup(group, box), 0)!; // a group has pixels
  return { ...tight, left: tight.left + box.left, top: tight.top + box.top };
}

/** Cuts out what one group of gaps has to do with. The masks are of one size. */
function makePlace(
  { cloth, near }: { readonly cloth: Mask; readonly near: Mask },
  group: Group,
  reachPx: number,
): GapPlace {
  const bounds = boundGroup(group);
  const around = (padPx: number): Rect => uniteRects(bounds, bounds, padPx, cloth);
  const tight = around(reachPx);
  const depth = measureDepth(cropMask(cloth, tight), cropGroup(group, tight));
  const rect = around(Math.ceil(STRIP_GAPS * depth) + MARGIN_PX);
  const local = cropMask(cloth, rect);
  const pure = erodeSquare(local, RIM_PX);
  const smooth = smoothMask(pure, SMOOTH_PX);
  const even = createMask(rect.width, rect.height);
  for (let k = 0; k < smooth.length; k++) if (smooth[k]! >= 0.5) even.data[k] = pure.data[k]!;
  const inner = hasAny(even) ? even : local;
  return {
    rect,
    inner,
    gap: drawGap(cropGroup(group, rect), { cloth: local, near: cropMask(near, rect), inner }),
  };
}

/** The gap with the cloth's rim beside it. On the body it ends where the gap does, softly: a sliver of skin is covered without a step. */
function drawGap(
  gap: Mask,
  around: { readonly cloth: Mask; readonly near: Mask; readonly inner: Mask },
): Mask {
  const { cloth, near, inner } = around;
  const { width, height } = gap;
  const shape = dilateSquare(uniteMasks(gap, cloth), 1);
  const soft = softenMask(shape);
  const wide = dilateSquare(gap, RIM_PX + 1).data;
  const data = new Uint8Array(width * height);
  for (let k = 0; k < data.length; k++)
    if (wide[k] !== 0 && near.data[k] !== 0 && inner.data[k] === 0) data[k] = Math.round(255 * soft[k]!);
  return { width, height, data };
}

/** Distance of the gap's furthest pixel from the cloth, in px. */
function measureDepth(cloth: Mask, gap: Mask): number {
  const { offset } = findNearest(cloth);
  let square = 0;
  for (let k = 0; k < gap.data.length; k++) {
    if (gap.data[k] === 0 || offset[2 * k] === NOWHERE) continue;
    square = Math.max(square, offset[2 * k]! ** 2 + offset[2 * k + 1]! ** 2);
  }
  return Math.sqrt(square);
}
