import { gaussianBlur } from "../kernels/gaussian-blur.js";
import type { PersonCrop } from "../remove/mod.js";

/** Where the light is less than a studio's it comes from one side: cloth is darker near its outline, by this much for each share of light that is missing, at most so much. */
const EDGE_SHADE = 1.4;
const EDGE_SHADE_MAX = 0.14;
/** How far that reaches in from the outline, in units. */
const EDGE_REACH = 0.13;

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
  if (light === 1) return shading;
  const { width, height } = rect;
  const near = gaussianBlur({ width, height, data: cloth }, EDGE_REACH * unit).data;
  const edge = Math.min(EDGE_SHADE_MAX, EDGE_SHADE * (1 - light));
  const lit = new Float32Array(shading.length);
  for (let i = 0; i < lit.length; i++)
    lit[i] = shading[i]! * light * (1 - edge * Math.min(1, 2 * (1 - near[i]!)));
  return lit;
}
