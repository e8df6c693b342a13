import { createImage, createMask, type Image8, type Mask } from "../image.js";

/** A rectangle of whole pixels. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Copies a rectangle out of a picture, three channels. @throws RangeError when the rectangle leaves the picture. */
export function cropImage(src: Image8, rect: Rect): Image8 {
  assertInside(src, rect);
  const dst = createImage(rect.width, rect.height, 3);
  if (src.channels === 3) {
    for (let y = 0; y < rect.height; y++) {
      const from = ((rect.top + y) * src.width + rect.left) * 3;
      dst.data.set(src.data.subarray(from, from + rect.width * 3), y * rect.width * 3);
    }
    return dst;
  }
  for (let y = 0; y < rect.height; y++) {
    let s = ((rect.top + y) * src.width + rect.left) * src.channels;
    let d = y * rect.width * 3;
    for (let x = 0; x < rect.width; x++, s += src.channels, d += 3) {
      dst.data[d] = src.data[s]!;
      dst.data[d + 1] = src.data[s + 1]!;
      dst.data[d + 2] = src.data[s + 2]!;
    }
  }
  return dst;
}

/** {@link cropImage} for a mask. */
export function cropMask(src: Mask, rect: Rect): Mask {
  assertInside(src, rect);
  const dst = createMask(rect.width, rect.height);
  for (let y = 0; y < rect.height; y++) {
    const from = (rect.top + y) * src.width + rect.left;
    dst.data.set(src.data.subarray(from, from + rect.width), y * rect.width);
  }
  return dst;
}

type Samples = Uint8Array | Uint8ClampedArray | Float32Array;

/** Copies the rows of a rectangle's samples to their place inside those of a larger one. In place. */
export function pasteRowsInto(
  whole: Samples,
  part: Samples,
  { from, to, channels }: { readonly from: Rect; readonly to: Rect; readonly channels: number },
): void {
  const length = from.width * channels;
  for (let y = 0; y < from.height; y++) {
    const at = ((from.top - to.top + y) * to.width + from.left - to.left) * channels;
    whole.set(part.subarray(y * length, (y + 1) * length), at);
  }
}

/** The smallest rectangle that holds both, grown by `padPx` and cut to the frame. */
export function uniteRects(
  a: Rect,
  b: Rect,
  padPx: number,
  frame: { readonly width: number; readonly height: number },
): Rect {
  const left = Math.max(0, Math.floor(Math.min(a.left, b.left) - padPx));
  const top = Math.max(0, Math.floor(Math.min(a.top, b.top) - padPx));
  const right = Math.min(frame.width, Math.ceil(Math.max(a.left + a.width, b.left + b.width) + padPx));
  const bottom = Math.min(frame.height, Math.ceil(Math.max(a.top + a.height, b.top + b.height) + padPx));
  return { left, top, width: right - left, height: bottom - top };
}

function assertInside(src: { readonly width: number; readonly height: number }, rect: Rect): void {
  const { left, top, width, height } = rect;
  if (
    left < 0 ||
    top < 0 ||
    width < 1 ||
    height < 1 ||
    left + width > src.width ||
    top + height > src.height
  ) {
    throw new RangeError(
      `Cannot crop ${width}x${height} at ${left},${top} from a picture of ${src.width}x${src.height}`,
    );
  }
}
