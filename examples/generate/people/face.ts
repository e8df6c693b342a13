import { ramp } from "./sdf.js";

/**
 * The drawn parts of a face as functions over its front view. Unit: centimetres from the point between the eyes, x to the
 * person's left, y up. The same curves colour the skin and raise it, so paint and relief always agree.
 */
export interface FaceLook {
  readonly mouthY: number;
  readonly mouthHalfWidth: number;
  readonly lipFullness: number;
  readonly eyeOpen: number;
  readonly browThickness: number;
  readonly browLift: number;
  /** Strength of the line of lashes, 0..1. */
  readonly lashes: number;
}

/** Half the distance between the pupils, and the half-width of an eye. */
export const PUPIL_X = 3.12;
const EYE_HALF_WIDTH = 1.6;

/** Distance to the eye's opening (two arcs), negative inside. */
export function eyeOpening(look: FaceLook, x: number, y: number): number {
  const tilt = 0.07;
  const ex = Math.abs(x) - PUPIL_X;
  const ey = y - tilt * ex;
  return Math.max(arc(ex, ey, 0.62 * look.eyeOpen), arc(ex, -ey, 0.4 * look.eyeOpen));
}

/** Distance to the disc whose upper edge runs through both corners of the eye and `rise` above its middle. */
function arc(x: number, y: number, rise: number): number {
  const radius = (EYE_HALF_WIDTH ** 2 + rise ** 2) / (2 * rise);
  return Math.hypot(x, y - (rise - radius)) - radius;
}

/** Darkness of lashes and lid line, 0..1. */
export function lashMask(look: FaceLook, x: number, y: number): number {
  const d = Math.abs(eyeOpening(look, x, y));
  const ex = Math.abs(x) - PUPIL_X;
  const upper = ramp(-0.05, 0.15, y - 0.07 * ex);
  const width = 0.1 + 0.07 * ramp(-0.6, 1.4, ex);
  return ramp(width + 0.08, width - 0.04, d) * (0.22 + 0.78 * upper) * look.lashes;
}

/** Depth of the fold above the upper lid, 0..1. */
export function lidFold(look: FaceLook, x: number, y: number): number {
  const ex = Math.abs(x) - PUPIL_X;
  const d = eyeOpening(look, x, y) - 0.3;
  return ramp(0.16, 0, Math.abs(d)) * ramp(0, 0.3, y - 0.07 * ex) * ramp(1.7, 1.1, Math.abs(ex));
}

/** Density of the eyebrow, 0..1. */
export function browMask(look: FaceLook, x: number, y: number): number {
  const t = (Math.abs(x) - 1.45) / 3.6;
  if (t < -0.1 || t > 1.05) return 0;
  const peak = 1 - ((t - 0.64) / 0.64) ** 2;
  const centre = 1.8 + look.browLift * (0.15 + 0.75 * Math.max(-0.2, peak));
  const half = 0.5 * look.browThickness * (0.85 + 0.3 * t) * (1 - ramp(0.45, 1.05, t) * 0.8);
  return ramp(half + 0.16, half - 0.12, Math.abs(y - centre)) * ramp(-0.08, 0.12, t) * ramp(1.05, 0.85, t);
}

/** The lips at a point: how much lip there is (0..1), how far it stands out (cm), and the dark line between the lips. */
export interface LipPoint {
  readonly mask: number;
  readonly height: number;
  readonly line: number;
}

/** Measures the lips at a point of the face. */
export function lips(look: FaceLook, x: number, y: number): LipPoint {
  const s = x / look.mouthHalfWidth;
  const reach = 1 - s * s;
  if (reach <= -0.15 || Math.abs(y - look.mouthY) > 2) return { mask: 0, height: 0, line: 0 };
  const body = Math.max(0, reach);
  const line = look.mouthY + 0.36 * s * s * Math.min(1, s * s + 0.4) - 0.07 * Math.exp(-((s / 0.2) ** 2));
  const bow = 1 - 0.26 * Math.exp(-((s / 0.13) ** 2));
  const upper = 0.72 * look.lipFullness * body ** 0.85 * bow;
  const lower = 0.95 * look.lipFullness * body ** 0.62;
  const dy = y - line;
  const t = dy > 0 ? dy / Math.max(0.02, upper) : -dy / Math.max(0.02, lower);
  const outer = dy > 0 ? upper : lower;
  const mask = ramp(0.07, -0.07, Math.abs(dy) - outer) * ramp(-0.02, 0.06, reach);
  const swell = t < 1.25 ? Math.sin(Math.PI * Math.min(1, (t + 0.12) / 1.37)) : 0;
  const height = (dy > 0 ? 0.3 : 0.42) * look.lipFullness * swell * body ** 0.6;
  const crease = Math.exp(-((dy / 0.085) ** 2)) * ramp(-0.1, 0.1, reach);
  return { mask, height: height - 0.26 * crease, line: crease };
}
