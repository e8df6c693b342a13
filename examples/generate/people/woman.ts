import { createNoise } from "../seeded-noise.js";
import { along, makeArm, makeShoulders, type ArmJoints, type Build } from "./body.js";
import {
  creaseField,
  drapeField,
  fabricMaterial,
  fanCreases,
  makeSleeve,
  makeTop,
  type Crease,
} from "./cloth.js";
import { longHairMaterial, makeLongHair } from "./hair.js";
import { makeHand } from "./hand.js";
import { eyeMaterial, makeEyes, makeHead, skinMaterial, type HeadLook, type SkinTone } from "./head.js";
import { place, turnedFrame } from "./frame.js";
import type { Part, Scene } from "./scene.js";
import { blend, capsule, displace, ellipsoid, loft, ramp, type Shape, type Vec3 } from "./sdf.js";

const LOOK: HeadLook = {
  mouthY: -6.4,
  mouthHalfWidth: 2.3,
  lipFullness: 1.0,
  eyeOpen: 1.06,
  browThickness: 0.5,
  browLift: 1.0,
  lashes: 1,
  jawHalfWidth: 4.45,
  chinY: -10.4,
  chinWidth: 1.6,
  cheek: 0.1,
  noseWidth: 0.92,
  noseLength: 3.8,
  browRidge: 0,
};

const TONE: SkinTone = {
  base: [0.56, 0.335, 0.225],
  flush: [0.6, 0.25, 0.18],
  lip: [0.47, 0.15, 0.13],
  brow: [0.045, 0.028, 0.02],
  stubble: 0,
};

const HEAD = turnedFrame([0.004, 1.568, 0.02], { yaw: 0.02, pitch: -0.02, roll: -0.05 }, 0.0101);
const RIGHT: ArmJoints = {
  shoulder: [-0.146, 1.355, -0.018],
  elbow: [-0.226, 1.098, -0.045],
  wrist: [-0.262, 0.86, 0.03],
};
const LEFT: ArmJoints = {
  shoulder: [0.146, 1.36, -0.018],
  elbow: [0.236, 1.106, -0.04],
  wrist: [0.278, 0.868, 0.035],
};

/** A woman with light-brown skin and long dark hair, in a plain sage T-shirt and jeans, from the head to the thighs. */
export function woman(): Scene {
  const noise = createNoise(11);
  const skin = skinMaterial(TONE, noise, { frame: HEAD, look: LOOK });
  const parts: Part[] = [
    { shape: blend(0.02, [place(HEAD, makeHead(LOOK)), makeShoulders(BUILD)]), material: skin },
    { shape: place(HEAD, makeEyes()), material: eyeMaterial(HEAD, [0.09, 0.045, 0.02], [-0.05, 0]) },
    { shape: blend(0.022, [makeArm(BUILD, RIGHT), makeHandOf(RIGHT)]), material: skin },
    { shape: blend(0.022, [makeArm(BUILD, LEFT), makeHandOf(LEFT)]), material: skin },
    {
      shape: place(HEAD, makeLongHair(noise)),
      material: longHairMaterial(HEAD, [0.03, 0.019, 0.014], noise),
    },
    {
      shape: makeTee(),
      material: fabricMaterial(
        {
          detail: teeDetail,
          colour: [0.26, 0.34, 0.24],
          yarn: 620,
          relief: 0.00012,
          fuzz: 0.06,
          mottle: 0.06,
        },
        noise,
      ),
    },
    {
      shape: makeJeans(),
      material: fabricMaterial(
        {
          detail: jeansDetail,
          colour: [0.075, 0.125, 0.225],
          yarn: 700,
          relief: 0.00016,
          fuzz: 0.03,
          mottle: 0.22,
        },
        noise,
      ),
    },
  ];
  const camera = { target: [0, 1.155, 0] as Vec3, yawRad: 0.1, distance: 5.5, viewHeight: 1.235 };
  return { parts, camera, showsFloor: false, seed: 5 };
}

