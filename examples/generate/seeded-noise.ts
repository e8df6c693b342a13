/** A smooth random field over space: the same seed gives the same field everywhere. Values lie in -1..1. */
export type Noise = (x: number, y: number, z: number) => number;

/** Makes a source of uniform numbers 0..1 (mulberry32, Tommy Ettinger, public domain). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Makes value noise: random values on the integer lattice, joined by smooth steps. One unit is one lattice cell. */
export function createNoise(seed: number): Noise {
  const random = createRandom(seed);
  const values = Float64Array.from({ length: 256 }, () => random() * 2 - 1);
  const order = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 255; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
  const at = (x: number, y: number, z: number): number =>
    values[order[(order[(order[x & 255]! + y) & 255]! + z) & 255]!]!;
  return (x, y, z) => {
    const x0 = Math.floor(x);
    const y0 = Math.floor(y);
    const z0 = Math.floor(z);
    const u = fade(x - x0);
    const v = fade(y - y0);
    const w = fade(z - z0);
    const near = mix(
      mix(at(x0, y0, z0), at(x0 + 1, y0, z0), u),
      mix(at(x0, y0 + 1, z0), at(x0 + 1, y0 + 1, z0), u),
      v,
    );
    const far = mix(
      mix(at(x0, y0, z0 + 1), at(x0 + 1, y0, z0 + 1), u),
      mix(at(x0, y0 + 1, z0 + 1), at(x0 + 1, y0 + 1, z0 + 1), u),
      v,
    );
    return mix(near, far, w);
  };
}

/** Adds octaves of `noise`, each of half the size and half the height of the one before. About -1..1. */
export function layerNoise(noise: Noise, octaves: number): Noise {
  return (x, y, z) => {
    let sum = 0;
    let height = 0.5;
    let scale = 1;
    for (let i = 0; i < octaves; i++) {
      sum += height * noise(x * scale, y * scale, z * scale + i * 17.3);
      height *= 0.5;
      scale *= 2;
    }
    return sum;
  };
}

function fade(t: number): number {
  return t * t * (3 - 2 * t);
}

function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}
