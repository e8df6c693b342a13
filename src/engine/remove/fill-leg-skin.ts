import { createPlane, type Image8, type Mask, type Plane } from "../image.js";
import { distanceToMask } from "../kernels/distance-transform.js";
import { hasAny, pushPullFill } from "../kernels/push-pull.js";
import { erodeSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { addGrainInto, measureGrain } from "./add-grain.js";
import { legOutward } from "../fit/leg-chain.js";
import { placeOnBaredLeg, type BaredLegs } from "./bared-leg.js";
import { shadeLeg } from "./leg-shade.js";
import { matchSeamInto } from "./match-seam.js";
import { SKIN_PARTS } from "./fill-skin.js";
import { findPure } from "./find-pure.js";
import type { LegSkin } from "./leg-skin.js";
import { lightSkinInto, type SkinLight } from "./skin-light.js";
import { addSkinTextureInto, readSkinTexture } from "./skin-texture.js";
import { measureTone } from "./skin-tone.js";
import type { PersonCrop } from "./types.js";

/** From where legs show their own colour goes over into the person's tone within about this length, in units. */
const TONE_REACH = 0.3;
/** Skin has no stronger grain, standard deviation in levels: more is the photo's or a pattern's. */
const GRAIN_MAX = 2;
/** A leg's outermost pixels are mixed with the background, or shine against it: so wide a rim, in units, tells no colour of skin. */
const OUTLINE_UNITS = 0.02;
const OUTLINE_MIN_PX = 2;

/** Legs, and the light on the person. */
interface LitLegs {
  readonly legs: BaredLegs;
  readonly light: SkinLight;
}

/** The legs' light at each pixel that is to be painted or shows them. */
function shadeLegs({ parts, rect }: PersonCrop, removed: Mask, { legs, light }: LitLegs): Plane {
  const shade = createPlane(parts.width, parts.height);
  for (let i = 0; i < shade.data.length; i++) {
    shade.data[i] = 1;
    if (removed.data[i] === 0 && parts.data[i] !== PART.leg) continue;
    const x = (i % parts.width) + rect.left + 0.5;
    const y = Math.floor(i / parts.width) + rect.top + 0.5;
    const place = placeOnBaredLeg(legs, x, y);
    shade.data[i] = shadeLeg({ ...place, aside: light.x * legOutward(legs.legs[place.side], place.at).x });
  }
  return shade;
}

/**
 * Skin for legs: what shows of them goes on, without its light, into the person's tone; then it gets the light on a leg and the texture
 * of real skin.
 */
export function fillLegSkin(
  crop: PersonCrop,
  removed: Mask,
  { skin: own, unit, ...legs }: LitLegs & { readonly skin: LegSkin; readonly unit: number },
): Image8 {
  const shown = findPure(crop, removed, [PART.leg], own.mask);
  const other = findPure(crop, removed, SKIN_PARTS);
  const face = findPure(crop, removed, [PART.face]);
  const source = own.isTold && hasAny(shown) ? shown : hasAny(other) ? other : hasAny(face) ? face : shown;
  const shade = shadeLegs(crop, removed, legs);
  const even: Image8 = { ...crop.photo, data: crop.photo.data.slice() };
  lightSkinInto(even, shown, shade, -1);
  const tone = measureTone(even, source);
  const skin = pushPullFill(even, hasAny(shown) ? shown : source, removed);
  const reach = hasAny(shown) ? distanceToMask(shown).data : null;
  for (let i = 0; i < removed.data.length; i++) {
    if (removed.data[i] === 0) continue;
    const w = reach === null ? 1 : 1 - Math.exp(-reach[i]! / (TONE_REACH * unit));
    for (let c = 0; c < 3; c++) skin.data[3 * i + c]! += w * (tone[c]! - skin.data[3 * i + c]!);
  }
  lightSkinInto(skin, removed, shade, 1);
  const inner = erodeSquare(own.mask, Math.max(OUTLINE_MIN_PX, Math.round(OUTLINE_UNITS * unit)));
  matchSeamInto(skin, crop, { removed, unit, tone: null, real: inner });
  const texture = readSkinTexture(crop.photo, source, unit);
  if (texture === null)
    addGrainInto(skin, removed, {
      sigma: Math.min(GRAIN_MAX, measureGrain(crop.photo, source)),
      ...crop.rect,
    });
  else addSkinTextureInto(skin, removed, texture, crop.rect);
  return skin;
}
