/**
 * Length of the vector (x, y), in its parts' unit. `Math.hypot` keeps its parts from overflowing, which pixels and colours never do, and
 * makes an array of them at each call: it takes five times as long.
 */
export function length2(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}

/** {@link length2} of (x, y, z). */
export function length3(x: number, y: number, z: number): number {
  return Math.sqrt(x * x + y * y + z * z);
}
