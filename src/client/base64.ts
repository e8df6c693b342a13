import type { Picture } from "./types.js";

const PIECE_BYTES = 0x8000; // arguments that a call takes for certain

/** Bytes as raw Base64; a string stays what it is. */
export async function toBase64(picture: Picture): Promise<string> {
  if (typeof picture === "string") return picture;
  const bytes = picture instanceof Uint8Array ? picture : new Uint8Array(await picture.arrayBuffer());
  let binary = "";
  for (let start = 0; start < bytes.length; start += PIECE_BYTES)
    binary += String.fromCharCode(...bytes.subarray(start, start + PIECE_BYTES));
  return btoa(binary);
}

/** The bytes of Base64. @throws Error if it is none */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

/** Base64 as JWTs have it (RFC 4648 §5, no padding). */
export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
