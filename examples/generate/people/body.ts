import { blend, capsule, loft, type Section, type Shape, type Vec3 } from "./sdf.js";

/** One arm's joints, world metres; x tells the side. */
export interface ArmJoints {
  readonly shoulder: Vec3;
  readonly elbow: Vec3;
  readonly wrist: Vec3;
}

/** The bare body's measures, metres. What has a twin on the other side is given for the person's left (x > 0). */
export interface Build {
  readonly neck: readonly [Vec3, Vec3];
  readonly neckRadii: readonly number[];
  readonly chest: readonly Section[];
  /** The muscle from the neck to the shoulder. */
  readonly slope: { readonly from: Vec3; readonly to: Vec3; readonly radii: readonly number[] };
  readonly collarBone: { readonly from: Vec3; readonly to: Vec3; readonly radius: number };
  /** Radii evenly spaced from joint to joint. */
  readonly upperArm: readonly number[];
  readonly foreArm: readonly number[];
}

/** Makes neck, chest, the slopes beside the neck and the collar bones: what a neckline may show. */
export function makeShoulders(build: Build): Shape {
  const both = (make: (mirror: (p: Vec3) => Vec3) => Shape): Shape[] => [
    make((p) => p),
    make(([x, y, z]) => [-x, y, z]),
  ];
  const { neck, slope, collarBone } = build;
  const torso = blend(0.035, [
    capsule(neck[0], neck[1], build.neckRadii),
    loft(build.chest),
    ...both((at) => capsule(at(slope.from), at(slope.to), slope.radii)),
  ]);
  return blend(0.015, [
    torso,
    ...both((at) => capsule(at(collarBone.from), at(collarBone.to), [collarBone.radius])),
  ]);
}

/** Makes an arm without its hand. */
export function makeArm(build: Build, arm: ArmJoints): Shape {
  return blend(0.02, [
    capsule(arm.shoulder, arm.elbow, build.upperArm),
    capsule(arm.elbow, arm.wrist, build.foreArm),
  ]);
}

/** The point `t` (0..1) of the way from a to b. */
export function along(a: Vec3, b: Vec3, t: number): Vec3 {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}
