import { createNoise } from "../seeded-noise.js";
import { makeShoulders, type ArmJoints, type Build } from "./body.js";
import {
  creaseField,
  drapeField,
  fabricMaterial,
  fanCreases,
  makeSleeve,
  makeTop,
  ringCreases,
  type Crease,
} from "./cloth.js";
import { place, turnedFrame } from "./frame.js";
import { makeShortHair, shortHairMaterial } from "./hair.js";
import { makeHand } from "./hand.js";
import { eyeMaterial, makeEyes, makeHead, skinMaterial, type HeadLook, type SkinTone } from "./head.js";
import type { Material, Part, Scene } from "./scene.js";
import { blend, capsule, displace, ellipsoid, loft, ramp, type Field, type Shape, type Vec3 } from "./sdf.js";
import { makeShoes, shoeMaterial } from "./shoes.js";

const LOOK: HeadLook = {
  mouthY: -6.9,
  mouthHalfWidth: 2.75,
  lipFullness: 1.12,
  eyeOpen: 0.92,
  browThickness: 0.78,
  browLift: 0.55,
  lashes: 0.6,
  jawHalfWidth: 5.5,
  chinY: -11.2,
  chinWidth: 2.4,
  cheek: 0,
  noseWidth: 1.2,
  noseLength: 4.2,
  browRidge: 0.25,
};

const TONE: SkinTone = {
  base: [0.165, 0.082, 0.048],
  flush: [0.2, 0.075, 0.042],
  lip: [0.19, 0.07, 0.055],
  brow: [0.012, 0.009, 0.008],
  stubble: 0.42,
};

const BUILD: Build = {
  neck: [
    [0, 1.47, -0.03],
    [0, 1.64, -0.005],
  ],
  neckRadii: [0.072, 0.062, 0.06, 0.062],
  chest: [
    { y: 1.3, halfWidth: 0.15, halfDepth: 0.095 },
    { y: 1.46, halfWidth: 0.17, halfDepth: 0.085, z: -0.012 },
    { y: 1.52, halfWidth: 0.09, halfDepth: 0.06, z: -0.028 },
    { y: 1.59, halfWidth: 0.04, halfDepth: 0.04, z: -0.02 },
  ],
  slope: { from: [0.035, 1.55, -0.04], to: [0.17, 1.475, -0.025], radii: [0.038, 0.034, 0.038] },
  collarBone: { from: [0.02, 1.48, 0.045], to: [0.14, 1.5, 0.01], radius: 0.009 },
  upperArm: [0.058, 0.053, 0.05, 0.045, 0.04],
  foreArm: [0.042, 0.046, 0.042, 0.034, 0.029, 0.028],
};

const HEAD = turnedFrame([-0.004, 1.69, 0.022], { yaw: -0.1, pitch: 0, roll: 0.03 }, 0.0109);
const RIGHT: ArmJoints = {
  shoulder: [-0.178, 1.45, -0.02],
  elbow: [-0.256, 1.17, -0.045],
  wrist: [-0.288, 0.925, 0.035],
};
const LEFT: ArmJoints = {
  shoulder: [0.178, 1.448, -0.02],
  elbow: [0.306, 1.172, -0.07],
  wrist: [0.196, 0.945, 0.05],
};

/** A man with dark skin and short curled hair, in a grey sweater, dark trousers and white shoes; one hand in the pocket. */
export function man(): Scene {
  const noise = createNoise(23);
  const skin = skinMaterial(TONE, noise, { frame: HEAD, look: LOOK });
  const hand = makeHand({
    wrist: RIGHT.wrist,
    reach: [-0.08, -1, 0.16],
    thumbSide: [0.4, 0.1, 1],
    palm: [1, 0, -0.3],
    curl: [0.22, 0.3, 0.36, 0.4],
    scale: 1.08,
  });
  const wrist = capsule(RIGHT.elbow, RIGHT.wrist, BUILD.foreArm);
  const parts: Part[] = [
    { shape: blend(0.02, [place(HEAD, makeHead(LOOK)), makeShoulders(BUILD)]), material: skin },
    { shape: place(HEAD, makeEyes()), material: eyeMaterial(HEAD, [0.045, 0.022, 0.012], [0.1, 0]) },
    {
      shape: place(HEAD, makeShortHair(noise)),
      material: shortHairMaterial(HEAD, [0.016, 0.013, 0.012], noise),
    },
    { shape: blend(0.02, [wrist, hand]), material: skin },
    { shape: capsule(LEFT.elbow, [0.165, 0.9, 0.055], [0.045, 0.04, 0.03, 0.03]), material: skin },
    { shape: makeSweater(), material: sweaterMaterial() },
    {
      shape: makeTrousers(),
      material: fabricMaterial(
        {
          detail: trouserDetail,
          colour: [0.03, 0.036, 0.052],
          yarn: 600,
          relief: 0.00012,
          fuzz: 0.05,
          mottle: 0.1,
        },
        noise,
      ),
    },
    { shape: makeShoes(FEET), material: shoeMaterial() },
  ];
  const camera = { target: [0, 0.93, 0] as Vec3, yawRad: -0.08, distance: 6.5, viewHeight: 2.06 };
  return { parts, camera, showsFloor: true, seed: 6 };
}

