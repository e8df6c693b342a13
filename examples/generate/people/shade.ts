import {
  castOcclusion,
  castShadow,
  cross,
  dot,
  normalise,
  normalOf,
  type Material,
  type Part,
} from "./scene.js";
import { ramp, type Vec3 } from "./sdf.js";

/** The studio: a large warm key from the upper left, a cool fill from the right, a rim from behind, a white room around. */
const KEY = { direction: normalise([-0.52, 0.62, 0.8]), colour: [2.32, 2.2, 2.06] as Vec3 };
const FILL = { direction: normalise([0.85, 0.25, 0.6]), colour: [0.5, 0.53, 0.58] as Vec3 };
const RIM = { direction: normalise([0.75, 0.45, -0.75]), colour: [1.0, 1.0, 1.05] as Vec3 };
const SKY: Vec3 = [0.48, 0.5, 0.54];
const GROUND: Vec3 = [0.34, 0.31, 0.29];
const KEY_SHARPNESS = 5;

/** Light that a point of a part sends to the eye, linear RGB. `toEye` is a unit vector. */
export function shadePoint(parts: readonly Part[], part: Part, p: Vec3, toEye: Vec3): Vec3 {
  const { material } = part;
  const smooth = normalOf(part.shape.distance, p, material.normalStep ?? 0.0006);
  const n = material.bump === undefined ? smooth : addBump(material.bump, p, smooth);
  const start: Vec3 = [p[0] + smooth[0] * 0.002, p[1] + smooth[1] * 0.002, p[2] + smooth[2] * 0.002];
  const open = castOcclusion(parts, start, smooth);
  const facesKey = dot(smooth, KEY.direction) > -0.4;
  const lit = facesKey ? castShadow(parts, start, KEY.direction, KEY_SHARPNESS) : 0;
  const albedo = material.colour(p[0], p[1], p[2]);
  if (material.across !== undefined) {
    return shadeStrands(material, albedo, { p, n, toEye, open, lit });
  }
  return shadeSurface(material, albedo, { p, n, toEye, open, lit });
}

/** What the light sees of one point: its normal, how open it lies to the room and to the key. */
interface Site {
  readonly p: Vec3;
  readonly n: Vec3;
  readonly toEye: Vec3;
  readonly open: number;
  readonly lit: number;
}

function shadeSurface(material: Material, albedo: Vec3, site: Site): Vec3 {
  const { n, toEye, open, lit } = site;
  const facing = Math.max(0, dot(n, toEye));
  const edge = (1 - facing) ** 4;
  const up = 0.5 + 0.5 * n[1];
  const gloss = material.shine * (0.3 + 0.7 * open);
  const keyShine = gloss * lobe(n, toEye, KEY.direction, material.roughness) * lit;
  const fillShine = gloss * lobe(n, toEye, FILL.direction, material.roughness) * open;
  const rim = Math.max(0, dot(n, RIM.direction)) * open * (0.35 + 0.65 * edge);
  const colour = (c: 0 | 1 | 2): number => {
    const wrap = material.softness * [1, 0.5, 0.3][c]!;
    const shadow = lit ** (1 - 0.5 * wrap);
    const diffuse =
      KEY.colour[c] * wrapped(dot(n, KEY.direction), wrap) * shadow +
      FILL.colour[c] * wrapped(dot(n, FILL.direction), wrap) * open +
      (GROUND[c] + (SKY[c] - GROUND[c]) * up) * open ** (1 - 0.4 * wrap) +
      RIM.colour[c] * rim;
    const fuzz = material.fuzz * edge * open * (0.3 + 0.7 * lit) * (0.5 + 0.5 * albedo[c]);
    return albedo[c] * diffuse * 0.62 + KEY.colour[c] * keyShine + FILL.colour[c] * fillShine + fuzz;
  };
  return [colour(0), colour(1), colour(2)];
}

/** Hair: each strand is a thin cylinder, brightest where the light and the eye make equal angles with it (Kajiya, Kay 1989). */
function shadeStrands(material: Material, albedo: Vec3, site: Site): Vec3 {
  const { p, n, toEye, open, lit } = site;
  const along = normalise(cross(n, material.across!(p[0], p[1], p[2])));
  const shine = (light: Vec3, power: number): number => {
    const tl = dot(along, light);
    const te = dot(along, toEye);
    const cosine = Math.sqrt(Math.max(0, (1 - tl * tl) * (1 - te * te))) - tl * te;
    return Math.max(0, cosine) ** power * ramp(-0.3, 0.4, dot(n, light));
  };
  const keyShine = material.shine * lit * (0.7 * shine(KEY.direction, 60) + 0.3 * shine(KEY.direction, 12));
  const rimShine = material.shine * open * 0.7 * shine(RIM.direction, 18);
  const fillShine = material.shine * open * 0.25 * shine(FILL.direction, 14);
  const colour = (c: 0 | 1 | 2): number => {
    const diffuse =
      KEY.colour[c] * wrapped(dot(n, KEY.direction), 0.3) * lit +
      FILL.colour[c] * wrapped(dot(n, FILL.direction), 0.3) * open +
      SKY[c] * open;
    const glow = 0.25 + 3 * albedo[c];
    return albedo[c] * diffuse * 0.6 + glow * (KEY.colour[c] * keyShine + rimShine + fillShine);
  };
  return [colour(0), colour(1), colour(2)];
}

/** Lambert's cosine let `wrap` past the terminator, its mean kept. */
function wrapped(cosine: number, wrap: number): number {
  return Math.max(0, (cosine + wrap) / (1 + wrap)) / (1 + wrap * 0.5);
}

/** A normalised highlight (Blinn-Phong) with Schlick's Fresnel term. */
function lobe(n: Vec3, toEye: Vec3, light: Vec3, roughness: number): number {
  const half = normalise([toEye[0] + light[0], toEye[1] + light[1], toEye[2] + light[2]]);
  const power = 2 / (roughness * roughness) - 2;
  const fresnel = 0.2 + 0.8 * (1 - Math.max(0, dot(half, toEye))) ** 5;
  return (fresnel * (power + 8) * Math.max(0, dot(n, half)) ** power * Math.max(0, dot(n, light))) / 25;
}

/** Tilts a normal by the slope of a relief. */
function addBump(bump: NonNullable<Material["bump"]>, p: Vec3, n: Vec3): Vec3 {
  const step = 0.0004;
  const [x, y, z] = p;
  const here = bump(x, y, z);
  const g: Vec3 = [
    (bump(x + step, y, z) - here) / step,
    (bump(x, y + step, z) - here) / step,
    (bump(x, y, z + step) - here) / step,
  ];
  const along = dot(g, n);
  return normalise([n[0] - g[0] + n[0] * along, n[1] - g[1] + n[1] * along, n[2] - g[2] + n[2] * along]);
}

/** Light of the studio's floor: bright, with the soft shadow of what stands on it. */
export function shadeFloor(parts: readonly Part[], p: Vec3): number {
  const open = castOcclusion(parts, p, [0, 1, 0]);
  const lit = castShadow(parts, p, KEY.direction, 2.5);
  return (0.35 + 0.65 * open) * (0.8 + 0.2 * lit);
}
