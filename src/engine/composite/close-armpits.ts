import { createMask, type Mask } from "../image.js";
import { armChain, armPlacer, placeBy, type SideName } from "../fit/arm-chain.js";
import { halfWidthAt, torsoPlace } from "../fit/body-frame.js";
import { maskFrom } from "../kernels/mask-logic.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import type { TrimInput } from "./trim-body.js";

/** Half the width, in units, of a gap between sleeve and torso that cloth closes. */
const GAP_UNITS = 0.045;
/** The gap lies further out than this share of the torso's half width. */
const ASIDE_FROM = 0.6;
const SOLID = 200;

/**
 * Narrow gaps between a sleeve and the torso where the photo shows no background behind: the cloth of an armpit, which a flat garment's photo lacks.
 * 255 for such pixels.
 */
export function findArmpits(input: TrimInput): Mask {
  const { body, sleeveEnds, covered, cover } = input;
  const { width, height } = cover.torso;
  if (sleeveEnds.left === undefined && sleeveEnds.right === undefined) return createMask(width, height);
  const cloth = maskFrom({ width, height, data: covered }, SOLID / 255);
  const reach = Math.max(1, Math.round(GAP_UNITS * body.unit));
  return keepBetween(input, erodeSquare(dilateSquare(cloth, reach), reach));
}

/** Of a closed cloth's pixels those that lie between torso and sleeve, were the worn top's or a bare arm's, and are not wholly cloth yet. */
function keepBetween(input: TrimInput, { width, height, data: closed }: Mask): Mask {
  const { crop, removal, body, sleeveEnds, covered } = input;
  const { left, top } = crop.rect;
  const found = createMask(width, height);
  const nearGround = input.nearGround.data;
  const placers = { left: armPlacer(armChain(body, "left")), right: armPlacer(armChain(body, "right")) };
  for (let i = 0; i < closed.length; i++) {
    if (closed[i] === 0 || covered[i] === 1 || nearGround[i] !== 0) continue;
    const part = crop.parts.data[i];
    if (removal.removed.data[i] === 0 && part !== PART.leftArm && part !== PART.rightArm) continue;
    const x = left + (i % width) + 0.5;
    const y = top + Math.floor(i / width) + 0.5;
    const { t, lateralPx } = torsoPlace(body, x, y);
    const name: SideName = lateralPx > 0 ? "left" : "right";
    const { at } = placeBy(placers[name], x, y);
    const isAside = Math.abs(lateralPx) > ASIDE_FROM * halfWidthAt(body, name, t);
    if (isAside && at < (sleeveEnds[name] ?? 0)) found.data[i] = 255;
  }
  return found;
}
