import type { Image8 } from "../../src/engine/mod.js";

/** Joints of the drawn figure in pixels of its picture. Left and right are the figure's own. */
export const JOINTS = {
  leftShoulder: { x: 234, y: 160 },
  rightShoulder: { x: 150, y: 160 },
  leftElbow: { x: 264, y: 240 },
  rightElbow: { x: 120, y: 240 },
  leftWrist: { x: 266, y: 305 },
  rightWrist: { x: 118, y: 305 },
  leftHip: { x: 209, y: 288 },
  rightHip: { x: 175, y: 288 },
} as const;

type Colour = readonly [red: number, green: number, blue: number];
/** A rounded bar from (x0, y0) to (x1, y1). */
type Capsule = readonly [x0: number, y0: number, x1: number, y1: number, radius: number, colour: Colour];

const SKIN: Colour = [215, 165, 140];
const SHIRT: Colour = [190, 60, 60];
const TROUSERS: Colour = [50, 60, 90];
const DARK: Colour = [40, 30, 30];
const BACKGROUND = 225;
const WIDTH = 384;
const HEIGHT = 512;

/** Back to front. */
const CAPSULES: readonly Capsule[] = [
  [175, 285, 168, 470, 24, TROUSERS],
  [209, 285, 216, 470, 24, TROUSERS],
  [150, 160, 120, 240, 15, SHIRT],
  [120, 240, 118, 322, 12, SKIN],
  [234, 160, 264, 240, 15, SHIRT],
  [264, 240, 266, 322, 12, SKIN],
  [192, 120, 192, 150, 15, SKIN],
  [168, 165, 172, 280, 28, SHIRT],
  [216, 165, 212, 280, 28, SHIRT],
  [160, 165, 224, 165, 20, SHIRT],
  [192, 62, 192, 70, 34, DARK],
  [192, 82, 192, 95, 27, SKIN],
  [182, 84, 182, 84, 4, DARK],
  [202, 84, 202, 84, 4, DARK],
  [186, 108, 198, 108, 3, SHIRT],
  [166, 478, 158, 484, 13, DARK],
  [218, 478, 226, 484, 13, DARK],
];

/** Draws a standing figure of softly shaded capsules, 384 x 512 px, that a pose network takes for a person. */
export function drawFigure(): Image8 {
  const data = new Uint8ClampedArray(WIDTH * HEIGHT * 3).fill(BACKGROUND);
  for (const capsule of CAPSULES) drawCapsule(data, capsule);
  return { width: WIDTH, height: HEIGHT, channels: 3, data };
}

function drawCapsule(data: Uint8ClampedArray, [x0, y0, x1, y1, radius, colour]: Capsule): void {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const lengthSquared = dx * dx + dy * dy || 1;
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const along = Math.min(Math.max(((x - x0) * dx + (y - y0) * dy) / lengthSquared, 0), 1);
      const distance = Math.hypot(x - x0 - along * dx, y - y0 - along * dy) / radius;
      if (distance >= 1) continue;
      const light = 0.55 + 0.5 * Math.sqrt(1 - distance * distance);
      for (let c = 0; c < 3; c++) data[(y * WIDTH + x) * 3 + c] = colour[c]! * light;
    }
  }
}

/** Puts a picture on a larger plain one, with its top left corner at (x, y). */
export function placeOnCanvas(
  picture: Image8,
  canvas: { width: number; height: number; x: number; y: number },
): Image8 {
  const { width, height, x, y } = canvas;
  const data = new Uint8ClampedArray(width * height * 3).fill(BACKGROUND);
  for (let row = 0; row < picture.height; row++) {
    const from = row * picture.width * 3;
    data.set(picture.data.subarray(from, from + picture.width * 3), ((y + row) * width + x) * 3);
  }
  return { width, height, channels: 3, data };
}
