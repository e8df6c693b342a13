import { encodePipeline } from "./encode-image.js";
import { sharp } from "./sharp.js";
import type { ImageFormat } from "./sniff-image.js";

export interface PictureForm {
  readonly format: ImageFormat;
  /** A longer side is shrunk to this. @default as it is */
  readonly maxSidePx?: number;
}

/** Gives a finished PNG another format or size; the same bytes when it has both already. How it came about (XMP) stays. */
export async function convertPng(png: Uint8Array, { format, maxSidePx }: PictureForm): Promise<Uint8Array> {
  const picture = sharp(png).keepXmp();
  const { width, height } = await picture.metadata();
  const isSmall = maxSidePx === undefined || Math.max(width, height) <= maxSidePx;
  if (isSmall && format === "png") return png;
  if (!isSmall) picture.resize({ width: maxSidePx, height: maxSidePx, fit: "inside" });
  return await encodePipeline(picture, format);
}