const NECK_HOLE = capsule([0, 1.7, -0.06], [0, 1.542, 0.026], [0.078]);
const HEM_Y = 0.955;

function makeSweater(): Shape {
  const sleeve = (arm: ArmJoints): Shape =>
    blend(0.03, [
      capsule(arm.shoulder, arm.elbow, [0.068, 0.066, 0.064, 0.06, 0.056]),
      makeSleeve(arm.elbow, arm.wrist, [0.057, 0.058, 0.056, 0.05, 0.043, 0.036]),
    ]);
  return makeTop({
    torso: [
      { y: HEM_Y, halfWidth: 0.168, halfDepth: 0.125, z: -0.004 },
      { y: 1.0, halfWidth: 0.176, halfDepth: 0.13, z: -0.002 },
      { y: 1.12, halfWidth: 0.178, halfDepth: 0.128 },
      { y: 1.26, halfWidth: 0.184, halfDepth: 0.122, z: 0.002 },
      { y: 1.37, halfWidth: 0.184, halfDepth: 0.117, z: 0 },
      { y: 1.455, halfWidth: 0.165, halfDepth: 0.09, z: -0.014 },
      { y: 1.52, halfWidth: 0.11, halfDepth: 0.065, z: -0.024 },
    ],
    extras: [-1, 1].map((s) => ellipsoid([s * 0.085, 1.37, 0.06], [0.095, 0.075, 0.058])),
    shoulderLine: blend(
      0.03,
      [-1, 1].map((s) => capsule([s * 0.055, 1.53, -0.035], [s * 0.172, 1.462, -0.022], [0.046, 0.05, 0.06])),
    ),
    neckHole: NECK_HOLE,
    sleeves: [sleeve(RIGHT), sleeve(LEFT)],
    folds: sweaterFolds(),
  });
}

function sweaterFolds(): Field {
  const body: Crease[] = [-1, 1].flatMap((s) => [
    ...fanCreases(
      121 + s,
      [s * 0.175, 1.4, 0.06],
      [
        [s * 0.1, 1.3, 0.12],
        [s * 0.13, 1.24, 0.11],
        [s * 0.16, 1.2, 0.08],
      ],
      [0.014, 0.005],
    ),
    ...fanCreases(
      131 + s,
      [s * 0.18, 1.04, 0.05],
      [
        [s * 0.07, 1.08, 0.125],
        [s * 0.05, 1.03, 0.13],
        [s * 0.16, 1.16, 0.08],
      ],
      [0.014, 0.006],
    ),
  ]);
  const sleeves = [RIGHT, LEFT].flatMap((arm, i) => [
    ...ringCreases(141 + i, arm.shoulder, arm.elbow, {
      from: 0.35,
      to: 1.05,
      count: 5,
      radius: 0.06,
      height: 0.006,
    }),
    ...ringCreases(151 + i, arm.elbow, arm.wrist, {
      from: 0.0,
      to: 0.85,
      count: 6,
      radius: 0.05,
      height: 0.006,
    }),
  ]);
  const lines = creaseField([...body, ...sleeves]);
  const drape = drapeField(createNoise(24), 0.007);
  return (x, y, z) => (lines(x, y, z) + drape(x, y, z)) * ramp(HEM_Y + 0.05, HEM_Y + 0.09, y);
}

