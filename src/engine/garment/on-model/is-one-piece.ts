import { torsoPlace } from "../../fit/body-frame.js";
import { axisAt } from "../../fit/torso-axis.js";
import { measureBody } from "../../fit/mod.js";
import { lerpPoint } from "../../kernels/polyline.js";
import { srgbToLab } from "../../kernels/srgb-to-lab.js";
import type { Image8 } from "../../image.js";
import { PART, type PersonAnalysis } from "../../person/types.js";
import { isCutInTwo } from "./find-coat-end.js";
import { findEnds, hasLegs } from "./measure-lower.js";
import { measureLegs } from "./mend-legs.js";
import { seeParts } from "./worn-view.js";

/** A dress ends below this t, the crotch's: what ends above is a tunic, worn with something else. */
const SHORTEST_T = 1.4;
/** Cloth that comes so near to the photo's end, in units, may go on below it. */
const FRAME_UNITS = 0.05;
/** Less than this, in square units, is an error of the parsing and no lower garment. */
const LOWER_MIN = 0.05;

/**
 * Whether a model wears a dress: cloth that hangs about both legs and ends above their skin, and is one above and below where the parsing,
 * which knows no dresses, cuts it in two.
 */
export function isOnePiece(image: Image8, person: PersonAnalysis): boolean {
  const body = measureBody(person);
  const legs = measureLegs(person, body);
  const view = {
    isDress: true,
    isLong: true,
    person,
    body,
    sight: seeParts(person, [PART.upper, PART.lower]),
  };
  const ends = findEnds(view, legs, axisAt(body, 1).y);
  if (ends === null || hasLegs(view, legs, ends)) return false;
  const lowest = Math.max(ends.middle, ends.legs.left, ends.legs.right);
  if (lowest > person.height - FRAME_UNITS * body.unit) return false;
  const middleX = lerpPoint(legs.left.knee, legs.right.knee, 0.5).x;
  if (torsoPlace(body, middleX, ends.middle).t < SHORTEST_T) return false;
  return isCutInTwo(person, body, srgbToLab(image).data) ?? hasNoLower(person, body.unit);
}

/** Whether next to nothing was parsed as a lower garment. */
function hasNoLower({ parts }: PersonAnalysis, unit: number): boolean {
  let area = 0;
  for (const part of parts.data) if (part === PART.lower) area++;
  return area < LOWER_MIN * unit * unit;
}
