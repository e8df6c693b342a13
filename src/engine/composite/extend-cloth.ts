import { createImage, createMask, type Mask } from "../image.js";
import { boundMask } from "../kernels/bound-mask.js";
import { cropMask } from "../kernels/crop.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { smoothMask } from "../kernels/smooth-mask.js";
import { findNearest, NOWHERE } from "../kernels/nearest-pixel.js";
import { hasAny, maskWhere } from "../kernels/push-pull.js";
import type { Layer } from "../warp/mod.js";

/** Cloth is continued this far, in units, where the warp leaves a part of its outline on the body empty. */
const REACH_UNITS = 0.09;
const SOLID = 200;
/** The cloth's outermost pixels are mixed with what lay behind them: they are painted over, from colours further in. */
const RIM_PX = 2;
/** The cloth's edge is smoothed over this length in px before colours are mirrored at it: a ragged one would tear stripes. */
const SMOOTH_PX = 8;

/**
 * A layer that continues a piece of cloth into the part of its outline on the body that the warp left empty: the folded edge of
 * a sleeve, a side seam that the photo shows a few pixels further in. Colours are the cloth's own, mirrored at its edge.
 * It lies over the piece, and reaches a rim's width into it. Null when nothing is missing.
 * Shape    `cover` (soft), `uncovered` (255 where cloth is wanted and no piece lies) and the layers the crop's size.
 */
export function extendCloth(
  layer: Layer,
  cover: Mask,
  { unit, uncovered }: { readonly unit: number; readonly uncovered: Mask },
): Layer | null {
  const { width, height } = cover;
  const { data } = layer.image;
  const reachPx = Math.max(1, Math.round(REACH_UNITS * unit));
  const missing = createMask(width, height);
  for (let i = 0; i < missing.data.length; i++) missing.data[i] = uncovered.data[i]! & -(cover.data[i]! >> 7);
  // cloth further from it than that reaches nowhere
  const place = boundMask(missing, 2 * reachPx + 2 * RIM_PX);
  if (place === null) return null;
  const cloth = createMask(width, height);
  for (let i = 0; i < cloth.data.length; i++) if (data[4 * i + 3]! >= SOLID) cloth.data[i] = 255;
  const local = cropMask(cloth, place);
  const near = dilateSquare(local, reachPx).data;
  const gap = cropMask(missing, place);
  for (let i = 0; i < near.length; i++) gap.data[i]! &= near[i]!;
  if (!hasAny(gap)) return null;
  const pure = erodeSquare(local, RIM_PX);
  const smooth = smoothMask(pure, SMOOTH_PX);
  const inner = maskWhere(place.width, place.height, (k) => smooth[k]! >= 0.5 && pure.data[k] !== 0);
  const { offset } = findNearest(hasAny(inner) ? inner : local);
  const wide = dilateSquare(gap, RIM_PX + 1).data;
  const image = createImage(width, height, 4);
  for (let v = 0, k = 0; v < place.height; v++) {
    let i = (place.top + v) * width + place.left;
    for (let u = 0; u < place.width; u++, i++, k++) {
      if (wide[k] === 0 || cover.data[i] === 0 || offset[2 * k] === NOWHERE || near[k] === 0) continue;
      const dx = offset[2 * k]!;
      const dy = offset[2 * k + 1]!;
      const mx = place.left + u + 2 * dx;
      const my = place.top + v + 2 * dy;
      const mirrored = mx >= 0 && my >= 0 && mx < width && my < height ? my * width + mx : -1;
      const at = mirrored >= 0 && cloth.data[mirrored] !== 0 ? mirrored : i + dy * width + dx;
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = data[4 * at + c]!;
      image.data[4 * i + 3] = cover.data[i]!;
    }
  }
  return { rect: layer.rect, image };
}
