import { createPlane, type Plane } from "../image.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";

/** A background whose Lab colour is a linear function of the position. */
export interface Background {
  /** For L*, a*, b*: value = [0] + [1] · x + [2] · y with x, y from 0 to 1 over the picture. */
  readonly coefficients: readonly [Linear, Linear, Linear];
  /** Median Lab distance of the border's pixels from the fit. */
  readonly noise: number;
  /** Share 0..1 of the border's pixels that the fit explains. */
  readonly share: number;
}

type Linear = readonly [number, number, number];

/** Width of the border that is looked at, as a share of the picture's shorter side. */
const BORDER_SHARE = 0.03;
const ROUNDS = 6;
/** A border pixel farther from the fit than this (Lab) or 3 medians is garment, not background. */
const OUTLIER_MIN = 3;

/**
 * Fits the background's colour to the picture's border by trimmed least squares, starting from the border's median colour.
 */
export function fitBackground(lab: LabImage): Background {
  const samples = listBorder(lab.width, lab.height);
  let coefficients = medianColour(lab, samples);
  let noise = 0;
  let kept = samples;
  for (let round = 0; round < ROUNDS; round++) {
    noise = medianOf(measureDistances(lab, coefficients, kept));
    kept = keepNear(samples, measureDistances(lab, coefficients, samples), Math.max(OUTLIER_MIN, 3 * noise));
    if (kept.length < 12) break;
    coefficients = [fitChannel(lab, kept, 0), fitChannel(lab, kept, 1), fitChannel(lab, kept, 2)];
  }
  return { coefficients, noise, share: kept.length / samples.length };
}

/** Lab distance of every pixel from the background. */
export function measureDifference(lab: LabImage, background: Background): Plane {
  const out = createPlane(lab.width, lab.height);
  for (let i = 0; i < out.data.length; i++) out.data[i] = distanceAt(lab, background.coefficients, i);
  return out;
}

function listBorder(width: number, height: number): Int32Array {
  const border = Math.max(2, Math.round(Math.min(width, height) * BORDER_SHARE));
  const samples = new Int32Array(width * height);
  let count = 0;
  for (let y = 0; y < height; y++) {
    const isEdge = y < border || y >= height - border;
    for (let x = 0; x < width; x++)
      if (isEdge || x < border || x >= width - border) samples[count++] = y * width + x;
  }
  return samples.slice(0, count);
}

function medianColour(lab: LabImage, samples: Int32Array): Background["coefficients"] {
  const median = (c: number): Linear => [medianOf(readChannel(lab, samples, c)), 0, 0];
  return [median(0), median(1), median(2)];
}

function readChannel(lab: LabImage, samples: Int32Array, channel: number): Float64Array {
  const values = new Float64Array(samples.length);
  for (let k = 0; k < samples.length; k++) values[k] = lab.data[samples[k]! * 3 + channel]!;
  return values;
}

function measureDistances(
  lab: LabImage,
  coefficients: Background["coefficients"],
  samples: Int32Array,
): Float64Array {
  const distances = new Float64Array(samples.length);
  for (let k = 0; k < samples.length; k++) distances[k] = distanceAt(lab, coefficients, samples[k]!);
  return distances;
}

/** The samples within the limit. */
function keepNear(samples: Int32Array, distances: Float64Array, limit: number): Int32Array {
  const kept = new Int32Array(samples.length);
  let count = 0;
  for (let k = 0; k < samples.length; k++) if (distances[k]! <= limit) kept[count++] = samples[k]!;
  return kept.slice(0, count);
}

function distanceAt(lab: LabImage, coefficients: Background["coefficients"], i: number): number {
  const y = Math.floor(i / lab.width);
  const u = (i - y * lab.width) / lab.width;
  const v = y / lab.height;
  const [l, a, b] = coefficients;
  const dl = lab.data[i * 3]! - l[0] - l[1] * u - l[2] * v;
  const da = lab.data[i * 3 + 1]! - a[0] - a[1] * u - a[2] * v;
  const db = lab.data[i * 3 + 2]! - b[0] - b[1] * u - b[2] * v;
  return Math.sqrt(dl * dl + da * da + db * db);
}

/** Least squares of one channel over (1, x, y): the normal equations, solved by Cramer's rule. */
function fitChannel(lab: LabImage, samples: Int32Array, channel: number): Linear {
  let [n, sx, sy, sxx, sxy, syy, sz, sxz, syz] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (const i of samples) {
    const row = Math.floor(i / lab.width);
    const x = (i - row * lab.width) / lab.width - 0.5;
    const y = row / lab.height - 0.5;
    const z = lab.data[i * 3 + channel]!;
    n += 1;
    sx += x;
    sy += y;
    sxx += x * x;
    sxy += x * y;
    syy += y * y;
    sz += z;
    sxz += x * z;
    syz += y * z;
  }
  // pulled a little towards no slope, so that a border seen on one side only stays solvable
  sxx += n * 1e-3;
  syy += n * 1e-3;
  const determinant = n * (sxx * syy - sxy * sxy) - sx * (sx * syy - sxy * sy) + sy * (sx * sxy - sxx * sy);
  const p0 = sz * (sxx * syy - sxy * sxy) - sx * (sxz * syy - sxy * syz) + sy * (sxz * sxy - sxx * syz);
  const p1 = n * (sxz * syy - syz * sxy) - sz * (sx * syy - sxy * sy) + sy * (sx * syz - sxz * sy);
  const p2 = n * (sxx * syz - sxy * sxz) - sx * (sx * syz - sxz * sy) + sz * (sx * sxy - sxx * sy);
  const slopeX = p1 / determinant;
  const slopeY = p2 / determinant;
  return [p0 / determinant - 0.5 * slopeX - 0.5 * slopeY, slopeX, slopeY];
}

function medianOf(values: Float64Array): number {
  const sorted = values.toSorted();
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
