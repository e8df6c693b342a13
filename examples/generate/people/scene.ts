import { boxDistance, type Field, type Shape, type Vec3 } from "./sdf.js";

/** How a surface answers light. Colours are linear RGB 0..1, points are world metres. */
export interface Material {
  readonly colour: (x: number, y: number, z: number) => Vec3;
  /** How far light bleeds past the terminator, for red; 0 is chalk, 0.4 is skin. */
  readonly softness: number;
  /** Strength of the highlight seen head on, 0..1. */
  readonly shine: number;
  /** 0.05 is wet, 0.6 is dry. */
  readonly roughness: number;
  /** Bright rim of fine fibres, 0..1. */
  readonly fuzz: number;
  /** Relief in metres too fine for the shape itself. */
  readonly bump?: Field;
  /** Half the distance over which the normal is measured, metres: more is smoother. @default 0.0006 */
  readonly normalStep?: number;
  /** Direction across the strands; only hair has one, and is lit as fibres. */
  readonly across?: (x: number, y: number, z: number) => Vec3;
}

export interface Part {
  readonly shape: Shape;
  readonly material: Material;
}

/** A long lens at the height of its target, turned around it by `yawRad` (positive: it moves to the picture's right). */
export interface Camera {
  readonly target: Vec3;
  readonly yawRad: number;
  readonly distance: number;
  /** What the picture's height covers at the target, metres. */
  readonly viewHeight: number;
}

export interface Scene {
  readonly parts: readonly Part[];
  readonly camera: Camera;
  /** Whether the floor (y = 0) is in the picture. */
  readonly showsFloor: boolean;
  readonly seed: number;
}

/** Where a ray met a part, at `t` metres from its start. */
export interface Hit {
  readonly part: number;
  readonly t: number;
}

const HIT_DISTANCE = 0.00025; // metres: a quarter of a pixel at 850 px a metre
const MAX_STEPS = 160;
const STEP_FACTOR = 0.8; // the fields are bounds only roughly

/** Finds the first part that a ray meets before `tEnd`. */
export function castRay(
  parts: readonly Part[],
  from: Vec3,
  direction: Vec3,
  range: readonly [number, number],
): Hit | undefined {
  let t = range[0];
  for (let step = 0; step < MAX_STEPS && t < range[1]; step++) {
    const x = from[0] + direction[0] * t;
    const y = from[1] + direction[1] * t;
    const z = from[2] + direction[2] * t;
    let nearest = 10;
    let part = -1;
    for (let i = 0; i < parts.length; i++) {
      const shape = parts[i]!.shape;
      const toBox = boxDistance(shape.box, x, y, z);
      if (toBox >= nearest) continue;
      const d = toBox > 0.03 ? toBox : shape.distance(x, y, z);
      if (d >= nearest) continue;
      nearest = d;
      if (d < HIT_DISTANCE) part = i;
    }
    if (part >= 0) return { part, t };
    t += nearest * STEP_FACTOR;
  }
  return undefined;
}

/** Distance from a point to the nearest part, at most `limit`. */
export function distanceToParts(parts: readonly Part[], p: Vec3, limit: number): number {
  let nearest = limit;
  for (const { shape } of parts) {
    if (boxDistance(shape.box, p[0], p[1], p[2]) >= nearest) continue;
    nearest = Math.min(nearest, shape.distance(p[0], p[1], p[2]));
  }
  return nearest;
}

/** How much of a wide lamp in `direction` a point sees, 0..1. Source: Quilez, "Soft shadows in raymarched SDFs". */
export function castShadow(parts: readonly Part[], from: Vec3, direction: Vec3, sharpness: number): number {
  let light = 1;
  let t = 0.012;
  for (let step = 0; step < 28 && t < 1.1; step++) {
    const p: Vec3 = [from[0] + direction[0] * t, from[1] + direction[1] * t, from[2] + direction[2] * t];
    const d = distanceToParts(parts, p, 0.5);
    light = Math.min(light, 0.5 + (0.5 * sharpness * d) / t);
    if (light <= 0) return 0;
    t += Math.min(0.12, Math.max(0.012, d * 0.9));
  }
  const s = Math.min(1, Math.max(0, light));
  return s * s * (3 - 2 * s);
}

/** How open the sky is above a point, 0..1: compares steps along the normal with the distances found there (Quilez). */
export function castOcclusion(parts: readonly Part[], p: Vec3, n: Vec3): number {
  let closed = 0;
  let weight = 1;
  for (let i = 1; i <= 5; i++) {
    const reach = 0.006 + 0.0045 * i * i;
    const at: Vec3 = [p[0] + n[0] * reach, p[1] + n[1] * reach, p[2] + n[2] * reach];
    closed += weight * Math.max(0, (reach - distanceToParts(parts, at, reach)) / reach);
    weight *= 0.8;
  }
  return Math.max(0.08, 1 - closed * 0.29);
}

/** The unit normal of a field, by central differences over a tetrahedron. */
export function normalOf(field: Field, p: Vec3, step: number): Vec3 {
  const [x, y, z] = p;
  const a = field(x + step, y - step, z - step);
  const b = field(x - step, y - step, z + step);
  const c = field(x - step, y + step, z - step);
  const d = field(x + step, y + step, z + step);
  return normalise([a - b - c + d, -a - b + c + d, -a + b - c + d]);
}

/** Scales a vector to length 1. */
export function normalise(v: Vec3): Vec3 {
  const length = Math.hypot(v[0], v[1], v[2]) || 1;
  return [v[0] / length, v[1] / length, v[2] / length];
}

/** The dot product of two vectors. */
export function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** The cross product of two vectors. */
export function cross(a: Vec3, b: Vec3): Vec3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
