import type { Point } from "../image.js";
import { KEYPOINT } from "../observation.js";
import { along, distance, distanceToSegment, lerpPoint } from "../kernels/polyline.js";
import { interpolateTable } from "../kernels/interpolate-table.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { measureThickness } from "./arm-outline.js";
import type { Arm, SideName } from "./arm-chain.js";

/**
 * The upper body as a coordinate system: `down` runs from the middle of the shoulder joints to the middle of the hip
 * joints, t = 0 at the shoulders and 1 at the hips; the unit of everything else is `unit`, the distance between the
 * shoulder joints of a person who faces the camera.
 */
export interface BodyFrame {
  readonly unit: number;
  readonly origin: Point;
  /** Unit vectors in the photo. `across` points to the wearer's left. */
  readonly down: Point;
  readonly acrossShoulders: Point;
  readonly acrossHips: Point;
  readonly torsoLength: number;
  readonly joints: Readonly<Record<SideName, Point>>;
  /** Middle of the mouth: the neck runs from the origin towards it. */
  readonly mouth: Point;
  readonly arms: Readonly<Record<SideName, Arm>>;
  /** Half widths of the torso in px at t = i / {@link WIDTH_STEPS_PER_TORSO}, measured where visible, else a prior. */
  readonly halfWidth: Readonly<Record<SideName, Float32Array>>;
  /** Height of the shoulder's outline above the joints' line in units, at lateral positions i / {@link SLOPE_STEPS_PER_UNIT}. */
  readonly shoulderSlope: Readonly<Record<SideName, Float32Array>>;
  /** {@link halfWidth} with the worn clothes, which may stand off the body. */
  readonly wornHalfWidth: Readonly<Record<SideName, Float32Array>>;
}

/** What is known of the body before anything is measured in the photo. */
type FrameBasis = Omit<BodyFrame, "halfWidth" | "wornHalfWidth" | "shoulderSlope">;

