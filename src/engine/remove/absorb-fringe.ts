import type { Image8, Mask } from "../image.js";
import { legAxis } from "../fit/leg-chain.js";
import type { LowerFrame } from "../fit/worn-lower.js";
import { markLabels } from "../kernels/mark-labels.js";
import { maskWhere } from "../kernels/push-pull.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { createPalette, distanceTo, samplePixels } from "./colour-palette.js";
import { dropThin, SAME_CLOTH } from "./find-held.js";
import type { PersonCrop } from "./types.js";

/** The hem's shadow and fringe lie so near to it, in units and at least in px. */
const EDGE_UNITS = 0.075;
const EDGE_MIN_PX = 2;
/** Bare leg by the hem that is thinner is the hem's fringe, in units. */
const FRINGE_UNITS = 0.05;
/** A string or a knot of the garment hangs no further below it, in units. */
const STRING_UNITS = 0.8;
/** ... nor below this place of the leg (1 is the knee): there are shoes in shade. */
const STRING_TO = 1.5;
/** What is darker or lighter by this sum of the channels than both skin and wall is no mixture of them. */
const BEYOND = 45;
const CLOTH_SAMPLES = 120;

function lightOf({ data }: Image8, i: number): number {
  return data[3 * i]! + data[3 * i + 1]! + data[3 * i + 2]!;
}

/** Mean sum of the channels over the marked pixels; 0 without any. */
function meanLight(photo: Image8, { data }: Mask): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    if (data[i] === 0) continue;
    sum += lightOf(photo, i);
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

/** The crop with a hem's fringe and strings, which were taken for bare leg, counted to the garment: no leg is so thin, or has its colours. */
export function absorbFringe(crop: PersonCrop, skin: Mask, { body, legs: chains }: LowerFrame): PersonCrop {
  const { photo, parts, rect } = crop;
  const { unit } = body;
  const shoes = Math.min(legAxis(chains.left, STRING_TO).y, legAxis(chains.right, STRING_TO).y) - rect.top;
  const { width, height } = parts;
  const legs = dropThin(
    maskWhere(width, height, (i) => parts.data[i] === PART.leg),
    FRINGE_UNITS * unit,
  );
  const lower = maskWhere(width, height, (i) => parts.data[i] === PART.lower);
  const near = dilateSquare(lower, Math.max(EDGE_MIN_PX, Math.round(EDGE_UNITS * unit))).data;
  const reach = dilateSquare(lower, Math.round(STRING_UNITS * unit)).data;
  const cloth = createPalette(photo, samplePixels(lower.data, CLOTH_SAMPLES));
  const isString = (i: number): boolean =>
    parts.data[i] === PART.leg &&
    i < shoes * width &&
    skin.data[i] === 0 &&
    reach[i] !== 0 &&
    distanceTo(cloth, photo, i) < SAME_CLOTH;
  const strings = maskWhere(width, height, isString);
  const thick = dropThin(strings, EDGE_MIN_PX);
  // a leg's own edge, mixed with the wall, may have the cloth's colour, too, but is no darker or lighter than both
  const wall = markLabels(parts, [PART.background]);
  const byWall = dilateSquare(wall, EDGE_MIN_PX).data;
  const lights = [meanLight(photo, wall), meanLight(photo, skin)];
  const isMixed = (i: number): boolean => {
    const light = lightOf(photo, i);
    return byWall[i] !== 0 && light > Math.min(...lights) - BEYOND && light < Math.max(...lights) + BEYOND;
  };
  const isFringe = (i: number): boolean =>
    parts.data[i] === PART.leg &&
    ((legs[i] === 0 && near[i] !== 0) || thick[i] !== 0 || (strings.data[i] !== 0 && !isMixed(i)));
  return { ...crop, parts: { ...parts, data: parts.data.map((v, i) => (isFringe(i) ? PART.lower : v)) } };
}
