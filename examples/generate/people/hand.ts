import { normalise, cross, dot } from "./scene.js";
import { place, type Frame } from "./frame.js";
import { blend, capsule, ellipsoid, type Shape, type Vec3 } from "./sdf.js";

/** How a hand is held. Directions are world vectors and need not be unit or square to each other. */
export interface HandPose {
  readonly wrist: Vec3;
  /** From the wrist to the middle knuckle. */
  readonly reach: Vec3;
  /** Towards the thumb's side. */
  readonly thumbSide: Vec3;
  /** Where the palm faces, as a rough hint that settles left or right. */
  readonly palm: Vec3;
  /** Bend of each finger joint, radians, first finger to last. */
  readonly curl: readonly [number, number, number, number];
  readonly scale: number;
}

/** Knuckle (x towards the thumb, y along the hand), finger length and sideways lean: hand of 18 cm, in centimetres. */
const FINGERS = [
  { x: 2.75, y: 8.9, length: 7.0, lean: 0.09 },
  { x: 0.95, y: 9.3, length: 7.8, lean: 0.02 },
  { x: -0.85, y: 9.0, length: 7.2, lean: -0.05 },
  { x: -2.5, y: 8.2, length: 5.7, lean: -0.13 },
] as const;

/** Makes a hand: palm, four fingers of three bones, and a thumb. In world metres. */
export function makeHand(pose: HandPose): Shape {
  const axisY = normalise(pose.reach);
  const side = pose.thumbSide;
  const along = dot(side, axisY);
  const axisX = normalise([
    side[0] - axisY[0] * along,
    side[1] - axisY[1] * along,
    side[2] - axisY[2] * along,
  ]);
  const square = cross(axisX, axisY);
  const sign = dot(square, pose.palm) < 0 ? -1 : 1;
  const axisZ: Vec3 = [square[0] * sign, square[1] * sign, square[2] * sign];
  const frame: Frame = { origin: pose.wrist, axisX, axisY, axisZ, scale: 0.01 * pose.scale };
  const fingers = FINGERS.map((finger, i) => makeFinger(finger, pose.curl[i]!));
  return place(frame, blend(0.7, [makePalm(), blend(0.12, fingers), makeThumb()]));
}

function makePalm(): Shape {
  const bones = FINGERS.map(({ x, y }) => capsule([x * 0.42, 0.2, 0], [x, y, 0], [1.25, 1.15, 1.0, 0.92]));
  return blend(1.1, [
    ...bones,
    ellipsoid([1.9, 3.6, 0.8], [1.3, 2.6, 1.1]),
    ellipsoid([-1.8, 3.4, 0.6], [1.2, 2.8, 0.9]),
  ]);
}

function makeFinger(finger: (typeof FINGERS)[number], curl: number): Shape {
  const bones: Shape[] = [];
  let at: Vec3 = [finger.x, finger.y, 0];
  let bend = 0;
  const thickness = finger.length / 7.4;
  const radii = [
    [0.9, 0.8, 0.82],
    [0.82, 0.72, 0.73],
    [0.73, 0.68, 0.6],
  ];
  [0.46, 0.3, 0.24].forEach((share, i) => {
    bend += curl;
    const length = finger.length * share;
    const flat = Math.cos(bend) * length;
    const to: Vec3 = [at[0] + flat * finger.lean, at[1] + flat, at[2] + Math.sin(bend) * length];
    bones.push(
      capsule(
        at,
        to,
        radii[i]!.map((r) => r * (0.5 + 0.5 * thickness)),
      ),
    );
    at = to;
  });
  return blend(0.3, bones);
}

function makeThumb(): Shape {
  return blend(0.5, [
    capsule([2.0, 2.2, 0.5], [3.5, 5.2, 1.6], [1.35, 1.15, 1.0]),
    capsule([3.5, 5.2, 1.6], [4.1, 8.0, 2.1], [0.98, 0.84, 0.88]),
    capsule([4.1, 8.0, 2.1], [4.0, 10.2, 2.4], [0.88, 0.86, 0.66]),
  ]);
}
