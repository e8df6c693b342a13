import { interpolateTable } from "../kernels/interpolate-table.js";
import { along } from "../kernels/polyline.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import type { SideName } from "./arm-chain.js";
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

/** Height of the background above the shoulder at `u`, in units; null where hair or face is in the way or nothing is seen. */
function readSlope(person: PersonAnalysis, frame: TorsoAxis, u: number): number | null {
  const foot = along(frame.origin, frame.acrossShoulders, u * frame.unit);
  const prior = interpolateTable(SLOPE_PRIOR, Math.abs(u));
  for (let h = prior - SLOPE_BELOW; h < prior + SLOPE_ABOVE; h += SLOPE_STEP) {
    const p = along(foot, frame.down, -h * frame.unit);
    const x = Math.floor(p.x);
    const y = Math.floor(p.y);
    if (x < 0 || y < 0 || x >= person.width || y >= person.height) return null;
    const part = person.parts.data[y * person.width + x]!;
    if (part === PART.hair || part === PART.face) return null;
    if (part === PART.background) return h > prior - SLOPE_BELOW ? h : null;
  }
  return null;
}

/** The shoulder's outline where background is seen above it; elsewhere the prior, moved by what was seen nearest. */
export function measureSlope(person: PersonAnalysis, frame: TorsoAxis, side: SideName): Float32Array {
  const sign = side === "left" ? 1 : -1;
  const seen: { readonly u: number; readonly offset: number }[] = [];
  for (let u = SLOPE_FROM; u <= SLOPE_TO; u += 0.5 / SLOPE_STEPS_PER_UNIT) {
    const height = readSlope(person, frame, sign * u);
    if (height !== null) seen.push({ u, offset: height - interpolateTable(SLOPE_PRIOR, u) });
  }
  const slope = Float32Array.from({ length: SLOPE_STEPS }, (_, i) =>
    interpolateTable(SLOPE_PRIOR, i / SLOPE_STEPS_PER_UNIT),
  );
  if (seen.length < 3) return slope;
  const window = 5;
  const smoothed = seen.map(({ u }, i) => {
    const near = seen.slice(Math.max(0, i - (window >> 1)), i + (window >> 1) + 1).map((s) => s.offset);
    return [u, near.toSorted((a, b) => a - b)[near.length >> 1]!] as const;
  });
  return slope.map((v, i) => v + interpolateTable(smoothed, i / SLOPE_STEPS_PER_UNIT));
}