const BUILD: Build = {
  neck: [
    [0, 1.37, -0.028],
    [0.003, 1.52, -0.002],
  ],
  neckRadii: [0.06, 0.047, 0.045, 0.05],
  chest: [
    { y: 1.2, halfWidth: 0.13, halfDepth: 0.085 },
    { y: 1.3, halfWidth: 0.14, halfDepth: 0.085 },
    { y: 1.37, halfWidth: 0.125, halfDepth: 0.066, z: -0.012 },
    { y: 1.415, halfWidth: 0.07, halfDepth: 0.055, z: -0.025 },
    { y: 1.47, halfWidth: 0.03, halfDepth: 0.03, z: -0.02 },
  ],
  slope: { from: [0.028, 1.43, -0.035], to: [0.14, 1.362, -0.022], radii: [0.032, 0.028, 0.036] },
  collarBone: { from: [0.018, 1.385, 0.044], to: [0.11, 1.392, 0.01], radius: 0.0085 },
  upperArm: [0.05, 0.045, 0.043, 0.039, 0.036],
  foreArm: [0.035, 0.038, 0.035, 0.029, 0.0245, 0.023],
};

function makeHandOf(arm: ArmJoints): Shape {
  const side = Math.sign(arm.shoulder[0]);
  return makeHand({
    wrist: arm.wrist,
    reach: [side * 0.12, -1, 0.2],
    thumbSide: [-side * 0.35, 0.1, 1],
    palm: [-side, 0, -0.3],
    curl: [0.2, 0.27, 0.32, 0.36],
    scale: 0.96,
  });
}

const NECK_HOLE = capsule([0, 1.6, -0.06], [0, 1.446, 0.03], [0.074]);

function makeTee(): Shape {
  const sleeve = (arm: ArmJoints): Shape => {
    const end = along(arm.shoulder, arm.elbow, 0.6);
    return makeSleeve(arm.shoulder, [end[0] * 1.03, end[1], end[2]], [0.051, 0.058, 0.061, 0.063]);
  };
  return makeTop({
    torso: [
      { y: 0.872, halfWidth: 0.186, halfDepth: 0.134, z: -0.004 },
      { y: 0.95, halfWidth: 0.175, halfDepth: 0.125, z: -0.002 },
      { y: 1.08, halfWidth: 0.147, halfDepth: 0.108, z: 0 },
      { y: 1.2, halfWidth: 0.153, halfDepth: 0.105, z: 0.004 },
      { y: 1.3, halfWidth: 0.156, halfDepth: 0.097, z: 0 },
      { y: 1.37, halfWidth: 0.14, halfDepth: 0.076, z: -0.012 },
      { y: 1.41, halfWidth: 0.09, halfDepth: 0.06, z: -0.02 },
    ],
    extras: [-1, 1].map((s) => ellipsoid([s * 0.072, 1.245, 0.07], [0.068, 0.07, 0.058])),
    shoulderLine: blend(
      0.03,
      [-1, 1].map((s) => capsule([s * 0.05, 1.428, -0.03], [s * 0.148, 1.362, -0.02], [0.038, 0.04, 0.045])),
    ),
    neckHole: NECK_HOLE,
    sleeves: [sleeve(RIGHT), sleeve(LEFT)],
    folds: teeFolds(),
  });
}

