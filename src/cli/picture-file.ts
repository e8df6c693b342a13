import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, extname } from "node:path";
import type { ImageFormat } from "../codecs/mod.js";
import { UsageError } from "./session.js";

const REASON: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
};

/** Reads a picture that the caller named. @throws UsageError if it cannot be read or is no picture by its first bytes. */
export async function readPictureFile(role: "person" | "garment", path: string): Promise<Uint8Array> {
  const bytes = await readInputFile(`the ${role} photo`, path);
  const { sniffImage } = await import("../codecs/mod.js");
  if (sniffImage(bytes) === null) {
    throw new UsageError(`Cannot read the ${role} photo ${path}: it is not a JPEG, PNG or WebP picture`);
  }
  return bytes;
}

/** Reads any file that the caller named, `what` for the message. @throws UsageError if it cannot be read. */
export async function readInputFile(what: string, path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw new UsageError(`Cannot read ${what} ${path}: ${REASON[code] ?? code}`, { cause: error });
  }
}

const FORMATS: Readonly<Record<string, ImageFormat>> = {
  ".png": "png",
  ".jpg": "jpeg",
  ".jpeg": "jpeg",
  ".webp": "webp",
};

/** What a result's name may end in, in words. */
export const RESULT_NAMES = "give a name that ends in .png, .jpg or .webp";

/** The format of a result that is called `path`, by the end of its name; undefined for every other end. */
export function formatOfName(path: string): ImageFormat | undefined {
  return FORMATS[extname(path).toLowerCase()];
}

/** {@link formatOfName}, certain. @throws UsageError unless a result may be called `path`. */
export function requireFormat(path: string): ImageFormat {
  const format = formatOfName(path);
  if (format === undefined) throw new UsageError(`Cannot write the result to ${path}: ${RESULT_NAMES}`);
  return format;
}

/** Writes a file and the folders above it in one step, so that a half-written result never has its final name. */
export async function writeResultFile(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.part`;
  await writeFile(unfinished, bytes);
  await rename(unfinished, path);
}
