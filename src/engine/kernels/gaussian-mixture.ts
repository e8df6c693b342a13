/**
 * A mixture of Gaussians over three-dimensional samples with full covariances. Each component is ten numbers: the mean
 * x, y, z; the inverse covariance xx, 2xy, 2xz, yy, 2yz, zz; and log(weight / sqrt((2π)³ det)).
 */
export interface GaussianMixture {
  readonly componentCount: number;
  readonly parameters: Float64Array;
}

const STRIDE = 10;
/** Weight, sums of x, y, z, and of xx, xy, xz, yy, yz, zz. */
const MOMENTS = 10;
const EM_ROUNDS = 6;
/** Added to each variance: a component never gets narrower than a camera's noise (Lab units squared). */
const MIN_VARIANCE = 4;
/** Standard deviation of each component before the first round, Lab units. */
const START_SPREAD = 10;
/** Shares below this do not move a component. */
const MIN_SHARE = 1e-4;

function setComponent(parameters: Float64Array, j: number, weight: number, moments: ArrayLike<number>): void {
  const [x, y, z] = [moments[0]!, moments[1]!, moments[2]!];
  const [a, b, c, d, e, f] = [moments[3]!, moments[4]!, moments[5]!, moments[6]!, moments[7]!, moments[8]!];
  const ca = d * f - e * e;
  const cb = c * e - b * f;
  const cc = b * e - c * d;
  const det = a * ca + b * cb + c * cc;
  const k = 1 / det;
  const logScale = Math.log(weight) - 0.5 * Math.log((2 * Math.PI) ** 3 * det);
  parameters.set(
    [
      x,
      y,
      z,
      ca * k,
      2 * cb * k,
      2 * cc * k,
      (a * f - c * c) * k,
      2 * (b * c - a * e) * k,
      (a * d - b * b) * k,
      logScale,
    ],
    j * STRIDE,
  );
}

/** A single Gaussian as a mixture: mean and covariance xx, xy, xz, yy, yz, zz. */
export function createGaussian(
  mean: readonly [number, number, number],
  covariance: readonly [number, number, number, number, number, number],
): GaussianMixture {
  const parameters = new Float64Array(STRIDE);
  setComponent(parameters, 0, 1, [...mean, ...covariance]);
  return { componentCount: 1, parameters };
}

/** Terms below e to this (6e-9) are left out of a density: far below one colour in a million. */
const LEAST_EXPONENT = -19;

/** Density of the mixture at a point, to 1e-8 a component. */
export function mixtureDensity(mixture: GaussianMixture, x: number, y: number, z: number): number {
  const p = mixture.parameters;
  let sum = 0;
  for (let k = 0; k < p.length; k += STRIDE) {
    const dx = x - p[k]!;
    const dy = y - p[k + 1]!;
    const dz = z - p[k + 2]!;
    const square =
      dx * (p[k + 3]! * dx + p[k + 4]! * dy + p[k + 5]! * dz) +
      dy * (p[k + 6]! * dy + p[k + 7]! * dz) +
      p[k + 8]! * dz * dz;
    const exponent = p[k + 9]! - 0.5 * square;
    if (exponent > LEAST_EXPONENT) sum += Math.exp(exponent);
  }
  return sum;
}

/** Centres spread over the samples: the sample nearest to nothing chosen yet, from the mean on (deterministic). */
function chooseCentres(samples: Float32Array, count: number): Float64Array {
  const n = samples.length / 3;
  const centres = new Float64Array(3 * count);
  for (let k = 0; k < samples.length; k++) centres[k % 3]! += samples[k]! / n;
  const nearest = new Float32Array(n).fill(Infinity);
  for (let j = 1; j < count; j++) {
    const [x, y, z] = [centres[3 * j - 3]!, centres[3 * j - 2]!, centres[3 * j - 1]!];
    let best = 0;
    for (let i = 0; i < n; i++) {
      const [dx, dy, dz] = [samples[3 * i]! - x, samples[3 * i + 1]! - y, samples[3 * i + 2]! - z];
      nearest[i] = Math.min(nearest[i]!, dx * dx + dy * dy + dz * dz);
      if (nearest[i]! > nearest[best]!) best = i;
    }
    centres.set(samples.subarray(3 * best, 3 * best + 3), 3 * j);
  }
  return centres;
}

