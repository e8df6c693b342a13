/**
 * Image data types: plain records over typed arrays. Row-major, interleaved, no row padding: sample k of pixel (x, y) is at
 * (y * width + x) * channels + k. The origin is the top left; pixel (x, y) has its centre at (x + ½, y + ½).
 */

/** An 8-bit sRGB picture with straight (not premultiplied) alpha if it has four channels. */
export interface Image8 {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Coverage 0..255, one sample a pixel. A binary mask uses 0 and 255 only. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** A plane of floats, one sample a pixel. The unit is the user's and is said where the plane is made. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** A point in pixels of the picture that its owner names; fractional, pixel centres at +½. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Makes a black picture (or a transparent one, with four channels). @throws RangeError for sizes that are not positive integers. */
export function createImage(width: number, height: number, channels: 3 | 4): Image8 {
  assertSize(width, height);
  return { width, height, channels, data: new Uint8ClampedArray(width * height * channels) };
}

/** Makes an empty mask. @throws RangeError for sizes that are not positive integers. */
export function createMask(width: number, height: number): Mask {
  assertSize(width, height);
  return { width, height, data: new Uint8Array(width * height) };
}

/** Makes a plane of zeros. @throws RangeError for sizes that are not positive integers. */
export function createPlane(width: number, height: number): Plane {
  assertSize(width, height);
  return { width, height, data: new Float32Array(width * height) };
}

/** @throws RangeError unless both pictures have the same width and height. */
export function assertSameSize(
  a: { readonly width: number; readonly height: number },
  b: { readonly width: number; readonly height: number },
): void {
  if (a.width !== b.width || a.height !== b.height) {
    throw new RangeError(
      `Cannot combine pictures of different sizes: ${a.width}x${a.height} and ${b.width}x${b.height}`,
    );
  }
}

function assertSize(width: number, height: number): void {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new RangeError(
      `Cannot make a picture of ${width}x${height}: width and height are positive integers`,
    );
  }
}