/** Shoulders over torso length of the narrowest frontal build; below it the body is turned. */
const NARROWEST = 0.5;

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
function readSlope(person: PersonAnalysis, frame: FrameBasis, u: number): number | null {
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
function measureSlope(person: PersonAnalysis, frame: FrameBasis, side: SideName): Float32Array {
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

function subtract(a: Point, b: Point): Point {
  return { x: a.x - b.x, y: a.y - b.y };
}

function normalise(v: Point): Point {
  const length = Math.hypot(v.x, v.y) || 1;
  return { x: v.x / length, y: v.y / length };
}

/** Unit vector across the body at t, turned gradually from the shoulders' line to the hips'. */
export function acrossAt(frame: Pick<BodyFrame, "acrossShoulders" | "acrossHips">, t: number): Point {
  return normalise(lerpPoint(frame.acrossShoulders, frame.acrossHips, Math.min(1, Math.max(0, t))));
}

/** The point on the torso's axis at t. */
export function axisAt(frame: Pick<BodyFrame, "origin" | "down" | "torsoLength">, t: number): Point {
  return along(frame.origin, frame.down, t * frame.torsoLength);
}

/** Where a pixel lies on the torso: t down the axis, `lateralPx` across it, positive to the wearer's left. */
export function torsoPlace(frame: BodyFrame, x: number, y: number): { t: number; lateralPx: number } {
  const dx = x - frame.origin.x;
  const dy = y - frame.origin.y;
  const t = (dx * frame.down.x + dy * frame.down.y) / frame.torsoLength;
  const axis = axisAt(frame, t);
  const across = acrossAt(frame, t);
  return { t, lateralPx: (x - axis.x) * across.x + (y - axis.y) * across.y };
}

/** Half width of the body in px at t, interpolated. */
export function halfWidthAt(frame: BodyFrame, side: SideName, t: number): number {
  return sampleWidths(frame.halfWidth[side], t);
}

/** Half width of body and worn clothes in px at t, interpolated. */
export function wornHalfWidthAt(frame: BodyFrame, side: SideName, t: number): number {
  return sampleWidths(frame.wornHalfWidth[side], t);
}

function sampleWidths(widths: Float32Array, t: number): number {
  const f = Math.min(widths.length - 1.001, Math.max(0, t * WIDTH_STEPS_PER_TORSO));
  const i = Math.floor(f);
  return widths[i]! + (widths[i + 1]! - widths[i]!) * (f - i);
}

function isTorsoPart(part: number): boolean {
  return part === PART.upper || part === PART.lower || part === PART.neck || part === PART.object;
}

/** Walks outward from the axis to the edge of the body; 0 when the walk tells nothing. */
function measureHalfWidth(
  person: PersonAnalysis,
  ray: {
    readonly from: Point;
    readonly direction: Point;
    readonly limit: number;
    readonly arm: Arm;
    readonly armRadius: number;
  },
): number {
  const { from, direction, limit, arm, armRadius } = ray;
  for (let d = 0; d < limit; d++) {
    const x = Math.floor(from.x + direction.x * d);
    const y = Math.floor(from.y + direction.y * d);
    if (x < 0 || y < 0 || x >= person.width || y >= person.height) return 0;
    const part = person.parts.data[y * person.width + x]!;
    if (part === PART.background) return d;
    if (!isTorsoPart(part) && part !== PART.hair) {
      // an arm or a hand in front hides the edge, unless it lies beyond it
      return d > 0.3 * limit ? d : 0;
    }
    const inArm = Math.min(
      distanceToSegment(arm.shoulder, arm.elbow, x, y),
      distanceToSegment(arm.elbow, arm.wrist, x, y),
    );
    if (inArm < armRadius && d > 0.4 * limit) return d;
  }
  return limit;
}

function smooth(values: Float32Array): Float32Array {
  const median = values.map((_, i) => {
    const window = [-2, -1, 0, 1, 2].map((k) => values[Math.min(values.length - 1, Math.max(0, i + k))]!);
    return window.toSorted((a, b) => a - b)[2]!;
  });
  return median.map((v, i) => {
    const before = median[Math.max(0, i - 1)]!;
    const after = median[Math.min(median.length - 1, i + 1)]!;
    return 0.25 * before + 0.5 * v + 0.25 * after;
  });
}

function measureWidths(
  person: PersonAnalysis,
  frame: FrameBasis,
  side: SideName,
): { body: Float32Array; worn: Float32Array } {
  const sign = side === "left" ? 1 : -1;
  const body = new Float32Array(WIDTH_STEPS);
  const worn = new Float32Array(WIDTH_STEPS);
  for (let i = 0; i < WIDTH_STEPS; i++) {
    const t = i / WIDTH_STEPS_PER_TORSO;
    const across = acrossAt(frame, t);
    const prior = interpolateTable(TORSO_PRIOR, t) * frame.unit;
    const measured =
      t < 0.2
        ? 0
        : measureHalfWidth(person, {
            from: axisAt(frame, t),
            direction: { x: sign * across.x, y: sign * across.y },
            limit: prior * WORN_MAX,
            arm: frame.arms[side],
            armRadius: ARM_RADIUS * frame.unit * 0.8,
          });
    worn[i] = measured === 0 ? prior : Math.max(prior * PRIOR_MIN, measured);
    body[i] = Math.min(prior * PRIOR_MAX, worn[i]!);
  }
  return { body: smooth(body), worn: smooth(worn) };
}

function armOf(person: PersonAnalysis, side: SideName, unit: number): Arm {
  const { keypoints } = person;
  const [s, e, w] =
    side === "left"
      ? [KEYPOINT.leftShoulder, KEYPOINT.leftElbow, KEYPOINT.leftWrist]
      : [KEYPOINT.rightShoulder, KEYPOINT.rightElbow, KEYPOINT.rightWrist];
  const bones = { shoulder: keypoints[s]!, elbow: keypoints[e]!, wrist: keypoints[w]! };
  const thickness = measureThickness(person, { arm: { ...bones, thickness: 1 }, name: side, unit });
  return { ...bones, thickness };
}

/** Measures the body that the garment has to fit. */
export function measureBody(person: PersonAnalysis): BodyFrame {
  const { keypoints } = person;
  const left = keypoints[KEYPOINT.leftShoulder]!;
  const right = keypoints[KEYPOINT.rightShoulder]!;
  const leftHip = keypoints[KEYPOINT.leftHip]!;
  const rightHip = keypoints[KEYPOINT.rightHip]!;
  const origin = lerpPoint(left, right, 0.5);
  const hips = lerpPoint(leftHip, rightHip, 0.5);
  const torsoLength = distance(origin, hips);
  // a turned body shows narrow shoulders; its torso still tells its size
  const unit = Math.max(distance(left, right), NARROWEST * torsoLength);
  const frame = {
    unit,
    origin,
    down: normalise(subtract(hips, origin)),
    acrossShoulders: normalise(subtract(left, right)),
    acrossHips: normalise(subtract(leftHip, rightHip)),
    torsoLength,
    joints: { left, right },
    mouth: lerpPoint(keypoints[KEYPOINT.mouthLeft]!, keypoints[KEYPOINT.mouthRight]!, 0.5),
    arms: { left: armOf(person, "left", unit), right: armOf(person, "right", unit) },
  };
  const l = measureWidths(person, frame, "left");
  const r = measureWidths(person, frame, "right");
  return {
    ...frame,
    halfWidth: { left: l.body, right: r.body },
    wornHalfWidth: { left: l.worn, right: r.worn },
    shoulderSlope: { left: measureSlope(person, frame, "left"), right: measureSlope(person, frame, "right") },
  };
}
