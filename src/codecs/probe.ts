import { sharp } from "./sharp.js";
import { sniffImage } from "./sniff-image.js";

/** The protocol's limits for images that clients send. */
export const IMAGE_LIMITS = {
  maxBytes: 10 * 1024 * 1024,
  minSidePx: 300,
  maxPixels: 40_000_000, // what the decoder accepts: 160 MB as RGBA
} as const;

export interface ImageProbe {
  readonly format: "jpeg" | "png";
  /** As stored, before any EXIF turn. */
  readonly width: number;
  readonly height: number;
}

/** Reads format and size from the header of a JPEG or PNG. Undefined for other files and for headers that make no sense. */
export async function probeImage(bytes: Uint8Array): Promise<ImageProbe | undefined> {
  const format = sniffImage(bytes);
  if (format !== "jpeg" && format !== "png") return undefined;
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return { format, width, height };
  } catch {
    return undefined; // sharp throws for every header that it cannot read
  }
}

/** Why a client's image cannot be used, in words for its developer; undefined when nothing speaks against it. Decodes nothing. */
export async function findImageFault(bytes: Uint8Array): Promise<string | undefined> {
  const { maxBytes, minSidePx, maxPixels } = IMAGE_LIMITS;
  if (bytes.length > maxBytes) return `larger than 10 MB (${bytes.length} bytes)`;
  const probe = await probeImage(bytes);
  if (probe === undefined) return "not a JPEG or PNG";
  if (probe.format === "png" && isAnimatedPng(bytes)) return "an animated PNG: send a still picture";
  const { width, height } = probe;
  if (width < minSidePx || height < minSidePx)
    return `${width}x${height} px is too small: want at least ${minSidePx} px on each side`;
  if (width * height > maxPixels)
    return `${width}x${height} px is too large: want at most ${maxPixels} pixels`;
  return undefined;
}

const PNG_SIGNATURE_BYTES = 8;
const CHUNK_FRAME_BYTES = 12; // length, type, checksum

/** Whether a PNG declares an animation: an `acTL` chunk before its picture data (PNG 3rd edition, 11.3.6.1). */
function isAnimatedPng(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = PNG_SIGNATURE_BYTES; at + CHUNK_FRAME_BYTES <= bytes.length;) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === "acTL") return true;
    if (type === "IDAT") return false;
    at += view.getUint32(at) + CHUNK_FRAME_BYTES;
  }
  return false;
}