function teeFolds(): (x: number, y: number, z: number) => number {
  const creases: Crease[] = [-1, 1].flatMap((s) => [
    ...fanCreases(
      21 + s,
      [s * 0.155, 1.285, 0.06],
      [
        [s * 0.07, 1.31, 0.11],
        [s * 0.085, 1.17, 0.11],
        [s * 0.12, 1.12, 0.09],
        [s * 0.14, 1.08, 0.07],
      ],
      [0.01, 0.004],
    ),
    ...fanCreases(
      31 + s,
      [s * 0.16, 1.03, 0.05],
      [
        [s * 0.05, 1.075, 0.11],
        [s * 0.03, 1.02, 0.12],
        [s * 0.06, 0.95, 0.13],
        [s * 0.14, 1.14, 0.06],
      ],
      [0.011, 0.0045],
    ),
    ...fanCreases(
      41 + s,
      [s * 0.16, 1.29, 0.04],
      [
        [s * 0.2, 1.35, 0.03],
        [s * 0.225, 1.3, 0.03],
        [s * 0.21, 1.24, 0.03],
      ],
      [0.01, 0.004],
    ),
  ]);
  const lines = creaseField(creases);
  const drape = drapeField(createNoise(12), 0.0075);
  return (x, y, z) => lines(x, y, z) + drape(x, y, z) * (0.35 + 0.65 * ramp(1.3, 1.0, y));
}

function makeJeans(): Shape {
  const pelvis = loft([
    { y: 0.73, halfWidth: 0.05, halfDepth: 0.04 },
    { y: 0.77, halfWidth: 0.13, halfDepth: 0.09 },
    { y: 0.82, halfWidth: 0.166, halfDepth: 0.11, z: -0.008 },
    { y: 0.88, halfWidth: 0.17, halfDepth: 0.115, z: -0.012 },
    { y: 1.0, halfWidth: 0.135, halfDepth: 0.095 },
  ]);
  const leg = (s: number): Shape =>
    capsule([s * 0.084, 0.83, -0.004], [s * 0.098, 0.44, 0.008], [0.086, 0.087, 0.08, 0.071, 0.062]);
  const creases = creaseField(
    [-1, 1].flatMap((s) =>
      fanCreases(
        61 + s,
        [s * 0.02, 0.76, 0.08],
        [
          [s * 0.11, 0.8, 0.09],
          [s * 0.13, 0.76, 0.08],
          [s * 0.12, 0.72, 0.07],
        ],
        [0.011, 0.005],
      ),
    ),
  );
  const drape = drapeField(createNoise(13), 0.005);
  return displace(
    blend(0.025, [pelvis, leg(-1), leg(1)]),
    0.012,
    (x, y, z) => creases(x, y, z) + drape(x, y, z),
  );
}

/** A dark line where `distance` is near 0, metres. */
function seam(distance: number, depth: number): number {
  return 1 - depth * Math.exp(-((distance / 0.0014) ** 2));
}

/** Seams of the T-shirt: hem, neck band and sleeve hems. */
function teeDetail(x: number, y: number, z: number): number {
  const arm = x < 0 ? RIGHT : LEFT;
  const down = [arm.elbow[0] - arm.shoulder[0], arm.elbow[1] - arm.shoulder[1]] as const;
  const t =
    ((x - arm.shoulder[0]) * down[0] + (y - arm.shoulder[1]) * down[1]) / (down[0] ** 2 + down[1] ** 2);
  const cuff = Math.abs(x) > 0.172 ? seam((t - 0.545) * 0.28, 0.22) : 1;
  return seam(y - 0.893, 0.22) * seam(NECK_HOLE.distance(x, y, z) - 0.0205, 0.3) * cuff;
}

/** Seams and wear of the jeans: fly, pockets, legs, and the paler front of the thighs. */
function jeansDetail(x: number, y: number, z: number): number {
  const side = Math.abs(x);
  const front = z > 0 ? 1 : 0;
  const fly = front * (y > 0.79 ? 1 : 0);
  const pocket = Math.hypot(side - 0.165, y - 0.905) - 0.085;
  const edges = seam(x, 0.35 * fly) * seam(x - 0.03 * ramp(0.795, 0.82, y), 0.3 * fly);
  const pockets = seam(pocket, 0.4 * front) * seam(pocket - 0.006, 0.25 * front);
  const worn = 1 + 0.3 * front * Math.exp(-(((side - 0.09) / 0.05) ** 2)) * ramp(0.82, 0.72, y);
  return edges * pockets * worn * seam(z + 0.012, 0.3 * ramp(0.12, 0.15, side));
}
