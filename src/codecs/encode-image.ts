import type { Sharp } from "sharp";
import type { Image8 } from "../engine/mod.js";
import { sharp } from "./sharp.js";
import type { ImageFormat } from "./sniff-image.js";

/** Quality of JPEG and WebP files, 1..100: high enough that a try-on shows no blocks. */
const QUALITY = 92;

/** Encodes a picture without loss. No metadata is written. */
export async function encodePng(image: Image8): Promise<Uint8Array> {
  return encodeImage(image, "png");
}

/**
 * Encodes a picture. No metadata is written. JPEG has no transparency: it gets a white ground.
 * @param quality 1..100, for JPEG and WebP. @default 92
 */
export async function encodeImage(
  image: Image8,
  format: ImageFormat,
  quality = QUALITY,
): Promise<Uint8Array> {
  const { width, height, channels, data } = image;
  return await encodePipeline(sharp(data, { raw: { width, height, channels } }), format, quality);
}

/** Ends a pipeline of sharp with a file of this format. */
export async function encodePipeline(
  pipeline: Sharp,
  format: ImageFormat,
  quality = QUALITY,
): Promise<Uint8Array> {
  switch (format) {
    case "png":
      return await pipeline.png().toBuffer();
    case "jpeg":
      // full-resolution colour: halved, it bleeds at the edges of a print
      return await pipeline
        .flatten({ background: "white" })
        .jpeg({ quality, chromaSubsampling: "4:4:4" })
        .toBuffer();
    case "webp":
      return await pipeline.webp({ quality }).toBuffer();
    default:
      return format satisfies never;
  }
}
