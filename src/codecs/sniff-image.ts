export type ImageFormat = "jpeg" | "png" | "webp";

const JPEG_START = [0xff, 0xd8, 0xff]; // ITU-T T.81, B.1.1.3: SOI and the next marker's first byte
const PNG_START = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]; // PNG 3rd edition, 5.2
const RIFF = [0x52, 0x49, 0x46, 0x46]; // WebP container specification: "RIFF", 4 bytes of size, "WEBP"
const WEBP = [0x57, 0x45, 0x42, 0x50];
const WEBP_AT = 8;

/** Tells a picture's format from its first bytes, whatever its name says; null for everything that is not read here. */
export function sniffImage(bytes: Uint8Array): ImageFormat | null {
  if (hasBytes(bytes, JPEG_START)) return "jpeg";
  if (hasBytes(bytes, PNG_START)) return "png";
  if (hasBytes(bytes, RIFF) && hasBytes(bytes, WEBP, WEBP_AT)) return "webp";
  return null;
}

function hasBytes(bytes: Uint8Array, wanted: readonly number[], at = 0): boolean {
  return wanted.every((byte, index) => bytes[at + index] === byte);
}
