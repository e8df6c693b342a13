/**
 * Codecs: bytes to pictures and back. It tells formats by content, turns pictures upright, converts them to 8-bit sRGB and
 * refuses files that are too small, too large or broken, with the reason. It fetches nothing and stores nothing.
 */
export { convertPng, type PictureForm } from "./convert-png.js";
export { decodeImage, MAX_SIDE_PX, type DecodedImage, type DecodeOptions } from "./decode-image.js";
export { DIGITAL_SOURCE_TYPE } from "./digital-source.js";
export { encodeImage, encodePng, type EncodeOptions } from "./encode-image.js";
export { ImageError, type ImageErrorCode } from "./image-error.js";
export { findImageFault, IMAGE_LIMITS, probeImage, type ImageProbe } from "./probe.js";
export { sniffImage, type ImageFormat } from "./sniff-image.js";
