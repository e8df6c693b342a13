import type { Noise } from "../seeded-noise.js";
import type { Material } from "./scene.js";
import { toLocal, type Frame } from "./frame.js";
import { blend, curve, cut, displace, ellipsoid, loft, ramp, rope, type Shape, type Vec3 } from "./sdf.js";

/** Makes long hair with a parting, over the right shoulder in front and the left shoulder behind. Unit: head centimetres. */
export function makeLongHair(noise: Noise): Shape {
  const cap = cut(
    1.4,
    ellipsoid([0, 3.5, -1.9], [8.2, 8.8, 9.9]),
    ellipsoid([0.3, -3.6, 9.3], [7.3, 10.4, 8.0]),
  );
  const back = loft([
    { y: -24, halfWidth: 6.5, halfDepth: 2.0, z: -9.0 },
    { y: -16, halfWidth: 8.0, halfDepth: 3.0, z: -8.5 },
    { y: -7, halfWidth: 8.0, halfDepth: 4.3, z: -6.5 },
    { y: 3, halfWidth: 7.8, halfDepth: 5.6, z: -5.0 },
  ]);
  const hair = blend(1.3, [cap, back, ...frontLocks(-1), ...frontLocks(1)]);
  return displace(hair, 0.2, (x, y, z) => {
    const across = strandAcross(x, y, z);
    return 0.13 * noise(across * 0.9, y * 0.05, 0) + 0.06 * noise(across * 2.6, y * 0.08, 3);
  });
}

/** Height of the ends of the locks in front. */
const TIPS = [-28, -30, -27, -29.5];

/** The locks that frame the face on one side (-1: the person's right), from the parting to the chest or the back. */
function frontLocks(side: number): Shape[] {
  const behind = side > 0;
  return [0, 1, 2, 3].map((i) => {
    const part: Vec3 = [1.1 + side * 0.25, 11.4 - 0.15 * i * i, 2.5 - 2.5 * i];
    const crown: Vec3 = [side * (4.9 + 0.1 * i) + 0.4, 9.7 - 0.05 * i * i, 3.1 - 2.4 * i];
    const temple: Vec3 = [side * (7.4 + 0.2 * i), 5.0 + 0.2 * i, 3.6 - 2.2 * i];
    const cheek: Vec3 = [side * (7.9 + 0.25 * i), -1.5, 3.0 - 2.0 * i];
    const jaw: Vec3 = [side * (7.3 + 0.45 * i), -8, (behind ? 0.5 : 2.6) - 2.0 * i];
    const neck: Vec3 = [side * (7.7 + 0.5 * i), -14, (behind ? -3 : 4.2) - 1.8 * i];
    const end: Vec3 = behind
      ? [side * (6.6 + 0.3 * i), -20, -7 - 1.0 * i]
      : [side * (7.15 + 0.7 * i), (TIPS[i]! - 14) / 2, 6.3 - 1.45 * i];
    const tip: Vec3 = behind
      ? [side * 6.0, -25, -8.5 - 0.6 * i]
      : [side * (6.5 + 0.9 * i), TIPS[i]!, 8.4 - 1.1 * i];
    const radii = [0.7, 1.2, 1.5, 1.6, 1.75, 1.9, 1.75, 0.7];
    const steps = 8;
    return rope(curve([part, crown, temple, cheek, jaw, neck, end, tip], steps), spread(radii, steps));
  });
}

/** Values between the given ones, `steps` for each gap, on straight lines. */
function spread(values: readonly number[], steps: number): number[] {
  const count = (values.length - 1) * steps + 1;
  return Array.from({ length: count }, (_, n) => {
    const i = Math.min(values.length - 2, Math.floor(n / steps));
    const t = n / steps - i;
    return values[i]! * (1 - t) + values[i + 1]! * t;
  });
}

/** A coordinate that is constant along a strand: from the parting in an arc over the head, then straight down. Centimetres. */
function strandAcross(x: number, y: number, z: number): number {
  const arc = 9 * Math.hypot((x - 0.6) / 8, Math.max(0, y - 1) / 9.6);
  return arc - 0.6 * z * ramp(-16, -5, y);
}

/** Makes short, tightly curled hair, cut close at the sides. Unit: head centimetres. */
export function makeShortHair(noise: Noise): Shape {
  const cap = cut(
    0.35,
    ellipsoid([0, 3.75, -1.9], [7.75, 8.35, 9.35]),
    ellipsoid([0, -3.2, 9.0], [7.6, 9.6, 7.4]),
  );
  const nape = ellipsoid([0, -9, -3], [11, 8.5, 12]);
  const sides = cut(1.2, cap, nape);
  return displace(
    sides,
    0.25,
    (x, y, z) => 0.13 * noise(x * 3, y * 3, z * 3) + 0.07 * noise(x * 6.5, y * 6.5, z * 6.5),
  );
}

/** Smooth hair lit as strands. `colour` is linear RGB. */
export function longHairMaterial(frame: Frame, colour: Vec3, noise: Noise): Material {
  return {
    softness: 0.2,
    shine: 0.16,
    roughness: 0.3,
    fuzz: 0,
    normalStep: 0.005,
    across: (wx, wy, wz) => {
      const [x, y, z] = toLocal(frame, wx, wy, wz);
      const u = (dx: number, dy: number, dz: number): number => {
        const wave = 0.25 * noise((x + dx) * 0.9, (y + dy) * 0.3, (z + dz) * 0.9);
        return strandAcross(x + dx, y + dy, z + dz) + wave;
      };
      const here = u(0, 0, 0);
      return [u(0.02, 0, 0) - here, u(0, 0.02, 0) - here, u(0, 0, 0.02) - here];
    },
    bump: (wx, wy, wz) => {
      const [x, y, z] = toLocal(frame, wx, wy, wz);
      const across = strandAcross(x, y, z) + 0.5 * noise(x * 0.3, y * 0.16, z * 0.3);
      return 0.0004 * noise(across * 5, y * 0.12, 1) + 0.0003 * noise(across * 12, y * 0.2, 2);
    },
    colour: (wx, wy, wz) => {
      const [x, y, z] = toLocal(frame, wx, wy, wz);
      const across = strandAcross(x, y, z) + 0.5 * noise(x * 0.3, y * 0.16, z * 0.3);
      const tone = 1 + 0.4 * noise(across * 3.5, y * 0.1, 5) + 0.35 * noise(across * 11, y * 0.2, 6);
      return [colour[0] * tone, colour[1] * tone, colour[2] * tone];
    },
  };
}

/** Curled hair, dull and grainy. `colour` is linear RGB. */
export function shortHairMaterial(frame: Frame, colour: Vec3, noise: Noise): Material {
  return {
    softness: 0.1,
    shine: 0.03,
    roughness: 0.5,
    fuzz: 0.03,
    bump: (x, y, z) => 0.0005 * noise(x * 420, y * 420, z * 420),
    colour: (wx, wy, wz) => {
      const [x, y, z] = toLocal(frame, wx, wy, wz);
      const tone = 1 + 0.5 * noise(x * 5, y * 5, z * 5) + 0.4 * noise(x * 11, y * 11, z * 11);
      return [colour[0] * tone, colour[1] * tone, colour[2] * tone];
    },
  };
}