/** A knit with ribs at the hem, the neck and the cuffs. */
function sweaterMaterial(): Material {
  const noise = createNoise(25);
  const hem: Field = (_x, y) => ramp(HEM_Y + 0.058, HEM_Y + 0.054, y);
  const rib: Field = (x, y, z) => hem(x, y, z) * Math.sin(Math.atan2(x, z + 0.3) * 420);
  const seam: Field = (x, y, z) =>
    1 -
    0.3 * Math.exp(-(((y - HEM_Y - 0.056) / 0.002) ** 2)) -
    0.12 * hem(x, y, z) -
    0.1 * ramp(0.021, 0.018, NECK_HOLE.distance(x, y, z));
  return fabricMaterial(
    {
      colour: [0.3, 0.305, 0.315],
      yarn: 480,
      relief: 0.00022,
      fuzz: 0.1,
      mottle: 0.13,
      detail: (x, y, z) => seam(x, y, z) * (1 + 0.12 * rib(x, y, z)),
      detailRelief: (x, y, z) => 0.0004 * rib(x, y, z),
    },
    noise,
  );
}

function makeTrousers(): Shape {
  const pelvis = loft([
    { y: 0.79, halfWidth: 0.05, halfDepth: 0.04 },
    { y: 0.84, halfWidth: 0.14, halfDepth: 0.1 },
    { y: 0.9, halfWidth: 0.166, halfDepth: 0.118, z: -0.006 },
    { y: 0.98, halfWidth: 0.163, halfDepth: 0.116, z: -0.006 },
    { y: 1.06, halfWidth: 0.15, halfDepth: 0.1 },
  ]);
  const leg = (s: number, foot: Vec3): Shape => {
    const knee: Vec3 = [s * 0.108, 0.5, 0.012];
    return blend(0.03, [
      capsule([s * 0.09, 0.9, -0.004], knee, [0.092, 0.096, 0.088, 0.076, 0.069]),
      capsule(knee, [foot[0], 0.075, foot[2] - 0.01], [0.069, 0.07, 0.068, 0.064, 0.062]),
    ]);
  };
  const pocketed = ellipsoid([0.15, 0.875, 0.055], [0.034, 0.07, 0.045]);
  const legs = [leg(-1, FEET[0]), leg(1, FEET[1])];
  const folds = trouserFolds();
  return displace(blend(0.028, [pelvis, ...legs, pocketed]), 0.014, folds);
}

const FEET: readonly [Vec3, Vec3] = [
  [-0.125, 0, -0.01],
  [0.14, 0, 0.0],
];

function trouserFolds(): Field {
  const creases = [-1, 1].flatMap((s, i) => {
    const foot = FEET[i]!;
    const knee: Vec3 = [s * 0.108, 0.5, 0.012];
    return [
      ...fanCreases(
        161 + s,
        [s * 0.02, 0.84, 0.09],
        [
          [s * 0.13, 0.9, 0.09],
          [s * 0.14, 0.85, 0.08],
          [s * 0.12, 0.79, 0.08],
        ],
        [0.011, 0.005],
      ),
      ...ringCreases(171 + i, [s * 0.09, 0.9, 0], knee, {
        from: 0.75,
        to: 1.05,
        count: 4,
        radius: 0.07,
        height: 0.005,
      }),
      ...ringCreases(181 + i, knee, [foot[0], 0.075, foot[2]], {
        from: 0.1,
        to: 0.4,
        count: 2,
        radius: 0.06,
        height: 0.005,
      }),
      ...ringCreases(191 + i, knee, [foot[0], 0.075, foot[2]], {
        from: 0.72,
        to: 1,
        count: 4,
        radius: 0.06,
        height: 0.007,
      }),
    ];
  });
  const lines = creaseField(creases);
  const drape = drapeField(createNoise(26), 0.006);
  return (x, y, z) => lines(x, y, z) + drape(x, y, z);
}

/** Seams of the trousers: fly and slanted pockets. */
function trouserDetail(x: number, y: number, z: number): number {
  if (z < 0) return 1;
  const line = (distance: number): number => Math.exp(-((distance / 0.002) ** 2));
  const fly = y > 0.84 ? line(x) + line(x - 0.032 * ramp(0.85, 0.88, y)) : 0;
  const slant = Math.abs(x) - 0.125 - (0.95 - y) * 0.25;
  return 1 - 0.4 * Math.min(1, fly + (y > 0.8 && y < 0.95 ? line(slant) : 0));
}
