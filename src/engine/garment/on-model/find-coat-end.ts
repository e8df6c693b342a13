import { acrossAt, axisAt } from "../../fit/torso-axis.js";
import type { BodyFrame } from "../../fit/body-frame.js";
import { along } from "../../kernels/polyline.js";
import { medianOf } from "../../kernels/median.js";
import { PART, type PersonAnalysis } from "../../person/types.js";

/** Lateral places in units where the cloth above and below the parsing's hem is compared. */
const COLUMNS_U = [-0.32, -0.24, -0.16, -0.08, 0, 0.08, 0.16, 0.24, 0.32];
/** Depth above and below the hem, in torso lengths, that is compared, without the fold at the hem itself. */
const SAMPLE_FROM_T = 0.06;
const SAMPLE_TO_T = 0.22;
/** Median Lab distance up to which both are one cloth. */
const SAME_CLOTH = 9;
/** Fewer places tell nothing. */
const SAMPLES_MIN = 8;
const STEP_T = 0.02;
/** No coat that still is an upper garment ends lower. */
const LOWEST_T = 2.4;
/** A coat's end shows as a step in the outline: the legs below it are narrower by this share within {@link STEP_REACH_T}. */
const STEP_SHARE = 0.16;
const STEP_REACH_T = 0.08;
/** Half width of the widest coat in units. */
const WIDEST = 1.3;
/** Distance of the end from the parsing's hem below which nothing is gained. */
const MIN_GAIN_T = 0.1;

/**
 * Where a coat ends that the parsing cut in two, at the hips, as t on the torso's axis; null for everything else. A coat's skirt has the
 * colour of its upper half and ends in a step of the outline.
 */
export function findCoatEnd(person: PersonAnalysis, body: BodyFrame, lab: Float32Array): number | null {
  const hemT = findPartsHem(person, body);
  if (hemT === null || !isOneCloth(person, body, lab, hemT)) return null;
  const widths: number[] = [];
  for (let t = hemT; t < LOWEST_T; t += STEP_T) widths.push(widthAt(person, body, t));
  const reach = Math.round(STEP_REACH_T / STEP_T);
  for (let i = Math.round(MIN_GAIN_T / STEP_T); i + reach < widths.length; i++) {
    const isLegGap = partAt(person, body, hemT + i * STEP_T, 0) === PART.background;
    if (widths[i + reach] === 0 || isLegGap) return null;
    if (widths[i + reach]! < (1 - STEP_SHARE) * widths[i]!) return hemT + steepest(widths, i, reach) * STEP_T;
  }
  return null;
}

/** Index of the largest drop among the next `reach` steps. */
function steepest(widths: readonly number[], from: number, reach: number): number {
  let best = from;
  for (let i = from; i < from + reach; i++) {
    if (widths[i]! - widths[i + 1]! > widths[best]! - widths[best + 1]!) best = i;
  }
  return best + 1;
}

function partAt(person: PersonAnalysis, body: BodyFrame, t: number, lateralPx: number): number | null {
  const p = along(axisAt(body, t), acrossAt(body, t), lateralPx);
  const x = Math.floor(p.x);
  const y = Math.floor(p.y);
  if (x < 0 || y < 0 || x >= person.width || y >= person.height) return null;
  return person.parts.data[y * person.width + x]!;
}

/** Whether upper and lower garment are one cloth by their colours, a print's mean, about the parsing's border; null where there is no border. */
export function isCutInTwo(person: PersonAnalysis, body: BodyFrame, lab: Float32Array): boolean | null {
  const hemT = findPartsHem(person, body);
  if (hemT === null) return null;
  const { above, below } = sampleBoth(person, body, lab, hemT);
  return isAlike(above, below, medianOf) || isAlike(above, below, meanOf);
}

/** Median t at which the parsing passes from upper to lower garment. */
function findPartsHem(person: PersonAnalysis, body: BodyFrame): number | null {
  const found: number[] = [];
  for (const u of COLUMNS_U) {
    for (let t = 0.4; t < LOWEST_T; t += STEP_T / 2) {
      const here = partAt(person, body, t, u * body.unit);
      const next = partAt(person, body, t + STEP_T / 2, u * body.unit);
      if (here !== PART.upper || next !== PART.lower) continue;
      found.push(t);
      break;
    }
  }
  return found.length < 3 ? null : medianOf(found);
}

function isOneCloth(person: PersonAnalysis, body: BodyFrame, lab: Float32Array, hemT: number): boolean {
  const { above, below } = sampleBoth(person, body, lab, hemT);
  return isAlike(above, below, medianOf);
}

/** Lab values of a strip of cloth, by channel. */
type Samples = readonly (readonly number[])[];

function isAlike(above: Samples, below: Samples, statistic: (values: readonly number[]) => number): boolean {
  if (Math.min(above[0]!.length, below[0]!.length) < SAMPLES_MIN) return false;
  return Math.hypot(...above.map((values, c) => statistic(values) - statistic(below[c]!))) < SAME_CLOTH;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

/** The cloth above and below the parsing's hem. */
function sampleBoth(
  person: PersonAnalysis,
  body: BodyFrame,
  lab: Float32Array,
  hemT: number,
): { readonly above: Samples; readonly below: Samples } {
  return {
    above: sampleLab(person, body, lab, {
      from: hemT - SAMPLE_TO_T,
      to: hemT - SAMPLE_FROM_T,
      part: PART.upper,
    }),
    below: sampleLab(person, body, lab, {
      from: hemT + SAMPLE_FROM_T,
      to: hemT + SAMPLE_TO_T,
      part: PART.lower,
    }),
  };
}

function sampleLab(
  person: PersonAnalysis,
  body: BodyFrame,
  lab: Float32Array,
  range: { readonly from: number; readonly to: number; readonly part: number },
): Samples {
  const samples: [number[], number[], number[]] = [[], [], []];
  for (let t = range.from; t <= range.to; t += STEP_T) {
    for (const u of COLUMNS_U) {
      if (partAt(person, body, t, u * body.unit) !== range.part) continue;
      const p = along(axisAt(body, t), acrossAt(body, t), u * body.unit);
      const i = 3 * (Math.floor(p.y) * person.width + Math.floor(p.x));
      samples.forEach((channel, c) => channel.push(lab[i + c]!));
    }
  }
  return samples;
}

/** Width in px from the outermost cloth or leg on one side of the axis to that on the other; 0 where the photo ends. */
function widthAt(person: PersonAnalysis, body: BodyFrame, t: number): number {
  const reach = 0.5 * body.unit;
  if ([-reach, 0, reach].some((d) => partAt(person, body, t, d) === null)) return 0;
  let width = 0;
  for (const side of [-1, 1]) {
    let outermost = 0;
    for (let d = 0; d < WIDEST * body.unit; d++) {
      if (isLegwear(partAt(person, body, t, side * d))) outermost = d;
    }
    width += outermost;
  }
  return width;
}

function isLegwear(part: number | null): boolean {
  return part === PART.lower || part === PART.upper || part === PART.leg;
}
