import { boxAround, boxDistance, joinBoxes, type Box, type Field, type Shape, type Vec3 } from "./sdf.js";

/** A place and turn in the world: the shape's axes as orthonormal world vectors (either handedness) and its scale. */
export interface Frame {
  readonly origin: Vec3;
  readonly axisX: Vec3;
  readonly axisY: Vec3;
  readonly axisZ: Vec3;
  readonly scale: number;
}

/** Turns a world point into the frame's own coordinates. */
export function toLocal(frame: Frame, x: number, y: number, z: number): Vec3 {
  const { origin, axisX, axisY, axisZ, scale } = frame;
  const dx = (x - origin[0]) / scale;
  const dy = (y - origin[1]) / scale;
  const dz = (z - origin[2]) / scale;
  return [
    dx * axisX[0] + dy * axisX[1] + dz * axisX[2],
    dx * axisY[0] + dy * axisY[1] + dz * axisY[2],
    dx * axisZ[0] + dy * axisZ[1] + dz * axisZ[2],
  ];
}

/** Puts a shape made in the frame's coordinates into the world. Far from it, the distance is that to its box. */
export function place(frame: Frame, shape: Shape): Shape {
  const { origin: o, axisX: i, axisY: j, axisZ: k, scale } = frame;
  const field = shape.distance;
  const box = placeBox(frame, shape.box);
  const distance: Field = (x, y, z) => {
    const toBox = boxDistance(box, x, y, z);
    if (toBox > FAR) return toBox;
    const dx = (x - o[0]) / scale;
    const dy = (y - o[1]) / scale;
    const dz = (z - o[2]) / scale;
    const lx = dx * i[0] + dy * i[1] + dz * i[2];
    const ly = dx * j[0] + dy * j[1] + dz * j[2];
    const lz = dx * k[0] + dy * k[1] + dz * k[2];
    return scale * field(lx, ly, lz);
  };
  return { distance, box };
}

/** Metres: farther than any blend or ambient shadow reaches. */
const FAR = 0.12;

function placeBox(frame: Frame, box: Box): Box {
  const { origin: o, axisX: i, axisY: j, axisZ: k, scale } = frame;
  const corners: Box[] = [];
  for (const x of [box.min[0], box.max[0]]) {
    for (const y of [box.min[1], box.max[1]]) {
      for (const z of [box.min[2], box.max[2]]) {
        const at = (n: 0 | 1 | 2): number => o[n] + scale * (x * i[n] + y * j[n] + z * k[n]);
        corners.push(boxAround([at(0), at(1), at(2)], [0, 0, 0]));
      }
    }
  }
  return joinBoxes(corners);
}

/** Makes a frame at `origin` turned by yaw (about y), then pitch (about x), then roll (about z), radians. */
export function turnedFrame(
  origin: Vec3,
  turn: { readonly yaw: number; readonly pitch: number; readonly roll: number },
  scale: number,
): Frame {
  const rotate = (v: Vec3): Vec3 => {
    const [x0, y0, z0] = v;
    const x1 = x0 * Math.cos(turn.roll) - y0 * Math.sin(turn.roll);
    const y1 = x0 * Math.sin(turn.roll) + y0 * Math.cos(turn.roll);
    const y2 = y1 * Math.cos(turn.pitch) - z0 * Math.sin(turn.pitch);
    const z2 = y1 * Math.sin(turn.pitch) + z0 * Math.cos(turn.pitch);
    return [
      x1 * Math.cos(turn.yaw) + z2 * Math.sin(turn.yaw),
      y2,
      z2 * Math.cos(turn.yaw) - x1 * Math.sin(turn.yaw),
    ];
  };
  return { origin, axisX: rotate([1, 0, 0]), axisY: rotate([0, 1, 0]), axisZ: rotate([0, 0, 1]), scale };
}
