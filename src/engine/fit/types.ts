import type { Point } from "../image.js";
import type { Anchor, Piece } from "../warp/types.js";

/** Where the garment goes on the body. */
export interface Fit {
  /** Pixels of the person photo a pixel of the garment photo, for cloth that is neither stretched nor gathered. */
  readonly scale: number;
  readonly anchors: readonly Anchor[];
  /** A smooth first guess for any point of the garment, from which the mesh is relaxed. */
  readonly place: (from: Point, piece: Piece) => Point;
  readonly confidence: number;
  readonly warnings: readonly string[];
}
