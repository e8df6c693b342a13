import { createRandom, layerNoise, type Noise } from "../seeded-noise.js";
import type { Material } from "./scene.js";
import {
  blend,
  capsule,
  cut,
  displace,
  loft,
  ramp,
  type Field,
  type Section,
  type Shape,
  type Vec3,
} from "./sdf.js";

/** A ridge of cloth from a to b: `width` is where it has fallen to a third, `height` how far it stands out. Metres. */
export interface Crease {
  readonly a: Vec3;
  readonly b: Vec3;
  readonly width: number;
  readonly height: number;
}

/** Makes creases that start near `from` and run towards the points of `towards`, a little at random. */
export function fanCreases(
  seed: number,
  from: Vec3,
  towards: readonly Vec3[],
  size: readonly [number, number],
): Crease[] {
  const random = createRandom(seed);
  const jitter = (by: number): number => (random() - 0.5) * by;
  return towards.map((to) => ({
    a: [from[0] + jitter(0.03), from[1] + jitter(0.04), from[2] + jitter(0.02)],
    b: [to[0] + jitter(0.03), to[1] + jitter(0.04), to[2] + jitter(0.02)],
    width: size[0] * (0.75 + 0.5 * random()),
    height: size[1] * (0.6 + 0.6 * random()),
  }));
}

/** Makes short creases across a limb around `t` (0..1) of the way from a to b, on the side that `bulge` points to. */
export function ringCreases(
  seed: number,
  a: Vec3,
  b: Vec3,
  options: {
    readonly from: number;
    readonly to: number;
    readonly count: number;
    readonly radius: number;
    readonly height: number;
  },
): Crease[] {
  const random = createRandom(seed);
  return Array.from({ length: options.count }, (_, i) => {
    const t = options.from + ((options.to - options.from) * (i + random() * 0.8)) / options.count;
    const lift = (random() - 0.5) * 0.05;
    const at = (n: 0 | 1 | 2): number => a[n] + (b[n] - a[n]) * t;
    const r = options.radius;
    const lean = random() < 0.5 ? -1 : 1;
    return {
      a: [at(0) - lean * r, at(1) + lift + 0.012, at(2) + r * 0.5],
      b: [at(0) + lean * r * (0.2 + random()), at(1) - lift, at(2) + r],
      width: 0.008 + 0.006 * random(),
      height: options.height * (0.5 + 0.7 * random()),
    };
  });
}

/** The height of a set of creases anywhere in space, metres: each rises from nothing and dies away along its length. */
export function creaseField(creases: readonly Crease[]): Field {
  const spines = creases.map((c) => {
    const d: Vec3 = [c.b[0] - c.a[0], c.b[1] - c.a[1], c.b[2] - c.a[2]];
    return {
      ...c,
      d,
      inverse: 1 / (d[0] ** 2 + d[1] ** 2 + d[2] ** 2),
      box: capsule(c.a, c.b, [c.width * 3]).box,
    };
  });
  return (x, y, z) => {
    let sum = 0;
    for (const { a, d, inverse, width, height, box } of spines) {
      if (x < box.min[0] || x > box.max[0] || y < box.min[1] || y > box.max[1]) continue;
      if (z < box.min[2] || z > box.max[2]) continue;
      const t = ((x - a[0]) * d[0] + (y - a[1]) * d[1] + (z - a[2]) * d[2]) * inverse;
      if (t <= 0 || t >= 1) continue;
      const s = Math.hypot(x - a[0] - d[0] * t, y - a[1] - d[1] * t, z - a[2] - d[2] * t) / width;
      const taper = Math.sin(Math.PI * t ** 0.75);
      sum += height * taper * (Math.exp(-s * s) - 0.4 * Math.exp(-((s - 1.6) ** 2) * 2.4));
    }
    return sum;
  };
}

