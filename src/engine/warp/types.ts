import type { Point } from "../image.js";

/** The pieces of a garment that move on their own. A skirt is all hips. */
export const PIECE = { torso: 0, leftSleeve: 1, rightSleeve: 2, hips: 3, leftLeg: 4, rightLeg: 5 } as const;
export type Piece = (typeof PIECE)[keyof typeof PIECE];

/** Pulls a point of the garment photo to a point of the person photo. */
export interface Anchor {
  readonly piece: Piece;
  /** In pixels of the garment photo. */
  readonly from: Point;
  /** In pixels of the person photo. */
  readonly to: Point;
  /** Strength relative to the mesh's stiffness, which is 1. */
  readonly weight: number;
}

/**
 * A triangulated grid over the garment. A vertex belongs to one piece, except along the seams, where main piece and limb
 * share theirs: so a sleeve that lies against the body in the photo can still be lifted off it.
 */
export interface GarmentMesh {
  /** Side of a grid cell in pixels of the garment photo. */
  readonly cellPx: number;
  readonly vertexCount: number;
  /** x, y of each vertex in the garment photo. */
  readonly rest: Float32Array;
  /** Piece of each vertex; a shared one counts as the main piece. */
  readonly vertexPiece: Uint8Array;
  /** Four vertices a cell: top left, top right, bottom left, bottom right. */
  readonly cells: Uint32Array;
  readonly cellPiece: Uint8Array;
}
