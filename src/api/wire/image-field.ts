import { AppError } from "../../lib/errors.js";

/** An image as a client gave it. */
export type ImageSource =
  | { readonly kind: "url"; readonly field: string; readonly url: string }
  | { readonly kind: "bytes"; readonly field: string; readonly bytes: Uint8Array };

/** Reads the value of an image field: a URL or raw Base64. @throws AppError INVALID_REQUEST telling which field and why. */
export function parseImageField(field: string, value: string): ImageSource {
  const text = value.trim();
  if (/^data:/i.test(text)) {
    throw refuse(field, "drop the prefix `data:…;base64,` and send the raw Base64");
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { kind: "url", field, url: text };
  return { kind: "bytes", field, bytes: decodeBase64(field, text) };
}

/** Node's decoder skips what it does not know, so a length that does not fit shows that something was skipped. */
function decodeBase64(field: string, text: string): Uint8Array {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length === countDecodedBytes(text)) return bytes;
  const withoutBreaks = text.replace(/\s+/g, ""); // MIME encoders break lines
  if (bytes.length === countDecodedBytes(withoutBreaks)) return bytes;
  throw refuse(field, "neither an http(s) URL nor Base64");
}

function countDecodedBytes(text: string): number {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return Math.floor(((text.length - padding) * 3) / 4);
}

function refuse(field: string, details: string): AppError {
  return new AppError("INVALID_REQUEST", { details: `${field}: ${details}` });
}
