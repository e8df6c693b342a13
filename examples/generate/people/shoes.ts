import { place, turnedFrame } from "./frame.js";
import type { Material } from "./scene.js";
import { blend, capsule, cut, ellipsoid, type Shape, type Vec3 } from "./sdf.js";

/** Makes a pair of laced shoes, for the right and the left foot, standing on the floor with the toes turned out. */
export function makeShoes(feet: readonly [Vec3, Vec3]): Shape {
  const shoe = ([x, , z]: Vec3, turn: number): Shape => {
    const frame = turnedFrame([x, 0, z], { yaw: turn, pitch: 0, roll: 0 }, 1);
    const upper = blend(0.03, [
      ellipsoid([0, 0.055, -0.035], [0.04, 0.06, 0.056]),
      ellipsoid([0, 0.036, 0.115], [0.046, 0.036, 0.075]),
      capsule([0, 0.1, -0.01], [0, 0.052, 0.09], [0.034, 0.034, 0.036]),
    ]);
    const laces = [0, 1, 2, 3].map((i) => {
      const [y, z] = [0.119 - 0.011 * i, 0.038 + 0.019 * i];
      return capsule([-0.024, y - 0.007, z], [0.024, y - 0.007, z], [0.0035, 0.0045, 0.0035]);
    });
    const sole = blend(0.03, [
      ellipsoid([0, 0.008, -0.035], [0.044, 0.022, 0.062]),
      ellipsoid([0, 0.008, 0.105], [0.052, 0.022, 0.092]),
    ]);
    const ground: Shape = { distance: (_x, y) => y, box: upper.box };
    return place(frame, cut(0.004, blend(0.004, [upper, sole, ...laces]), ground));
  };
  return blend(0.005, [shoe(feet[0], -0.22), shoe(feet[1], 0.28)]);
}

/** White leather, with a line above the sole. */
export function shoeMaterial(): Material {
  return {
    softness: 0.05,
    shine: 0.08,
    roughness: 0.4,
    fuzz: 0,
    colour: (_x, y) => {
      const line = 1 - 0.45 * Math.exp(-(((y - 0.029) / 0.0016) ** 2));
      return [0.7 * line, 0.69 * line, 0.67 * line];
    },
  };
}
