import { AppError } from "../../lib/errors.js";
import { MAX_TEXT_BYTES } from "../upload/json-spooler.js";
import type { Uploads } from "../upload/spool-images.js";

/** An image as a client gave it. */
export type ImageSource =
  | { readonly kind: "url"; readonly field: string; readonly url: string }
  | { readonly kind: "bytes"; readonly field: string; readonly bytes: Uint8Array }
  | { readonly kind: "file"; readonly field: string; readonly path: string };

/**
 * Reads the value of an image field: a URL or raw Base64, or a text that stands for the Base64 in `uploads`.
 * @throws AppError INVALID_REQUEST telling which field and why
 */
export function parseImageField(field: string, value: string, uploads: Uploads | undefined): ImageSource {
  const upload = uploads?.find(field);
  if (upload?.isBase64 === false) throw refuse(field, "neither an http(s) URL nor Base64");
  if (upload !== undefined) return { kind: "file", field, path: upload.file.path };
  const text = value.trim();
  if (/^data:/i.test(text)) {
    throw refuse(field, "drop the prefix `data:…;base64,` and send the raw Base64");
  }
  if (text.length >= MAX_TEXT_BYTES) throw refuse(field, `a URL of ${MAX_TEXT_BYTES} characters or more`);
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
