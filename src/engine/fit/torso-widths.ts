import type { Point } from "../image.js";
import { fairCurve } from "../kernels/fair-curve.js";
import { interpolateTable } from "../kernels/interpolate-table.js";
import { along, distanceToSegment } from "../kernels/polyline.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { partAt } from "./part-at.js";
import type { Arm, SideName } from "./arm-chain.js";
import { acrossAt, axisAt, type TorsoAxis } from "./torso-axis.js";

/** Torso widths are sampled to t = 1.6, the upper thigh. */
export const WIDTH_STEPS_PER_TORSO = 25;
const WIDTH_STEPS = 41;

/**
 * Half width of the torso at t in units of the shoulder joints' distance: medians over the studio photographs of the
 * evaluation set (women); men lie within 12 %.
 */
const TORSO_PRIOR: readonly (readonly [number, number])[] = [
  [0, 0.56],
  [0.3, 0.47],
  [0.5, 0.44],
  [0.65, 0.46],
  [0.8, 0.51],
  [1, 0.56],
  [1.2, 0.57],
  [1.6, 0.54],
];
const PRIOR_MIN = 0.85;
/** Wider than this the worn top stands off the body; the measurement goes on to WORN_MAX to know where it ends. */
const PRIOR_MAX = 1.15;
const WORN_MAX = 1.7;
/** Radius of the arm at its top in units, used to tell an arm that touches the torso from the torso. */
const ARM_RADIUS = 0.13;
/** Cloth that touches a bare arm goes on behind it, so far in units. */
const BEHIND_ARM = 0.02;

function isTorsoPart(part: number): boolean {
  return part === PART.upper || part === PART.lower || part === PART.neck || part === PART.object;
}

/** Hips seen in trousers or a skirt are believed up to this; above them the body narrows to the usual within this span of t. */
const HIPS_MAX = 1.35;
const HIPS_TO_T = 1.4;
const HIPS_FADE_T = 0.55;

/** How much wider than usual the hips are, where the lower garment shows them just below the worn top's hem. */
function measureHips(
  person: PersonAnalysis,
  frame: TorsoAxis,
  side: SideName,
  worn: Float32Array,
): { readonly t: number; readonly ratio: number } | null {
  const sign = side === "left" ? 1 : -1;
  for (let i = Math.round(0.6 * WIDTH_STEPS_PER_TORSO); i < WIDTH_STEPS; i++) {
    const t = i / WIDTH_STEPS_PER_TORSO;
    if (t > HIPS_TO_T) return null;
    const edge = along(axisAt(frame, t), acrossAt(frame, t), sign * worn[i]! * 0.9);
    const x = Math.floor(edge.x);
    const y = Math.floor(edge.y);
    if (x < 0 || y < 0 || x >= person.width || y >= person.height) return null;
    if (person.parts.data[y * person.width + x] !== PART.lower) continue;
    return { t, ratio: Math.min(HIPS_MAX, worn[i]! / (interpolateTable(TORSO_PRIOR, t) * frame.unit)) };
  }
  return null;
}

/** Where a walk outward from the axis ended, in px, and how far that is believed: 0 (not at all) to 1. */
interface Edge {
  readonly d: number;
  readonly trust: number;
}

const UNSEEN: Edge = { d: 0, trust: 0 };
/** Trust in an edge against background, in an arm's bare skin that lies there or before it, and in the place of an arm in the same cloth. */
const TRUST_BACKGROUND = 1;
const TRUST_SKIN = 0.8;
const TRUST_CLOTH = 0.05;

/** Walks outward from the axis to the edge of the body. */
function findEdge(
  person: PersonAnalysis,
  ray: {
    readonly from: Point;
    readonly direction: Point;
    readonly limit: number;
    readonly arm: Arm;
    readonly armRadius: number;
    readonly overlap: number;
  },
): Edge {
  const { from, direction, limit, arm, armRadius, overlap } = ray;
  for (let d = 0; d < limit; d++) {
    const x = Math.floor(from.x + direction.x * d);
    const y = Math.floor(from.y + direction.y * d);
    if (x < 0 || y < 0 || x >= person.width || y >= person.height) return UNSEEN;
    const part = person.parts.data[y * person.width + x]!;
    if (part === PART.background) return { d, trust: TRUST_BACKGROUND };
    if (!isTorsoPart(part) && part !== PART.hair) {
      // an arm or a hand in front hides the edge, unless it lies beyond it
      return d > 0.3 * limit ? { d: d + overlap, trust: TRUST_SKIN } : UNSEEN;
    }
    if (part === PART.lower || arm.isSleeveless) continue; // no sleeve lies there
    const inArm = Math.min(
      distanceToSegment(arm.shoulder, arm.elbow, x, y),
      distanceToSegment(arm.elbow, arm.wrist, x, y),
    );
    if (inArm < armRadius && d > 0.4 * limit) return { d, trust: TRUST_CLOTH };
  }
  return { d: limit, trust: TRUST_CLOTH };
}

