/**
 * Warp: moves the garment's own pixels onto the body. It follows the fit and decides nothing about visibility.
 */
import type { Mask } from "../image.js";
import type { Fit } from "../fit/types.js";
import type { UpperGarmentAnalysis } from "../garment/types.js";
import { resizeImage, resizeMask } from "../kernels/resize.js";
import { buildGarmentMesh } from "./garment-mesh.js";
import { mapPieces, type PieceMap } from "./piece-map.js";
import type { Rect } from "../kernels/crop.js";
import { boundMesh, rasteriseMesh } from "./rasterise-mesh.js";
import { relaxMesh } from "./relax-mesh.js";
import { sampleLayer, type Layer } from "./sample-layer.js";
import { PIECE, type GarmentMesh, type Piece } from "./types.js";

export { placePoints } from "./place-points.js";
export type { Layer } from "./sample-layer.js";
export { PIECE, type GarmentMesh, type Piece } from "./types.js";

/** The mesh in its place on the person. */
export interface PlacedMesh {
  readonly pieces: PieceMap;
  readonly mesh: GarmentMesh;
  readonly position: Float32Array;
}

/** The garment's pieces as seen in the person photo, back to front. */
export interface WarpedGarment {
  readonly backCollar: Layer;
  readonly torso: Layer;
  readonly leftSleeve: Layer;
  readonly rightSleeve: Layer;
}

/** How strongly a vertex is drawn to the fit's first guess, against a mesh stiffness of 1. */
const START_WEIGHT = 0.06;
/** Below this scale the garment photo is shrunk first, so that bilinear sampling does not alias. */
const SHRINK_BELOW = 0.75;

/** Lays the garment's mesh on the body. */
export function placeMesh(garment: UpperGarmentAnalysis, fit: Fit): PlacedMesh {
  const pieces = mapPieces(garment);
  const mesh = buildGarmentMesh(garment, pieces);
  const start = new Float32Array(2 * mesh.vertexCount);
  for (let i = 0; i < mesh.vertexCount; i++) {
    const from = { x: mesh.rest[2 * i]!, y: mesh.rest[2 * i + 1]! };
    const to = fit.place(from, mesh.vertexPiece[i] as Piece);
    start[2 * i] = to.x;
    start[2 * i + 1] = to.y;
  }
  const position = relaxMesh(mesh, fit.anchors, { scale: fit.scale, start, startWeight: START_WEIGHT });
  return { pieces, mesh, position };
}

/** The rectangle of the person photo that the placed garment touches. */
export function boundPlaced(
  placed: PlacedMesh,
  frame: { readonly width: number; readonly height: number },
): Rect {
  return boundMesh(placed.position, frame);
}

function withoutCollar(matte: Mask, collar: Mask): Mask {
  return { ...matte, data: matte.data.map((v, i) => Math.round((v * (255 - collar.data[i]!)) / 255)) };
}

function onlyCollar(matte: Mask, collar: Mask): Mask {
  return { ...matte, data: matte.data.map((v, i) => Math.round((v * collar.data[i]!) / 255)) };
}

/** Draws the garment's pieces into layers of the size of `rect`. */
export function drawGarment(
  garment: UpperGarmentAnalysis,
  placed: PlacedMesh,
  options: { readonly rect: Rect; readonly scale: number },
): WarpedGarment {
  const sourceScale = options.scale < SHRINK_BELOW ? options.scale : 1;
  const width = Math.max(1, Math.round(garment.width * sourceScale));
  const height = Math.max(1, Math.round(garment.height * sourceScale));
  const shrink = sourceScale < 1;
  const colour = shrink ? resizeImage(garment.colour, width, height) : garment.colour;
  const front = withoutCollar(garment.matte, garment.backCollar);
  const back = onlyCollar(garment.matte, garment.backCollar);
  const frontCoverage = shrink ? resizeMask(front, width, height) : front;
  const backCoverage = shrink ? resizeMask(back, width, height) : back;
  const draw = (piece: Piece, coverage: Mask): Layer => {
    const field = rasteriseMesh(placed.mesh, placed.position, piece, options.rect);
    const { masks, step } = placed.pieces;
    return sampleLayer({ colour, coverage, sourceScale, share: masks[piece]!, shareStep: step }, field);
  };
  return {
    backCollar: draw(PIECE.torso, backCoverage),
    torso: draw(PIECE.torso, frontCoverage),
    leftSleeve: draw(PIECE.leftSleeve, frontCoverage),
    rightSleeve: draw(PIECE.rightSleeve, frontCoverage),
  };
}
