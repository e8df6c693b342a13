import type { Image8, Mask } from "../image.js";
import type { Rect } from "../kernels/crop.js";

/** The crop of a person photo that a try-on works in. */
export interface PersonCrop {
  readonly rect: Rect;
  readonly photo: Image8;
  readonly parts: Mask;
  readonly matte: Mask;
}
