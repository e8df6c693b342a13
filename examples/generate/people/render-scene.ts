import type { Picture } from "../picture.js";
import { createNoise } from "../seeded-noise.js";
import { castRay, cross, normalise, type Scene } from "./scene.js";
import { shadeFloor, shadePoint } from "./shade.js";
import type { Vec3 } from "./sdf.js";

/** One sample of the picture: its light and the part seen there (-1: the studio). */
interface Sample {
  readonly colour: Vec3;
  readonly part: number;
}

type Sampler = (u: number, v: number) => Sample;

const EDGE_CONTRAST = 0.035; // tone-mapped 0..1: where neighbours differ by more, the pixel gets more samples
const GRAIN = 1.1; // levels of 255

export interface RenderSize {
  readonly width: number;
  readonly height: number;
  /** Pixels on edges get a grid of this many samples each way. @default 3 */
  readonly edgeGrid?: number;
}

/** Renders a scene. One sample a pixel finds the edges, which then get a grid of them. The same scene gives the same bytes. */
export function renderScene(scene: Scene, size: RenderSize): Picture {
  const { width, height, edgeGrid = 3 } = size;
  const sample = createSampler(scene, width, height);
  const first: Sample[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) first.push(sample(x + 0.5, y + 0.5));
  }
  const grain = createNoise(scene.seed);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const colour =
        edgeGrid > 1 && isEdge(first, x, y, width) ? sampleGrid(sample, x, y, edgeGrid) : first[i]!.colour;
      const speck = GRAIN * (grain(x * 0.9, y * 0.9, 0.5) + grain(x * 1.7, y * 1.7, 9.5));
      for (let c = 0; c < 3; c++) {
        data[i * 3 + c] = Math.min(255, Math.max(0, Math.round(255 * encodeSrgb(colour[c]!) + speck)));
      }
    }
  }
  return { width, height, data };
}

function createSampler(scene: Scene, width: number, height: number): Sampler {
  const { target, yawRad, distance, viewHeight } = scene.camera;
  const back: Vec3 = [Math.sin(yawRad), 0, Math.cos(yawRad)];
  const right = cross([0, 1, 0], back);
  const eye: Vec3 = [target[0] + back[0] * distance, target[1], target[2] + back[2] * distance];
  const unit = viewHeight / height;
  return (px, py) => {
    const sx = (px - width / 2) * unit;
    const sy = (height / 2 - py) * unit;
    const ray = normalise([right[0] * sx - back[0] * distance, sy, right[2] * sx - back[2] * distance]);
    const hit = castRay(scene.parts, eye, ray, [distance - 0.7, distance + 0.7]);
    if (hit === undefined) {
      const light = shadeStudio(scene, eye, ray, [px / width, py / height]);
      return { colour: toneMap(light), part: -1 };
    }
    const p: Vec3 = [eye[0] + ray[0] * hit.t, eye[1] + ray[1] * hit.t, eye[2] + ray[2] * hit.t];
    const toEye: Vec3 = [-ray[0], -ray[1], -ray[2]];
    const colour = shadePoint(scene.parts, scene.parts[hit.part]!, p, toEye);
    return { colour: toneMap(colour), part: hit.part };
  };
}

/** The backdrop, a light-grey sweep with a glow behind the person, and the floor's soft shadow. */
function shadeStudio(scene: Scene, eye: Vec3, ray: Vec3, at: readonly [number, number]): Vec3 {
  const dx = at[0] - 0.46;
  const dy = (at[1] - 0.38) * 1.1;
  let light = 0.86 - 0.42 * (dx * dx + dy * dy);
  if (scene.showsFloor && ray[1] < 0) {
    const t = -eye[1] / ray[1];
    const p: Vec3 = [eye[0] + ray[0] * t, 0, eye[2] + ray[2] * t];
    if (Math.abs(p[0]) < 1.2 && Math.abs(p[2]) < 1.2) light *= shadeFloor(scene.parts, p);
  }
  return [light * 0.985, light, light * 1.02];
}

function isEdge(samples: readonly Sample[], x: number, y: number, width: number): boolean {
  const i = y * width + x;
  const here = samples[i]!;
  const neighbours = [
    x > 0 ? i - 1 : i,
    x + 1 < width ? i + 1 : i,
    y > 0 ? i - width : i,
    i + width < samples.length ? i + width : i,
  ];
  return neighbours.some((j) => {
    const there = samples[j]!;
    if (there.part !== here.part) return true;
    return here.part >= 0 && Math.abs(there.colour[1] - here.colour[1]) > EDGE_CONTRAST;
  });
}

function sampleGrid(sample: Sampler, x: number, y: number, grid: number): Vec3 {
  let r = 0;
  let g = 0;
  let b = 0;
  for (let j = 0; j < grid; j++) {
    for (let i = 0; i < grid; i++) {
      const { colour } = sample(x + (i + 0.5) / grid, y + (j + 0.5) / grid);
      r += colour[0];
      g += colour[1];
      b += colour[2];
    }
  }
  const count = grid * grid;
  return [r / count, g / count, b / count];
}

/** Rolls highlights off towards white; mid-tones stay close to linear. Output 0..1, linear. */
function toneMap(light: Vec3): Vec3 {
  const curve = (v: number): number => {
    const x = Math.max(0, v);
    return Math.min(1, (x * (1 + x * 0.42)) / (1 + x * 0.55 + x * x * 0.22));
  };
  return [curve(light[0]), curve(light[1]), curve(light[2])];
}

function encodeSrgb(v: number): number {
  return v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055;
}
