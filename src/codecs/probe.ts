import { open, stat } from "node:fs/promises";
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
  readonly isAnimated: boolean;
}

/** An image file: its bytes, or its path. */
export type ImageFile = Uint8Array | string;

/** Reads format and size from the header of a JPEG or PNG. Undefined for other files and for headers that make no sense. */
export async function probeImage(image: ImageFile): Promise<ImageProbe | undefined> {
  const head = await readHead(image);
  const format = sniffImage(head);
  if (format !== "jpeg" && format !== "png") return undefined;
  try {
    const { width, height } = await sharp(image, { limitInputPixels: false }).metadata();
    return { format, width, height, isAnimated: format === "png" && isAnimatedPng(head) };
  } catch {
    return undefined; // sharp throws for every header that it cannot read
  }
}

/** Why a client's image cannot be used, in words for its developer; undefined when nothing speaks against it. Decodes nothing. */
export async function findImageFault(image: ImageFile): Promise<string | undefined> {
  const { maxBytes, minSidePx, maxPixels } = IMAGE_LIMITS;
  const sizeBytes = typeof image === "string" ? (await stat(image)).size : image.length;
  if (sizeBytes > maxBytes) return `larger than 10 MB (${sizeBytes} bytes)`;
  const probe = await probeImage(image);
  if (probe === undefined) return "not a JPEG or PNG";
  if (probe.isAnimated) return "an animated PNG: send a still picture";
  const { width, height } = probe;
  if (width < minSidePx || height < minSidePx)
    return `${width}x${height} px is too small: want at least ${minSidePx} px on each side`;
  if (width * height > maxPixels)
    return `${width}x${height} px is too large: want at most ${maxPixels} pixels`;
  return undefined;
}

const HEAD_BYTES = 64 * 1024; // an animated PNG declares itself before its data, usually at once

async function readHead(image: ImageFile): Promise<Uint8Array> {
  if (typeof image !== "string") return image;
  const file = await open(image, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
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
