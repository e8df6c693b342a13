import type { Mask, Point } from "../image.js";

/** Neighbour steps in clockwise order on the screen (y down), starting west. */
const STEP_X = [-1, -1, 0, 1, 1, 1, 0, -1];
const STEP_Y = [0, -1, -1, -1, 0, 1, 1, 1];

/**
 * Traces the outer boundary of the component of `mask` (coverage >= 128) that the scan order meets first: pixel centres
 * (at +½), clockwise on the screen, starting at its topmost leftmost pixel, closed (the first point is not repeated). An empty mask gives
 * no points. Holes and other components are not seen: pass a mask of one component.
 * Source   Moore-neighbour tracing; it stops when it would repeat its first step (Gonzalez & Woods, Digital Image Processing, §11.1).
 */
export function traceContour(mask: Mask): readonly Point[] {
  const { width, height, data } = mask;
  const isInside = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && data[y * width + x]! >= 128;
  const start = data.findIndex((v) => v >= 128);
  if (start < 0) return [];
  const startX = start % width;
  const startY = Math.floor(start / width);
  const points: Point[] = [];
  let x = startX;
  let y = startY;
  let back = 0; // the scan came from the west, so the pixel there is outside
  let firstStep = -1;
  for (;;) {
    let turn = 1;
    while (turn <= 8 && !isInside(x + STEP_X[(back + turn) % 8]!, y + STEP_Y[(back + turn) % 8]!)) turn++;
    const step = (back + turn) % 8;
    const isAtStart = x === startX && y === startY;
    if (isAtStart && step === firstStep) return points; // about to repeat the first step
    points.push({ x: x + 0.5, y: y + 0.5 });
    if (turn > 8) return points; // a single pixel
    if (firstStep < 0) firstStep = step;
    const outside = (step + 7) % 8;
    const fromX = x + STEP_X[outside]!;
    const fromY = y + STEP_Y[outside]!;
    x += STEP_X[step]!;
    y += STEP_Y[step]!;
    back = directionTo(fromX - x, fromY - y);
  }
}

function directionTo(dx: number, dy: number): number {
  for (let k = 0; k < 8; k++) if (STEP_X[k] === dx && STEP_Y[k] === dy) return k;
  throw new RangeError(`Cannot step by (${dx}, ${dy}): it is not a neighbour`);
}