/** Soft folds everywhere: warped noise, longer along y than across. `height` in metres. */
export function drapeField(noise: Noise, height: number): Field {
  const folds = layerNoise(noise, 2);
  return (x, y, z) => {
    const warp = 0.5 * noise(x * 7, y * 7, z * 7);
    return height * folds(x * 15 + warp + y * 3, y * 5.5 + warp, z * 13);
  };
}

export interface TopCut {
  readonly torso: readonly Section[];
  readonly shoulderLine: Shape;
  readonly neckHole: Shape;
  readonly sleeves: readonly Shape[];
  readonly extras: readonly Shape[];
  readonly folds: Field;
}

/** Makes a top: torso, shoulders and sleeves in one cloth, open at the neck, with folds and a raised neck band. */
export function makeTop(top: TopCut): Shape {
  const body = blend(0.045, [loft(top.torso), ...top.extras, top.shoulderLine]);
  const joined = blend(0.03, [body, ...top.sleeves]);
  const opened = cut(0.004, joined, top.neckHole);
  return displace(opened, 0.012, (x, y, z) => {
    const band = ramp(0.021, 0.018, top.neckHole.distance(x, y, z));
    return top.folds(x, y, z) * (1 - band) + 0.0022 * band;
  });
}

/** Metres that one can look into a sleeve. */
const HOLLOW_DEPTH = 0.02;

/** Makes a sleeve as a tube, hollow at its end, along an arm, from the shoulder to `end`. Radii run from shoulder to end. */
export function makeSleeve(from: Vec3, end: Vec3, radii: readonly number[]): Shape {
  const tube = capsule(from, end, radii);
  const d: Vec3 = [end[0] - from[0], end[1] - from[1], end[2] - from[2]];
  const length = Math.hypot(...d);
  const hollow = capsule(
    from,
    [end[0] + d[0], end[1] + d[1], end[2] + d[2]],
    [radii[radii.length - 1]! - 0.007],
  );
  const plane: Field = (x, y, z) =>
    ((x - end[0]) * d[0] + (y - end[1]) * d[1] + (z - end[2]) * d[2]) / length;
  const ended: Shape = {
    distance: (x, y, z) => Math.max(tube.distance(x, y, z), plane(x, y, z)),
    box: tube.box,
  };
  const mouth: Shape = {
    distance: (x, y, z) => Math.max(hollow.distance(x, y, z), -plane(x, y, z) - HOLLOW_DEPTH),
    box: tube.box,
  };
  return cut(0.002, ended, mouth);
}

/** How a cloth looks: its colour, the size and strength of its yarn, and what is drawn on it. */
export interface Fabric {
  readonly colour: Vec3;
  /** Yarns a metre, and height of the yarn in metres. */
  readonly yarn: number;
  readonly relief: number;
  readonly fuzz: number;
  readonly mottle: number;
  /** Darkens (below 1) or lightens the cloth where seams, ribs or pockets are. */
  readonly detail?: Field;
  /** Extra relief for ribs and seams, metres. */
  readonly detailRelief?: Field;
}

/** Makes the material of a cloth. */
export function fabricMaterial(fabric: Fabric, noise: Noise): Material {
  const { colour, yarn, relief, mottle } = fabric;
  return {
    softness: 0.12,
    shine: 0.02,
    roughness: 0.6,
    fuzz: fabric.fuzz,
    bump: (x, y, z) =>
      relief * noise(x * yarn, y * yarn * 0.6, z * yarn) +
      relief * 0.7 * noise(x * yarn * 0.35, y * yarn * 0.35, z * yarn * 0.35) +
      (fabric.detailRelief?.(x, y, z) ?? 0),
    colour: (x, y, z) => {
      const wear =
        1 +
        mottle *
          (noise(x * yarn * 0.8, y * yarn * 0.5, z * yarn * 0.8) + 0.6 * noise(x * 30, y * 30, z * 30));
      const k = wear * (fabric.detail?.(x, y, z) ?? 1);
      return [colour[0] * k, colour[1] * k, colour[2] * k];
    },
  };
}
