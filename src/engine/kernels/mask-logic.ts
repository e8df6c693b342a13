import { createMask, type Mask, type Plane } from "../image.js";

/** What both binary masks (0 or 255) mark. */
export function intersectMasks(a: Mask, b: Mask): Mask {
  const data = a.data.slice();
  for (let i = 0; i < data.length; i++) data[i]! &= b.data[i]!;
  return { ...a, data };
}

/** What the first binary mask (0 or 255) marks and the second does not. */
export function subtractMask(a: Mask, b: Mask): Mask {
  const data = a.data.slice();
  for (let i = 0; i < data.length; i++) data[i]! &= ~b.data[i]!;
  return { ...a, data };
}

/** What the binary mask (0 or 255) does not mark. */
export function invertMask(mask: Mask): Mask {
  const data = mask.data.slice();
  for (let i = 0; i < data.length; i++) data[i] = 255 - data[i]!;
  return { ...mask, data };
}

/** What any of the binary masks (0 or 255) marks. */
export function uniteMasks(first: Mask, ...others: readonly Mask[]): Mask {
  const data = first.data.slice();
  for (const other of others) orInto(data, other.data);
  return { ...first, data };
}

function orInto(data: Mask["data"], other: Mask["data"]): void {
  for (let i = 0; i < data.length; i++) data[i]! |= other[i]!;
}

/** The pixels (255) at which a plane is at least `least`. */
export function maskFrom(plane: Plane, least: number): Mask {
  const mask = createMask(plane.width, plane.height);
  for (let i = 0; i < mask.data.length; i++) if (plane.data[i]! >= least) mask.data[i] = 255;
  return mask;
}

/** The pixels (255) that a soft mask covers at least by half. */
export function halfCovered(mask: Mask): Mask {
  const data = new Uint8Array(mask.data.length);
  for (let i = 0; i < data.length; i++) if (mask.data[i]! >= 128) data[i] = 255;
  return { ...mask, data };
}

/** Number of pixels that a mask marks (non-zero). */
export function countMarked({ data }: Mask): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) count++;
  return count;
}
