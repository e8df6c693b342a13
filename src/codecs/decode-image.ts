import type { Image8 } from "../engine/mod.js";
import { ImageError } from "./image-error.js";
import { IMAGE_LIMITS } from "./probe.js";
import { sharp } from "./sharp.js";
import { sniffImage } from "./sniff-image.js";

export interface DecodeOptions {
  /** What the picture is to its owner, for error messages. @default "image" */
  readonly name?: string;
  /** @default 300, the protocol's rule */
  readonly minSidePx?: number;
  /** @default 40 million */
  readonly maxPixels?: number;
  /** A picture with a longer side is shrunk to it. @default 2048 */
  readonly maxSidePx?: number;
  /** Lays a picture with transparency on white, so that the result has three channels. @default false */
  readonly flatten?: boolean;
}

/** A decoded picture that remembers how large its file was. */
export interface DecodedImage extends Image8 {
  /** Size of the upright picture before it was shrunk, in pixels. */
  readonly sourceWidth: number;
  readonly sourceHeight: number;
}

/** Long side from which a picture is shrunk: more is slower and not seen in a try-on. */
export const MAX_SIDE_PX = 2048;

/**
 * Decodes a JPEG, PNG or WebP to upright 8-bit sRGB: the EXIF turn is applied; colour profiles, CMYK, greyscale and 16 bits
 * are converted. Four channels only if some pixel is transparent.
 * @throws ImageError with a code that tells the reason, for everything that a file can have wrong.
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<DecodedImage> {
  const name = options.name ?? "image";
  const maxPixels = options.maxPixels ?? IMAGE_LIMITS.maxPixels;
  const maxSidePx = options.maxSidePx ?? MAX_SIDE_PX;
  if (sniffImage(bytes) === null) {
    throw new ImageError("IMAGE_NOT_SUPPORTED", `Cannot decode ${name}: not a JPEG, PNG or WebP`);
  }
  try {
    const source = await readHeader(bytes);
    assertUsable(source, { name, maxPixels, minSidePx: options.minSidePx ?? IMAGE_LIMITS.minSidePx });
    // failOn "error" lets pass what every viewer shows (stray bytes between markers), and refuses what has lost pixels
    let pipeline = sharp(bytes, { failOn: "error", limitInputPixels: maxPixels, autoOrient: true })
      .resize({ width: maxSidePx, height: maxSidePx, fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb");
    if (options.flatten === true) pipeline = pipeline.flatten({ background: "white" });
    const { data, info } = await pipeline.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
    const image = toImage(data, info);
    return { ...image, sourceWidth: source.width, sourceHeight: source.height };
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw new ImageError("IMAGE_BROKEN", `Cannot decode ${name}: the file is damaged or cut short`, error);
  }
}

interface Header {
  /** Upright. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

async function readHeader(bytes: Uint8Array): Promise<Header> {
  const { autoOrient, pages } = await sharp(bytes, { limitInputPixels: false }).metadata();
  return { ...autoOrient, frames: pages ?? 1 };
}

function assertUsable(source: Header, limits: { name: string; minSidePx: number; maxPixels: number }): void {
  const { name, minSidePx, maxPixels } = limits;
  const { width, height, frames } = source;
  const refused = `Cannot decode ${name}: ${width}x${height} px`;
  if (frames > 1) throw new ImageError("IMAGE_NOT_SUPPORTED", `Cannot decode ${name}: it is animated`);
  if (Math.min(width, height) < minSidePx) {
    throw new ImageError("IMAGE_TOO_SMALL", `${refused} is below the limit of ${minSidePx} px a side`);
  }
  if (width * height > maxPixels) {
    throw new ImageError("IMAGE_TOO_LARGE", `${refused} exceeds the limit of ${maxPixels} px`);
  }
}

function toImage(data: Uint8Array, size: { width: number; height: number; channels: number }): Image8 {
  const { width, height, channels } = size;
  if (channels === 3) return { width, height, channels, data };
  if (channels === 4)
    return isOpaque(data) ? dropAlpha(data, width, height) : { width, height, channels, data };
  throw new RangeError(`Cannot use a decoded picture of ${channels} channels: want 3 or 4`);
}

function isOpaque(rgba: Uint8Array): boolean {
  for (let i = 3; i < rgba.length; i += 4) if (rgba[i] !== 255) return false;
  return true;
}

function dropAlpha(rgba: Uint8Array, width: number, height: number): Image8 {
  const data = new Uint8ClampedArray(width * height * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    data[to] = rgba[from]!;
    data[to + 1] = rgba[from + 1]!;
    data[to + 2] = rgba[from + 2]!;
  }
  return { width, height, channels: 3, data };
}
