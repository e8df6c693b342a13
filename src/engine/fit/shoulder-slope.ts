import { interpolateTable } from "../kernels/interpolate-table.js";
import { along } from "../kernels/polyline.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import type { SideName } from "./arm-chain.js";
import { medianOf } from "../kernels/median.js";
import type { TorsoAxis } from "./torso-axis.js";

/** The slope is sampled to 0.7 units from the middle. */
export const SLOPE_STEPS_PER_UNIT = 20;
const SLOPE_STEPS = 15;
/** Height of the shoulder's silhouette above the joints' line at a lateral position, both in units; medians of the evaluation set. */
const SLOPE_PRIOR: readonly (readonly [number, number])[] = [
  [0, 0.24],
  [0.2, 0.225],
  [0.3, 0.19],
  [0.4, 0.165],
  [0.5, 0.135],
  [0.6, 0.085],
  [0.7, 0],
];
/** Range about the prior in which a shoulder is looked for, and the step, in units: clothes pad it, joints lie too low. */
const SLOPE_BELOW = 0.16;
const SLOPE_ABOVE = 0.26;
const SLOPE_STEP = 0.008;
/** Lateral positions between which it is read: neck and hair hide what is further in, the arm falls away further out. */
const SLOPE_FROM = 0.26;
const SLOPE_TO = 0.6;
/**
 * Shoulders rise from their ends, between the first two lateral positions, to the neck as the prior does and by no more than this, in units, and this
 * per unit of lateral position: hoods and thick collars do, 95 % of the evaluation set's tees and jumpers do not.
 */
const END_FROM = 0.44;
const END_TO = 0.57;
const RISE_MAX = 0.02;
const RISE_SLOPE = 0.08;

/** A point of the shoulder's silhouette, in units. */
interface Seen {
  readonly u: number;
  /** How much higher than the prior it lies. */
  readonly offset: number;
  readonly isCloth: boolean;
}

/** The background above the shoulder at `u`; null where hair or face is in the way or nothing is seen. */
function readSlope(person: PersonAnalysis, frame: TorsoAxis, u: number): Seen | null {
  const foot = along(frame.origin, frame.acrossShoulders, u * frame.unit);
  const prior = interpolateTable(SLOPE_PRIOR, Math.abs(u));
  let below: number = PART.background;
  for (let h = prior - SLOPE_BELOW; h < prior + SLOPE_ABOVE; h += SLOPE_STEP) {
    const p = along(foot, frame.down, -h * frame.unit);
    const x = Math.floor(p.x);
    const y = Math.floor(p.y);
    if (x < 0 || y < 0 || x >= person.width || y >= person.height) return null;
    const part = person.parts.data[y * person.width + x]!;
    if (part === PART.hair || part === PART.face) return null;
    if (part === PART.background)
      return below === PART.background
        ? null
        : { u: Math.abs(u), offset: h - prior, isCloth: below === PART.upper };
    below = part;
  }
  return null;
}

/** Takes the volume of a hood or a collar off the silhouette's offsets. */
function flatten(seen: readonly Seen[]): readonly Seen[] {
  const ends = seen.filter(({ u }) => u > END_FROM && u < END_TO).map(({ offset }) => offset);
  if (ends.length < 3) return seen;
  const most = medianOf(ends) + RISE_MAX;
  return seen.map((point) => {
    if (!point.isCloth || point.u > END_FROM) return point;
    return { ...point, offset: Math.min(point.offset, most + RISE_SLOPE * (END_FROM - point.u)) };
  });
}

/** The median of the offsets about each point. */
function smooth(seen: readonly Seen[]): Seen[] {
  const window = 5;
  return seen.map((point, i) => {
    const near = seen.slice(Math.max(0, i - (window >> 1)), i + (window >> 1) + 1).map((s) => s.offset);
    return { ...point, offset: medianOf(near) };
  });
}

/** The points of a shoulder's silhouette where background is seen above it. */
function readShoulder(person: PersonAnalysis, frame: TorsoAxis, side: SideName): Seen[] {
  const sign = side === "left" ? 1 : -1;
  const seen: Seen[] = [];
  for (let u = SLOPE_FROM; u <= SLOPE_TO; u += 0.5 / SLOPE_STEPS_PER_UNIT) {
    const point = readSlope(person, frame, sign * u);
    if (point !== null) seen.push(point);
  }
  return seen;
}

/** A shoulder's silhouette. */
export interface ShoulderOutline {
  /** Height above the joints' line in units, at lateral positions i / {@link SLOPE_STEPS_PER_UNIT}. */
  readonly slope: Float32Array;
  /** Whether the worn top covers all that is seen of it, which it may pad. */
  readonly isCovered: boolean;
}

/** The shoulder's outline where background is seen above it, without what hoods and collars add; elsewhere the prior, moved by what was seen nearest. */
export function measureShoulder(person: PersonAnalysis, frame: TorsoAxis, side: SideName): ShoulderOutline {
  const seen = readShoulder(person, frame, side);
  return { slope: slopeOf(seen), isCovered: seen.every(({ isCloth }) => isCloth) };
}

function slopeOf(seen: readonly Seen[]): Float32Array {
  const slope = Float32Array.from({ length: SLOPE_STEPS }, (_, i) =>
    interpolateTable(SLOPE_PRIOR, i / SLOPE_STEPS_PER_UNIT),
  );
  if (seen.length < 3) return slope;
  const table = flatten(smooth(seen)).map(({ u, offset }) => [u, offset] as const);
  return slope.map((v, i) => v + interpolateTable(table, i / SLOPE_STEPS_PER_UNIT));
}
