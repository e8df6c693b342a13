import type { Noise } from "../seeded-noise.js";
import { browMask, eyeOpening, lashMask, lidFold, lips, PUPIL_X, type FaceLook } from "./face.js";
import type { Material } from "./scene.js";
import { toLocal, type Frame } from "./frame.js";
import { blend, capsule, cut, displace, ellipsoid, ramp, type Shape, type Vec3 } from "./sdf.js";

/** What makes a head this person's. Lengths in centimetres of the head's own frame (see face.ts). */
export interface HeadLook extends FaceLook {
  readonly jawHalfWidth: number;
  readonly chinY: number;
  readonly chinWidth: number;
  readonly cheek: number;
  readonly noseWidth: number;
  readonly noseLength: number;
  readonly browRidge: number;
}

/** Colours of skin and its parts, linear RGB. */
export interface SkinTone {
  readonly base: Vec3;
  readonly flush: Vec3;
  readonly lip: Vec3;
  readonly brow: Vec3;
  /** Shade of a shaven beard, 0..1. */
  readonly stubble: number;
}

const EYE_Z = 5.75;
const EYE_RADIUS = 1.25;

/** Makes the head's skin: skull, face, nose, lips, lids, ears. Unit: centimetres. */
export function makeHead(look: HeadLook): Shape {
  const both = (make: (side: number) => Shape): Shape[] => [make(-1), make(1)];
  const skull = blend(1.6, [
    ellipsoid([0, 3.3, -1.7], [7.35, 7.9, 9.2]),
    ellipsoid([0, 2.6, 1.2], [6.75, 6.4, 6.9]),
    ellipsoid([0, -3.6, 1.2], [look.jawHalfWidth + 0.9, 6.7, 6.6]),
  ]);
  const jaw = blend(1.7, [
    skull,
    ...both((s) =>
      capsule(
        [s * (look.jawHalfWidth - 0.9), -5.6, -0.6],
        [s * (look.chinWidth - 0.8), look.chinY + 1.7, 5.4],
        [1.8, 1.7, 1.6],
      ),
    ),
    ellipsoid([0, look.chinY + 1.6, 5.9], [look.chinWidth, 1.75, 1.85]),
    ...both((s) => ellipsoid([s * 3.6, -2.4, 4.7], [1.9, 1.9, 1.8 + look.cheek])),
    ellipsoid([0, -6.3, 5.6], [3.1, 2.5, 2.1]),
  ]);
  const ridge = blend(1.4, [
    jaw,
    ...both((s) =>
      capsule([s * 1.4, 1.75, 6.9], [s * 4.4, 1.9, 5.4], [0.55 + look.browRidge, 0.6 + look.browRidge, 0.4]),
    ),
  ]);
  const sockets = both((s) => ellipsoid([s * 2.95, 0.15, 7.9], [1.75, 1.15, 1.75]));
  const carved = cut(1.5, cut(1.5, ridge, sockets[0]!), sockets[1]!);
  const lids = both((s) =>
    ellipsoid([s * PUPIL_X, 0, EYE_Z], [EYE_RADIUS + 0.16, EYE_RADIUS + 0.12, EYE_RADIUS + 0.16]),
  );
  const face = blend(0.7, [carved, ...lids]);
  const nosed = cutNostrils(blend(0.75, [face, makeNose(look)]), look);
  const eared = blend(0.6, [nosed, ...both(makeEar)]);
  return openEyes(displace(eared, 0.45, faceRelief(look)), look);
}

function makeNose(look: HeadLook): Shape {
  const w = look.noseWidth;
  const tipY = -look.noseLength;
  return blend(0.7, [
    capsule([0, 0.9, 6.55], [0, tipY + 0.5, 8.5], [0.62, 0.58, 0.66, 0.82]),
    ellipsoid([0, tipY + 0.05, 8.65], [0.92 * w, 0.8, 0.86]),
    ellipsoid([-1.22 * w, tipY - 0.25, 7.75], [0.72, 0.68, 0.95]),
    ellipsoid([1.22 * w, tipY - 0.25, 7.75], [0.72, 0.68, 0.95]),
    capsule([0, tipY - 0.3, 8.6], [0, tipY - 0.75, 7.6], [0.42, 0.5]),
  ]);
}

function cutNostrils(shape: Shape, look: HeadLook): Shape {
  const y = -look.noseLength - 0.78;
  const hole = (s: number): Shape => ellipsoid([s * 0.68 * look.noseWidth, y, 8.1], [0.32, 0.24, 0.55]);
  return cut(0.25, cut(0.25, shape, hole(-1)), hole(1));
}

function makeEar(side: number): Shape {
  const shell = ellipsoid([side * 6.85, -0.7, -1.1], [0.8, 3.0, 1.75]);
  const bowl = ellipsoid([side * 7.75, -0.2, -0.6], [0.75, 1.9, 0.95]);
  const lobe = ellipsoid([side * 6.55, -3.2, -0.5], [0.5, 0.85, 0.75]);
  return blend(0.6, [cut(0.5, shell, bowl), lobe]);
}

function faceRelief(look: HeadLook): (x: number, y: number, z: number) => number {
  return (x, y, z) => {
    if (z < 3) return 0;
    const front = ramp(3, 5, z);
    const philtrum = -0.1 * Math.exp(-((x / 0.35) ** 2)) * ramp(-4.6, -5.2, y) * ramp(-6.1, -5.7, y);
    const brow = 0.07 * browMask(look, x, y);
    return front * (lips(look, x, y).height + philtrum + brow - 0.1 * lidFold(look, x, y));
  };
}

