import type { Frame, Vec3 } from "./sdf.js";

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
