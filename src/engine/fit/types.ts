import type { Point } from "../image.js";
import type { SideName } from "./arm-chain.js";
import type { Anchor, Piece } from "../warp/types.js";
import type { Warning } from "../warning.js";

/** The edges of one side of the fitted garment as polylines in pixels of the person photo. */
export interface FittedSide {
  /** From the neck point to the end of the shoulder. */
  readonly shoulder: readonly Point[];
  /** From the armpit to the hem. */
  readonly seam: readonly Point[];
  /** Absent without a sleeve. */
  readonly sleeve?: FittedSleeve;
}

/** A sleeve's edges from armhole to cuff. */
export interface FittedSleeve {
  readonly outer: readonly Point[];
  readonly inner: readonly Point[];
  /** Chain position of the cuff (1 elbow, 2 wrist). */
  readonly end: number;
  /** The cuff's outer and inner corner in pixels of the garment photo. */
  readonly cuff: readonly [Point, Point];
}

/** Where a garment goes on the body. */
export interface Placement {
  /** Pixels of the person photo a pixel of the garment photo, for cloth that is neither stretched nor gathered. */
  readonly scale: number;
  readonly anchors: readonly Anchor[];
  /** A smooth first guess for any point of the garment, from which the mesh is relaxed. */
  readonly place: (from: Point, piece: Piece) => Point;
  readonly warnings: readonly Warning[];
}

/** Where an upper garment goes. */
export interface Fit extends Placement {
  /** The outline that the cloth is to fill. */
  readonly sides: Readonly<Record<SideName, FittedSide>>;
  /** The outline of what hides the end of a top that is tucked in, in pixels of the person photo; absent when its hem is seen. */
  readonly tuck?: readonly Point[];
}
