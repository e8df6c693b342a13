import type { Image8 } from "../engine/mod.js";

/** A square of the picture, turned about its centre. */
export interface Crop {
  /** Centre in picture pixels. */
  readonly x: number;
  readonly y: number;
  /** Side in picture pixels. */
  readonly sizePx: number;
  /** Turn of the crop's axes, positive from x towards y. */
  readonly angleRad: number;
}

/** A picture and its halved copies, made when first asked for: level n is 2^n times smaller. */
export class ImagePyramid {
  readonly #levels: Image8[];

  constructor(image: Image8) {
    this.#levels = [image];
  }

  /** The base picture. */
  get image(): Image8 {
    return this.#levels[0]!;
  }

  /** The copy in which one sample covers about `scale` base pixels. */
  atScale(scale: number): Image8 {
    const wanted = Math.max(0, Math.round(Math.log2(scale)));
    let last = this.#levels.at(-1)!;
    while (this.#levels.length <= wanted && last.width > 1 && last.height > 1) {
      last = halve(last);
      this.#levels.push(last);
    }
    return this.#levels[Math.min(wanted, this.#levels.length - 1)]!;
  }
}

/** Averages blocks of 2x2 pixels. Odd last rows and columns are dropped. */
function halve(src: Image8): Image8 {
  const { channels } = src;
  const width = src.width >> 1;
  const height = src.height >> 1;
  const rowLength = src.width * channels;
  const data = new Uint8ClampedArray(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 2 * (y * rowLength + x * channels);
      const to = (y * width + x) * channels;
      for (let c = 0; c < channels; c++) {
        const a = from + c;
        data[to + c] =
          (src.data[a]! +
            src.data[a + channels]! +
            src.data[a + rowLength]! +
            src.data[a + rowLength + channels]!) /
          4;
      }
    }
  }
  return { width, height, channels, data };
}

/**
 * Samples a crop to `size` x `size` x RGB floats 0..1. Bilinear on the pyramid level nearest in scale; black outside the
 * picture; alpha is ignored.
 */
export function sampleCrop(pyramid: ImagePyramid, crop: Crop, size: number): Float32Array {
  const step = crop.sizePx / size;
  const level = pyramid.atScale(step);
  const { width, height, channels } = level;
  // pictures come in two kinds of byte arrays: a loop that sees both takes several times as long
  const data = new Uint8Array(level.data.buffer, level.data.byteOffset, level.data.length);
  const scaleX = width / pyramid.image.width;
  const scaleY = height / pyramid.image.height;
  const cos = Math.cos(crop.angleRad) * step;
  const sin = Math.sin(crop.angleRad) * step;
  const dst = new Float32Array(size * size * 3);
  for (let v = 0, k = 0; v < size; v++) {
    for (let u = 0; u < size; u++, k += 3) {
      const du = u + 0.5 - size / 2;
      const dv = v + 0.5 - size / 2;
      const x = (crop.x + cos * du - sin * dv) * scaleX - 0.5;
      const y = (crop.y + sin * du + cos * dv) * scaleY - 0.5;
      const x0 = Math.floor(x);
      const y0 = Math.floor(y);
      if (x0 < -1 || y0 < -1 || x0 >= width || y0 >= height) continue;
      const fx = x - x0;
      if (x0 >= 0 && y0 >= 0 && x0 + 1 < width && y0 + 1 < height) {
        const [upper, lower] = [(1 - y + y0) / 255, (y - y0) / 255];
        const [w00, w01, w10, w11] = [(1 - fx) * upper, fx * upper, (1 - fx) * lower, fx * lower];
        const a = (y0 * width + x0) * channels;
        const b = a + width * channels;
        for (let c = 0; c < 3; c++) {
          dst[k + c] = w00 * data[a + c]!;
          dst[k + c]! += w01 * data[a + channels + c]!;
          dst[k + c]! += w10 * data[b + c]!;
          dst[k + c]! += w11 * data[b + channels + c]!;
        }
        continue;
      }
      for (let sy = Math.max(0, y0); sy <= Math.min(height - 1, y0 + 1); sy++) {
        const rowWeight = (sy === y0 ? 1 - y + y0 : y - y0) / 255;
        for (let sx = Math.max(0, x0); sx <= Math.min(width - 1, x0 + 1); sx++) {
          const w = (sx === x0 ? 1 - fx : fx) * rowWeight;
          const from = (sy * width + sx) * channels;
          dst[k]! += w * data[from]!;
          dst[k + 1]! += w * data[from + 1]!;
          dst[k + 2]! += w * data[from + 2]!;
        }
      }
    }
  }
  return dst;
}

/** Maps a point from the crop's own unit square (0..1) to picture pixels. */
export function cropToImage(crop: Crop, u: number, v: number): { x: number; y: number } {
  const cos = Math.cos(crop.angleRad) * crop.sizePx;
  const sin = Math.sin(crop.angleRad) * crop.sizePx;
  return {
    x: crop.x + cos * (u - 0.5) - sin * (v - 0.5),
    y: crop.y + sin * (u - 0.5) + cos * (v - 0.5),
  };
}

/** Maps picture pixels to the crop's own unit square. The inverse of {@link cropToImage}. */
export function imageToCrop(crop: Crop, x: number, y: number): { u: number; v: number } {
  const cos = Math.cos(crop.angleRad) / crop.sizePx;
  const sin = Math.sin(crop.angleRad) / crop.sizePx;
  const dx = x - crop.x;
  const dy = y - crop.y;
  return { u: 0.5 + cos * dx + sin * dy, v: 0.5 - sin * dx + cos * dy };
}
