import { gaussianBlur } from "../kernels/gaussian-blur.js";
import { resizePlane } from "../kernels/resize.js";
import type { PersonCrop } from "../remove/mod.js";

/** Cloth turns away from the light near its outline and is darker there by this much in a studio: what the evaluation set's tops show. */
const EDGE_SHADE_STUDIO = 0.05;
/** Where the light is less than a studio's it comes from one side: by this much more for each share of light that is missing, at most so much in all. */
const EDGE_SHADE = 1.4;
const EDGE_SHADE_MAX = 0.11;
/** How far that reaches in from the outline, in units. */
const EDGE_REACH = 0.13;
/** Working size: this many pixels a unit are enough for so wide a shade. */
const PIXELS_PER_UNIT = 70;

/**
 * The brightness of the cloth at each pixel in the photo's light, from that of folds and shadows alone.
 * Shape    `shading` (1 for none) and `cloth` (0..1) of the crop's size; `light` is the person's, see measureLight().
 */
export function lightCloth(
  shading: Float32Array,
  cloth: Float32Array,
  scene: { readonly rect: PersonCrop["rect"]; readonly unit: number; readonly light: number },
): Float32Array {
  const { light, unit, rect } = scene;
  const { width, height } = rect;
  const scale = Math.min(1, PIXELS_PER_UNIT / unit);
  const w = Math.max(1, Math.round(width * scale));
  const h = Math.max(1, Math.round(height * scale));
  const small = resizePlane({ width, height, data: cloth }, w, h);
  const near = resizePlane(gaussianBlur(small, EDGE_REACH * unit * scale), width, height).data;
  const edge = Math.min(EDGE_SHADE_MAX, EDGE_SHADE_STUDIO + EDGE_SHADE * (1 - light));
  const lit = new Float32Array(shading.length);
  for (let i = 0; i < lit.length; i++)
    lit[i] = shading[i]! * light * (1 - edge * Math.min(1, 2 * (1 - near[i]!)));
  return lit;
}