/** The components' shares in each sample, summed up as moments. */
function gatherMoments(mixture: GaussianMixture, samples: Float32Array): Float64Array {
  const { componentCount: k, parameters: p } = mixture;
  const sums = new Float64Array(MOMENTS * k);
  const share = new Float64Array(k);
  for (let s = 0; s < samples.length; s += 3) {
    const x = samples[s]!;
    const y = samples[s + 1]!;
    const z = samples[s + 2]!;
    let top = -Infinity;
    for (let j = 0, o = 0; j < k; j++, o += STRIDE) {
      const dx = x - p[o]!;
      const dy = y - p[o + 1]!;
      const dz = z - p[o + 2]!;
      const square =
        dx * (p[o + 3]! * dx + p[o + 4]! * dy + p[o + 5]! * dz) +
        dy * (p[o + 6]! * dy + p[o + 7]! * dz) +
        p[o + 8]! * dz * dz;
      share[j] = p[o + 9]! - 0.5 * square;
      if (share[j]! > top) top = share[j]!;
    }
    let total = 0;
    for (let j = 0; j < k; j++) total += share[j] = Math.exp(share[j]! - top);
    for (let j = 0, o = 0; j < k; j++, o += MOMENTS) {
      const w = share[j]! / total;
      if (w < MIN_SHARE) continue;
      sums[o]! += w;
      sums[o + 1]! += w * x;
      sums[o + 2]! += w * y;
      sums[o + 3]! += w * z;
      sums[o + 4]! += w * x * x;
      sums[o + 5]! += w * x * y;
      sums[o + 6]! += w * x * z;
      sums[o + 7]! += w * y * y;
      sums[o + 8]! += w * y * z;
      sums[o + 9]! += w * z * z;
    }
  }
  return sums;
}

/** One round of expectation-maximisation; components that explain fewer than two samples are dropped. */
function improveMixture(mixture: GaussianMixture, samples: Float32Array): GaussianMixture {
  const sums = gatherMoments(mixture, samples);
  const parameters = new Float64Array(mixture.parameters.length);
  let kept = 0;
  for (let o = 0; o < sums.length; o += MOMENTS) {
    const w = sums[o]!;
    if (w < 2) continue;
    const [x, y, z] = [sums[o + 1]! / w, sums[o + 2]! / w, sums[o + 3]! / w];
    setComponent(parameters, kept++, (3 * w) / samples.length, [
      x,
      y,
      z,
      sums[o + 4]! / w - x * x + MIN_VARIANCE,
      sums[o + 5]! / w - x * y,
      sums[o + 6]! / w - x * z,
      sums[o + 7]! / w - y * y + MIN_VARIANCE,
      sums[o + 8]! / w - y * z,
      sums[o + 9]! / w - z * z + MIN_VARIANCE,
    ]);
  }
  return kept === 0 ? mixture : { componentCount: kept, parameters: parameters.slice(0, kept * STRIDE) };
}

/**
 * Fits a mixture to samples (x, y, z interleaved) by expectation-maximisation from spread centres. Deterministic.
 * @throws RangeError without samples.
 * Source   Dempster, Laird & Rubin, JRSS B 39, 1977; the centres from Gonzalez, Theoretical Computer Science 38, 1985.
 */
export function fitMixture(samples: Float32Array, componentCount: number): GaussianMixture {
  const n = Math.floor(samples.length / 3);
  if (n < 1) throw new RangeError("Cannot fit a mixture to no samples");
  const count = Math.min(componentCount, n);
  const centres = chooseCentres(samples, count);
  const parameters = new Float64Array(count * STRIDE);
  const variance = START_SPREAD ** 2;
  for (let j = 0; j < count; j++) {
    setComponent(parameters, j, 1 / count, [
      ...centres.subarray(3 * j, 3 * j + 3),
      variance,
      0,
      0,
      variance,
      0,
      variance,
    ]);
  }
  let mixture: GaussianMixture = { componentCount: count, parameters };
  for (let round = 0; round < EM_ROUNDS; round++) mixture = improveMixture(mixture, samples);
  return mixture;
}
