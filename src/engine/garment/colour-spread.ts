import { length3 } from "../kernels/length.js";

/** A colour or a difference of colours: L*, a*, b*. */
export type Colour = readonly [number, number, number];

/** Their mean. */
export function meanOf(colours: readonly Colour[]): Colour {
  const mean = (c: number): number => colours.reduce((sum, colour) => sum + colour[c]!, 0) / colours.length;
  return [mean(0), mean(1), mean(2)];
}

/** Their distance in Lab. */
export function distanceOf(a: Colour, b: Colour): number {
  return length3(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** Root mean square distance from the mean. */
export function spreadOf(colours: readonly Colour[]): number {
  const mean = meanOf(colours);
  return Math.sqrt(colours.reduce((sum, c) => sum + distanceOf(c, mean) ** 2, 0) / colours.length);
}
