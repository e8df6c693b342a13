import type { Plane } from "../image.js";
import { faceRho, limbPlace, torsoPlace, type PoseGeometry } from "./pose-geometry.js";

/** Pixels less likely than this to show the person are background without further question. */
const MASK_FLOOR = 0.02;

/** Where each pixel lies on the skeleton. Only active pixels are filled in. */
export interface PoseField {
  readonly width: number;
  readonly height: number;
  /** 1 where the person may be, else 0. */
  readonly active: Uint8Array;
  /** Place on the torso: along (0 shoulders, 1 hips) and across in units. */
  readonly t: Float32Array;
  readonly u: Float32Array;
  /** Radius in the face's ellipse, and the place from its middle in halves of its height. */
  readonly face: Float32Array;
  readonly headX: Float32Array;
  readonly headUp: Float32Array;
  /** Distances from the limbs' axes over their radii, and the positions along the arms (0 shoulder, 2 wrist). */
  readonly leftArm: Float32Array;
  readonly rightArm: Float32Array;
  readonly leftArmPosition: Float32Array;
  readonly rightArmPosition: Float32Array;
  readonly leg: Float32Array;
  readonly leftHand: Float32Array;
  readonly rightHand: Float32Array;
}

/** Measures the place of every pixel that `mask` (the person's probability) does not rule out. */
export function measureField(pose: PoseGeometry, mask: Plane): PoseField {
  const { width, height } = mask;
  const make = (): Float32Array => new Float32Array(width * height);
  const field: PoseField = {
    width,
    height,
    active: new Uint8Array(width * height),
    t: make(),
    u: make(),
    face: make(),
    headX: make(),
    headUp: make(),
    leftArm: make(),
    rightArm: make(),
    leftArmPosition: make(),
    rightArmPosition: make(),
    leg: make(),
    leftHand: make(),
    rightHand: make(),
  };
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++)
      if (mask.data[i]! >= MASK_FLOOR) placePixel(field, pose, i, x + 0.5, y + 0.5);
  }
  return field;
}

function handRho(hand: PoseGeometry["leftHand"], x: number, y: number): number {
  return Math.sqrt((x - hand.centre.x) ** 2 + (y - hand.centre.y) ** 2) / hand.radius;
}

function placePixel(field: PoseField, pose: PoseGeometry, i: number, x: number, y: number): void {
  field.active[i] = 1;
  const place = torsoPlace(pose, x, y);
  field.t[i] = place.t;
  field.u[i] = place.u;
  field.face[i] = faceRho(pose, x, y);
  const dx = (x - pose.face.centre.x) / pose.face.halfHeight;
  const dy = (y - pose.face.centre.y) / pose.face.halfHeight;
  field.headX[i] = -dx * pose.face.up.y + dy * pose.face.up.x;
  field.headUp[i] = dx * pose.face.up.x + dy * pose.face.up.y;
  const left = limbPlace(pose.leftArm, x, y);
  const right = limbPlace(pose.rightArm, x, y);
  field.leftArm[i] = left.rho;
  field.leftArmPosition[i] = left.position;
  field.rightArm[i] = right.rho;
  field.rightArmPosition[i] = right.position;
  field.leg[i] = Math.min(limbPlace(pose.leftLeg, x, y).rho, limbPlace(pose.rightLeg, x, y).rho);
  field.leftHand[i] = handRho(pose.leftHand, x, y);
  field.rightHand[i] = handRho(pose.rightHand, x, y);
}
