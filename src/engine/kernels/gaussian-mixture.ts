/** A mixture of Gaussians over three-dimensional samples with full covariances. */
export interface GaussianMixture {
  readonly components: readonly Component[];
}

interface Component {
  readonly weight: number;
  readonly mean: readonly [number, number, number];
  /** Inverse covariance: xx, xy, xz, yy, yz, zz. */
  readonly inverse: readonly [number, number, number, number, number, number];
  /** log(weight / sqrt((2π)³ det)). */
  readonly logScale: number;
}

const EM_ROUNDS = 6;
/** Added to each variance: a component never gets narrower than a camera's noise (Lab units squared). */
const MIN_VARIANCE = 4;

type Matrix = [number, number, number, number, number, number];

function makeComponent(weight: number, mean: [number, number, number], covariance: Matrix): Component {
  const [a, b, c, d, e, f] = covariance;
  const A = d * f - e * e;
  const B = c * e - b * f;
  const C = b * e - c * d;
  const det = a * A + b * B + c * C;
  const k = 1 / det;
  return {
    weight,
    mean,
    inverse: [A * k, B * k, C * k, (a * f - c * c) * k, (b * c - a * e) * k, (a * d - b * b) * k],
    logScale: Math.log(weight) - 0.5 * Math.log((2 * Math.PI) ** 3 * det),
  };
}

function logDensity(c: Component, x: number, y: number, z: number): number {
  const dx = x - c.mean[0];
  const dy = y - c.mean[1];
  const dz = z - c.mean[2];
  const [xx, xy, xz, yy, yz, zz] = c.inverse;
  const square = xx * dx * dx + yy * dy * dy + zz * dz * dz + 2 * (xy * dx * dy + xz * dx * dz + yz * dy * dz);
  return c.logScale - 0.5 * square;
}

/** Density of the mixture at a point. */
export function mixtureDensity(mixture: GaussianMixture, x: number, y: number, z: number): number {
  let sum = 0;
  for (const c of mixture.components) sum += Math.exp(logDensity(c, x, y, z));
  return sum;
}

/** Centres spread over the samples: each next one is the sample furthest from those chosen (deterministic). */
function chooseCentres(samples: Float32Array, count: number): [number, number, number][] {
  const n = samples.length / 3;
  const mean: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < n; i++) for (let c = 0; c < 3; c++) mean[c]! += samples[3 * i + c]! / n;
  const centres = [mean];
  const nearest = new Float32Array(n).fill(Infinity);
  while (centres.length < count) {
    const [x, y, z] = centres[centres.length - 1]!;
    let best = 0;
    for (let i = 0; i < n; i++) {
      const d = (samples[3 * i]! - x) ** 2 + (samples[3 * i + 1]! - y) ** 2 + (samples[3 * i + 2]! - z) ** 2;
      if (d < nearest[i]!) nearest[i] = d;
      if (nearest[i]! > nearest[best]!) best = i;
    }
    centres.push([samples[3 * best]!, samples[3 * best + 1]!, samples[3 * best + 2]!]);
  }
  return centres;
}

/**
 * Fits a mixture to samples (x, y, z interleaved) by expectation–maximisation from spread centres. Deterministic.
 * @throws RangeError without samples.   Source Dempster, Laird & Rubin 1977; Gonzalez 1985 for the centres.
 */
export function fitMixture(samples: Float32Array, componentCount: number): GaussianMixture {
  const n = samples.length / 3;
  if (n < 1) throw new RangeError("Cannot fit a mixture to no samples");
  const spread: Matrix = [100, 0, 0, 100, 0, 100];
  const centres = chooseCentres(samples, Math.min(componentCount, n));
  let components = centres.map((mean) => makeComponent(1 / centres.length, mean, spread));
  for (let round = 0; round < EM_ROUNDS; round++) components = improve(components, samples);
  return { components };
}

function improve(components: readonly Component[], samples: Float32Array): Component[] {
  const n = samples.length / 3;
  const k = components.length;
  // weight, x, y, z, xx, xy, xz, yy, yz, zz of each component
  const sums = new Float64Array(10 * k);
  const share = new Float64Array(k);
  for (let i = 0; i < n; i++) {
    const x = samples[3 * i]!;
    const y = samples[3 * i + 1]!;
    const z = samples[3 * i + 2]!;
    let top = -Infinity;
    for (let j = 0; j < k; j++) {
      share[j] = logDensity(components[j]!, x, y, z);
      if (share[j]! > top) top = share[j]!;
    }
    let total = 0;
    for (let j = 0; j < k; j++) total += share[j] = Math.exp(share[j]! - top);
    for (let j = 0; j < k; j++) {
      const w = share[j]! / total;
      if (w < 1e-4) continue;
      const o = 10 * j;
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
  const next: Component[] = [];
  for (let j = 0; j < k; j++) {
    const s = sums.subarray(10 * j, 10 * j + 10);
    if (s[0]! < 2) continue;
    const [mx, my, mz] = [s[1]! / s[0]!, s[2]! / s[0]!, s[3]! / s[0]!];
    next.push(
      makeComponent(s[0]! / n, [mx, my, mz], [
        s[4]! / s[0]! - mx * mx + MIN_VARIANCE,
        s[5]! / s[0]! - mx * my,
        s[6]! / s[0]! - mx * mz,
        s[7]! / s[0]! - my * my + MIN_VARIANCE,
        s[8]! / s[0]! - my * mz,
        s[9]! / s[0]! - mz * mz + MIN_VARIANCE,
      ]),
    );
  }
  return next.length > 0 ? next : [...components];
}
