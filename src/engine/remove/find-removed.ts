import type { Mask } from "../image.js";
import { torsoPlace, type BodyFrame } from "../fit/body-frame.js";
import { HIDDEN_FROM_T } from "../fit/worn-lower.js";
import { markLabels } from "../kernels/mark-labels.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { fitsGround, isClothOnGround, type PlainGround } from "./plain-ground.js";
import type { PersonCrop } from "./types.js";

/** The worn top's soft edge reaches this far into its neighbours, in units of the shoulders' distance. */
const EDGE_UNITS = 0.016;
const EDGE_MIN_PX = 2;
/** ... and its shadow this far over the skin beside it, and over trousers below a hem that hangs loose. */
const SHADOW_UNITS = 0.03;
const SHADOW_MIN_PX = 3;
/** Out to here, in units, what does not fit a plain ground is the worn top's halo. */
const HALO_UNITS = 0.045;
const SKIN: readonly number[] = [PART.neck, PART.leftArm, PART.rightArm];
/** Out to here, in units, hair's wisps stand before the background. */
const WISPS_UNITS = 0.1;
/** What lies behind the ends of the hair is painted so far into it, in units. */
const ENDS_UNITS = 0.04;
/** Their soft edges before the background are theirs. */
const OWN: readonly number[] = [PART.lower, PART.leftHand, PART.rightHand, ...SKIN];
const YIELDS: readonly number[] = [PART.background, PART.lower, PART.leftHand, PART.rightHand, ...SKIN];

/** An open jacket's hem hangs loose this much t below a waistband that shows between its fronts. */
const LOOSE_BELOW_T = 0.1;

/** Whether a pixel of the trousers next to the top lies below a loose hem: below one that ends at a waistband lies that, and no shadow to speak of. */
function isBelowLooseHem({ parts, rect }: PersonCrop, body: BodyFrame, i: number): boolean {
  const { waistT } = body;
  if (waistT === null || waistT > HIDDEN_FROM_T) return true;
  const [x, y] = [i % parts.width, Math.floor(i / parts.width)];
  return torsoPlace(body, x + rect.left, y + rect.top).t > waistT + LOOSE_BELOW_T;
}

/** What has to go: the worn top with its mixed edge and its shadow on the skin, and cloth that was taken for plain background. Never the face, and of hair only the ends, which are laid over it again. */
export function findRemoved(crop: PersonCrop, body: BodyFrame, ground: PlainGround | null): Mask {
  const { parts } = crop;
  const upper = markLabels(parts, [PART.upper]);
  const edgePx = Math.max(EDGE_MIN_PX, Math.round(EDGE_UNITS * body.unit));
  const grown = dilateSquare(upper, edgePx).data;
  const shaded = dilateSquare(upper, Math.max(SHADOW_MIN_PX, Math.round(SHADOW_UNITS * body.unit))).data;
  const skin = markLabels(parts, SKIN).data;
  const own = dilateSquare(markLabels(parts, OWN), edgePx).data;
  const near = dilateSquare(upper, Math.max(EDGE_MIN_PX, Math.round(HALO_UNITS * body.unit))).data;
  const hair = markLabels(parts, [PART.hair]);
  const nearHair = dilateSquare(hair, Math.max(1, Math.round(WISPS_UNITS * body.unit))).data;
  const ends = dilateSquare(upper, Math.max(EDGE_MIN_PX, Math.round(ENDS_UNITS * body.unit))).data;
  // a thin halo is nothing that isClothOnGround() sees: next to the top the photo has to show the very ground
  const yielding = markLabels(parts, YIELDS).data;
  const removed = { ...upper, data: upper.data.slice() };
  for (let i = 0; i < grown.length; i++) {
    if ((grown[i] !== 0 && yielding[i] !== 0) || (shaded[i] !== 0 && skin[i] !== 0)) removed.data[i] = 255;
    if (shaded[i] !== 0 && parts.data[i] === PART.lower && isBelowLooseHem(crop, body, i))
      removed.data[i] = 255;
    if (grown[i] !== 0 && parts.data[i] === PART.face) removed.data[i] = 255;
    // hair's ends are laid over what is painted there: their border with the top is a guess, or matted
    if (hair.data[i] !== 0 && ends[i] !== 0) removed.data[i] = 255;
    if (ground === null || parts.data[i] !== PART.background || removed.data[i] !== 0 || own[i] !== 0)
      continue;
    if (nearHair[i] !== 0 && near[i] === 0) continue;
    if (isClothOnGround(ground, i) || (near[i] !== 0 && !fitsGround(ground, i))) removed.data[i] = 255;
  }
  return removed;
}
