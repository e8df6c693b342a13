import type { Sharp } from "sharp";
import type { Image8 } from "../engine/mod.js";
import { DIGITAL_SOURCE_XMP } from "./digital-source.js";
import { sharp } from "./sharp.js";
import type { ImageFormat } from "./sniff-image.js";

/** Quality of JPEG and WebP files, 1..100: high enough that a try-on shows no blocks. */
const QUALITY = 92;

/** Encodes a picture without loss. No metadata is written. */
export async function encodePng(image: Image8): Promise<Uint8Array> {
  return encodeImage(image, "png");
}

export interface EncodeOptions {
  /** 1..100, for JPEG and WebP. @default 92 */
  readonly quality?: number;
  /** Writes into the file, as XMP, that it is a composite: {@link DIGITAL_SOURCE_TYPE}. @default false */
  readonly tellsSource?: boolean;
}

/**
 * Encodes a picture in sRGB, which readers assume without a profile. No metadata is written but what is asked for. JPEG has no
 * transparency: it gets a white ground.
 */
export async function encodeImage(
  image: Image8,
  format: ImageFormat,
  options: EncodeOptions = {},
): Promise<Uint8Array> {
  const { width, height, channels, data } = image;
  const { quality = QUALITY, tellsSource = false } = options;
  const raw = sharp(data, { raw: { width, height, channels } });
  return await encodePipeline(tellsSource ? raw.withXmp(DIGITAL_SOURCE_XMP) : raw, format, quality);
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
