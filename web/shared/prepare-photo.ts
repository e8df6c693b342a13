/** A picture that can be sent: JPEG or PNG, not too large. */
export interface Photo {
  readonly blob: Blob;
  /** For the person's eyes and for code samples. */
  readonly name: string;
  /** Of the upright picture, in pixels. */
  readonly width: number;
  readonly height: number;
  /** What was changed before sending; empty when nothing was. */
  readonly note: string;
}

/** The file is no picture that this browser can read. The message is for who chose it. */
export class UnreadableFileError extends Error {
  override readonly name = "UnreadableFileError";
}

/** What the service takes as it is. */
const ACCEPTED_TYPES = ["image/jpeg", "image/png"];
const MAX_BYTES = 10 * 1024 * 1024; // the service's limit
/** The engine shrinks to this side: a larger picture would only take longer to send. */
const MAX_SIDE_PX = 2048;
const JPEG_QUALITY = 0.92;

/** Makes a file fit to be sent; one that is fit already stays bit for bit what it is. @throws UnreadableFileError */
export async function preparePhoto(file: Blob, name: string): Promise<Photo> {
  const bitmap = await decode(file, name);
  try {
    const { width, height } = bitmap;
    if (ACCEPTED_TYPES.includes(file.type) && file.size <= MAX_BYTES)
      return { blob: file, name, width, height, note: "" };
    const factor = Math.min(1, MAX_SIDE_PX / Math.max(width, height));
    const size = { width: Math.round(width * factor), height: Math.round(height * factor) };
    const blob = await encodeJpeg(bitmap, size);
    const note = file.size > MAX_BYTES ? "made smaller before it is sent" : "sent as a JPEG";
    return { blob, name: name.replace(/\.\w+$/, "") + ".jpg", ...size, note };
  } finally {
    bitmap.close();
  }
}

async function decode(file: Blob, name: string): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file);
  } catch (cause) {
    const what = file.type.startsWith("image/")
      ? "is damaged, or of a kind this browser cannot read"
      : "is not a picture";
    throw new UnreadableFileError(`“${name}” ${what}. Choose a JPEG or PNG.`, { cause });
  }
}

/** A small JPEG of a picture, for lists. */
export async function shrinkPhoto(blob: Blob, maxSidePx: number): Promise<Blob> {
  const bitmap = await createImageBitmap(blob);
  const factor = Math.min(1, maxSidePx / Math.max(bitmap.width, bitmap.height));
  const size = { width: Math.round(bitmap.width * factor), height: Math.round(bitmap.height * factor) };
  const small = await encodeJpeg(bitmap, size);
  bitmap.close();
  return small;
}

async function encodeJpeg(
  bitmap: ImageBitmap,
  { width, height }: { width: number; height: number },
): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (context === null)
    throw new UnreadableFileError("This browser cannot prepare the photo: choose a JPEG below 10 MB.");
  context.fillStyle = "#fff"; // a JPEG has no transparency
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  return await new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) =>
        blob === null
          ? reject(new UnreadableFileError("This browser cannot prepare the photo."))
          : resolve(blob),
      "image/jpeg",
      JPEG_QUALITY,
    );
  });
}