function openEyes(shape: Shape, look: HeadLook): Shape {
  const tool: Shape = {
    distance: (x, y, z) => Math.max(eyeOpening(look, x, y), 4.6 - z),
    box: shape.box,
  };
  return cut(0.14, shape, tool);
}

/** Makes both eyeballs, in the head's frame. */
export function makeEyes(): Shape {
  const ball = (s: number): Shape => ellipsoid([s * PUPIL_X, 0, EYE_Z], [EYE_RADIUS, EYE_RADIUS, EYE_RADIUS]);
  return blend(0.01, [ball(-1), ball(1)]);
}

/** Eyes that look at the camera: white, iris, pupil and the lamp's reflection. `gaze` shifts the irises, cm. */
export function eyeMaterial(frame: Frame, iris: Vec3, gaze: readonly [number, number]): Material {
  return {
    softness: 0.3,
    shine: 0.5,
    roughness: 0.12,
    fuzz: 0,
    colour: (wx, wy, wz) => {
      const [x, y] = toLocal(frame, wx, wy, wz);
      const ex = x - Math.sign(x) * PUPIL_X - gaze[0];
      const ey = y - 0.08 - gaze[1];
      const r = Math.hypot(ex, ey);
      const lamp = ramp(0.12, 0.06, Math.hypot(ex + 0.2, ey - 0.2));
      const disc = ramp(0.72, 0.66, r);
      const pupil = ramp(0.33, 0.28, r);
      const ring = 0.35 + 0.65 * ramp(0.72, 0.5, r) + 0.5 * ramp(0.1, -0.5, ey);
      const lidShade = 1 - 0.45 * ramp(0.15, 0.62, y);
      const channel = (c: 0 | 1 | 2): number => {
        const white = [0.54, 0.49, 0.47][c]!;
        const eye = white + disc * (iris[c] * ring * (1 - pupil) - white);
        return eye * lidShade + lamp * 1.0;
      };
      return [channel(0), channel(1), channel(2)];
    },
  };
}

/** Skin with pores and blotches; where it is the head's, painted with lips, brows, lashes and a little colour. */
export function skinMaterial(
  tone: SkinTone,
  noise: Noise,
  head?: { frame: Frame; look: HeadLook },
): Material {
  return {
    softness: 0.42,
    shine: 0.16,
    roughness: 0.42,
    fuzz: 0.05,
    bump: (x, y, z) => 0.00007 * noise(x * 520, y * 520, z * 520) + 0.0001 * noise(x * 190, y * 190, z * 190),
    colour: (x, y, z) => {
      const blotch = 1 + 0.05 * noise(x * 45, y * 45, z * 45) + 0.035 * noise(x * 260, y * 260, z * 260);
      const plain: Vec3 = [tone.base[0] * (0.5 + 0.5 * blotch), tone.base[1] * blotch, tone.base[2] * blotch];
      return head === undefined
        ? plain
        : paintFace(plain, tone, noise, head.look, toLocal(head.frame, x, y, z));
    },
  };
}

function paintFace(plain: Vec3, tone: SkinTone, noise: Noise, look: HeadLook, [x, y, z]: Vec3): Vec3 {
  if (y < look.chinY - 3) return plain;
  const ear = ramp(6.4, 7.4, Math.abs(x)) * 0.35;
  const cheek = Math.exp(-(((Math.abs(x) - 4.3) / 1.9) ** 2 + ((y + 2.9) / 1.6) ** 2));
  const noseTip = 0.5 * Math.exp(-((x / 1.3) ** 2 + ((y + look.noseLength) / 1.0) ** 2));
  const front = ramp(2.5, 4.5, z);
  let colour = tint(plain, tone.flush, Math.min(1, Math.max(ear, front * (cheek + noseTip) * 0.5)));
  if (tone.stubble > 0) {
    const beard =
      ramp(-4.4, -6.2, y - 0.22 * Math.abs(x)) * ramp(look.chinY - 1.5, look.chinY, y) * ramp(0, 2, z);
    const lipBeard = ramp(-4.9, -5.3, y) * ramp(3.4, 2.4, Math.abs(x)) * front;
    const hairs = 0.75 + 0.35 * noise(x * 14, y * 14, z * 14);
    colour = tint(colour, tone.brow, tone.stubble * Math.max(beard, lipBeard) * hairs);
  }
  if (z < 3) return colour;
  const mouth = lips(look, x, y);
  colour = tint(colour, tone.lip, mouth.mask * 0.85);
  colour = tint(colour, [tone.lip[0] * 0.22, tone.lip[1] * 0.16, tone.lip[2] * 0.16], mouth.line * 0.8);
  const hairs = 0.85 + 0.3 * noise(x * 9 + y * 6, y * 3, 4.2);
  colour = tint(colour, tone.brow, Math.min(1, browMask(look, x, y) * hairs));
  return tint(colour, [0.012, 0.009, 0.008], lashMask(look, x, y));
}

/** Mixes `amount` of a colour into another. */
export function tint(from: Vec3, to: Vec3, amount: number): Vec3 {
  const a = Math.min(1, Math.max(0, amount));
  return [from[0] + (to[0] - from[0]) * a, from[1] + (to[1] - from[1]) * a, from[2] + (to[2] - from[2]) * a];
}
