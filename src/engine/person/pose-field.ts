import type { Plane } from "../image.js";
import { isInsidePolygon } from "../kernels/polyline.js";
import { faceRho, torsoPlace, type Limb, type PoseGeometry } from "./pose-geometry.js";

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
  /** 1 inside the triangle of an arm's joints, which a bent arm spans. */
  readonly span: Uint8Array;
  readonly leg: Float32Array;
  readonly leftHand: Float32Array;
  readonly rightHand: Float32Array;
}

/** Marks (1) the pixels that `mask` (the person's probability) does not rule out. */
export function findActive(mask: Plane): Uint8Array {
  const active = new Uint8Array(mask.data.length);
  for (let i = 0; i < active.length; i++) if (mask.data[i]! >= MASK_FLOOR) active[i] = 1;
  return active;
}

/** Measures the place of every pixel that `active` marks. */
export function measureField(
  pose: PoseGeometry,
  { width, height }: { readonly width: number; readonly height: number },
  active: Uint8Array,
): PoseField {
  const make = (): Float32Array => new Float32Array(width * height);
  const field: PoseField = {
    width,
    height,
    active,
    t: make(),
    u: make(),
    face: make(),
    headX: make(),
    headUp: make(),
    leftArm: make().fill(Infinity),
    rightArm: make().fill(Infinity),
    leftArmPosition: make(),
    rightArmPosition: make(),
    span: new Uint8Array(width * height),
    leg: make().fill(Infinity),
    leftHand: make(),
    rightHand: make(),
  };
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) if (active[i] === 1) placePixel(field, pose, i, x + 0.5, y + 0.5);
  }
  placeOnLimbInto(field.leftArm, field.leftArmPosition, field, pose.leftArm);
  placeOnLimbInto(field.rightArm, field.rightArmPosition, field, pose.rightArm);
  markSpanInto(field.span, field, pose.leftArm);
  markSpanInto(field.span, field, pose.rightArm);
  placeOnLimbInto(field.leg, null, field, pose.leftLeg);
  placeOnLimbInto(field.leg, null, field, pose.rightLeg);
  return field;
}

function handRho(hand: PoseGeometry["leftHand"], x: number, y: number): number {
  return Math.sqrt((x - hand.centre.x) ** 2 + (y - hand.centre.y) ** 2) / hand.radius;
}

function placePixel(field: PoseField, pose: PoseGeometry, i: number, x: number, y: number): void {
  const place = torsoPlace(pose, x, y);
  field.t[i] = place.t;
  field.u[i] = place.u;
  field.face[i] = faceRho(pose, x, y);
  const dx = (x - pose.face.centre.x) / pose.face.halfHeight;
  const dy = (y - pose.face.centre.y) / pose.face.halfHeight;
  field.headX[i] = -dx * pose.face.up.y + dy * pose.face.up.x;
  field.headUp[i] = dx * pose.face.up.x + dy * pose.face.up.y;
  field.leftHand[i] = handRho(pose.leftHand, x, y);
  field.rightHand[i] = handRho(pose.rightHand, x, y);
}

/** Marks (1) the active pixels in the triangle of a limb's joints. */
function markSpanInto(span: Uint8Array, { width, height, active }: PoseField, { joints }: Limb): void {
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++)
      if (active[i] !== 0 && isInsidePolygon(joints, x + 0.5, y + 0.5)) span[i] = 1;
  }
}

/** Places every active pixel on a limb, as limbPlace does; `position` is left alone when null. Keeps the nearer of two limbs. */
function placeOnLimbInto(
  rho: Float32Array,
  position: Float32Array | null,
  field: PoseField,
  limb: Limb,
): void {
  const { width, height, active } = field;
  for (let segment = 0; segment < 2; segment++) {
    const a = limb.joints[segment]!;
    const b = limb.joints[segment + 1]!;
    const abX = b.x - a.x;
    const abY = b.y - a.y;
    const perSquare = 1 / (abX * abX + abY * abY || 1);
    const radius = limb.radii[segment]!;
    const growth = limb.radii[segment + 1]! - radius;
    for (let y = 0, i = 0; y < height; y++) {
      const dy = y + 0.5 - a.y;
      for (let x = 0; x < width; x++, i++) {
        if (active[i] === 0) continue;
        const dx = x + 0.5 - a.x;
        const t = Math.min(1, Math.max(0, (dx * abX + dy * abY) * perSquare));
        const ex = dx - t * abX;
        const ey = dy - t * abY;
        const here = Math.sqrt(ex * ex + ey * ey) / (radius + growth * t);
        if (here >= rho[i]!) continue;
        rho[i] = here;
        if (position !== null) position[i] = segment + t;
      }
    }
  }
}