/** The medians of five neighbours, and of those the means of three with the middle one counted twice. */
function smooth(values: Float32Array): Float32Array {
  const last = values.length - 1;
  const medians = new Float32Array(values.length);
  const window = new Float32Array(5);
  for (let i = 0; i <= last; i++) {
    for (let k = 0; k < 5; k++) window[k] = values[Math.min(last, Math.max(0, i + k - 2))]!;
    medians[i] = window.sort()[2]!;
  }
  const smoothed = new Float32Array(values.length);
  for (let i = 0; i <= last; i++)
    smoothed[i] =
      0.25 * medians[Math.max(0, i - 1)]! + 0.5 * medians[i]! + 0.25 * medians[Math.min(last, i + 1)]!;
  return smoothed;
}

/** The usual width and a step between neighbours, weighed against an edge that is fully trusted. */
const FAIRNESS = { usual: 1, usualWeight: 0.02, stepWeight: 0.5 };

/** Half widths in px of the body, and of the body with the worn clothes, at t = i / {@link WIDTH_STEPS_PER_TORSO}. */
export function measureWidths(
  person: PersonAnalysis,
  frame: TorsoAxis,
  side: SideName,
): { body: Float32Array; worn: Float32Array } {
  const sign = side === "left" ? 1 : -1;
  const body = new Float32Array(WIDTH_STEPS);
  const worn = new Float32Array(WIDTH_STEPS);
  const ratios = new Float32Array(WIDTH_STEPS);
  const trusts = new Float32Array(WIDTH_STEPS);
  for (let i = Math.ceil(0.2 * WIDTH_STEPS_PER_TORSO); i < WIDTH_STEPS; i++) {
    const t = i / WIDTH_STEPS_PER_TORSO;
    const across = acrossAt(frame, t);
    const prior = interpolateTable(TORSO_PRIOR, t) * frame.unit;
    const { d, trust } = findEdge(person, {
      from: axisAt(frame, t),
      direction: { x: sign * across.x, y: sign * across.y },
      limit: prior * WORN_MAX,
      arm: frame.arms[side],
      armRadius: ARM_RADIUS * frame.unit * 0.8,
      overlap: BEHIND_ARM * frame.unit,
    });
    ratios[i] = Math.max(PRIOR_MIN, d / prior);
    trusts[i] = trust;
  }
  const fair = fairCurve(ratios, trusts, FAIRNESS);
  for (let i = 0; i < WIDTH_STEPS; i++)
    worn[i] = fair[i]! * interpolateTable(TORSO_PRIOR, i / WIDTH_STEPS_PER_TORSO) * frame.unit;
  const hips = measureHips(person, frame, side, worn);
  // no background shows between the body and an arm that leaves the photo above the elbow
  const isCutOff = partAt(person, frame.arms[side].elbow) === null;
  for (let i = 0; i < WIDTH_STEPS; i++) {
    const t = i / WIDTH_STEPS_PER_TORSO;
    const near = hips === null ? 0 : Math.max(0, 1 - Math.max(0, hips.t - t) / HIPS_FADE_T);
    const prior = interpolateTable(TORSO_PRIOR, t) * frame.unit;
    const most = isCutOff ? WORN_MAX : Math.max(PRIOR_MAX, 1 + near * ((hips?.ratio ?? 1) - 1));
    const least = hips === null ? 0 : 1 + near * (hips.ratio - 1);
    body[i] = Math.min(prior * most, Math.max(worn[i]!, prior * Math.min(least, most)));
  }
  return { body: smooth(body), worn: smooth(worn) };
}
