import { maskWhere } from "../kernels/push-pull.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { createPalette, distanceTo, samplePixels, type Palette } from "./colour-palette.js";
import { dropThin, SAME_CLOTH, type Sight } from "./find-held.js";

/** What shows under a top's hem lies no higher above the hip joints than this, in units; the top's colours are read above it. */
const HIPS_ABOVE = 0.7;
/** It is at least this thick, in units, and its seams are narrower than twice the second. */
const HIP_THICK = 0.04;
const SEAM_UNITS = 0.03;
const TOP_SAMPLES = 80;
/** Its colour is nearer to the garment's than to the top's by so much (Lab). */
const NEARER = 3;

/** Marks pixels that pass and join the worn lower garment. */
function growFrom({ person }: Sight, passes: (i: number) => boolean): Uint8Array {
  const { width, height, parts } = person;
  const marked = new Uint8Array(width * height);
  const queue: number[] = [];
  for (let i = 0; i < marked.length; i++) if (parts.data[i] === PART.lower) queue.push(i);
  while (queue.length > 0) {
    const i = queue.pop()!;
    const x = i % width;
    for (const j of [i - width, i + width, x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1]) {
      if (j < 0 || j >= marked.length || marked[j] !== 0 || !passes(j)) continue;
      marked[j] = 1;
      queue.push(j);
    }
  }
  return marked;
}

/** Pixels taken for the top that are the garment below its hem, as where a shirt's tail is cut up at the hip: like that and unlike the top. */
export function findHipCloth(sight: Sight, cloth: Palette): Uint8Array {
  const { photo, person, legs, unit } = sight;
  const { width, height, parts } = person;
  const highest = (Math.min(...legs.map((leg) => leg.hip.y)) - HIPS_ABOVE * unit) * width;
  const above = parts.data.map((part, i) => (part === PART.upper && i < highest ? 1 : 0));
  const samples = samplePixels(above, TOP_SAMPLES);
  if (samples.length < TOP_SAMPLES / 2) return new Uint8Array(parts.data.length);
  const top = createPalette(photo, samples);
  const isUpper = (i: number): boolean => parts.data[i] === PART.upper && i > highest;
  const grown = growFrom(sight, (i) => {
    if (!isUpper(i)) return false;
    const toCloth = distanceTo(cloth, photo, i);
    return toCloth < SAME_CLOTH && distanceTo(top, photo, i) > toCloth + NEARER;
  });
  if (!grown.includes(1)) return grown;
  const both = maskWhere(width, height, (i) => grown[i] !== 0 || parts.data[i] === PART.lower);
  const solid = dropThin(both, HIP_THICK * unit);
  const radius = Math.max(1, Math.round(SEAM_UNITS * unit));
  const whole = erodeSquare(
    dilateSquare(
      maskWhere(width, height, (i) => solid[i] !== 0),
      radius,
    ),
    radius,
  );
  return grown.map((v, i) => {
    if (!isUpper(i)) return 0;
    const isSeam = whole.data[i] !== 0 && distanceTo(top, photo, i) > NEARER;
    return (v !== 0 && solid[i] !== 0) || isSeam ? 1 : 0;
  });
}
