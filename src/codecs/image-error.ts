/** Why a picture cannot be used. */
export type ImageErrorCode =
  /** Another format, or an animation. */
  | "IMAGE_NOT_SUPPORTED"
  | "IMAGE_TOO_SMALL"
  | "IMAGE_TOO_LARGE"
  /** The right format, but cut short or damaged. */
  | "IMAGE_BROKEN";

/** A picture that someone gave us cannot be used; the message says why in words for that person. */
export class ImageError extends Error {
  override readonly name = "ImageError";
  readonly code: ImageErrorCode;

  constructor(code: ImageErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
