/**
 * Warp: moves the garment's own pixels onto the body. It follows the fit and decides nothing about visibility.
 */
import { createImage, type Image8, type Mask } from "../image.js";
import type { Placement } from "../fit/types.js";
import type { LowerGarmentAnalysis, UpperGarmentAnalysis } from "../garment/types.js";
import { boundMask } from "../kernels/bound-mask.js";
import { cropImage, cropMask, type Rect } from "../kernels/crop.js";
import { resizeImage, resizeMask } from "../kernels/resize.js";
import { evenRim, type CutOut } from "./even-rim.js";
import { buildGarmentMesh } from "./garment-mesh.js";
import type { PieceLayout } from "./layout.js";
import { mapPieces, softenShare, type PieceMap } from "./piece-map.js";
import { boundMesh, rasteriseMesh, type WarpField } from "./rasterise-mesh.js";
import { relaxMesh } from "./relax-mesh.js";
import { sampleLayer, type Layer } from "./sample-layer.js";
import { findMissingBlur, softenColour, softenCoverage } from "./soften-source.js";
import { PIECE, type GarmentMesh, type Piece } from "./types.js";

export { placePoints } from "./place-points.js";
export type { Layer } from "./sample-layer.js";
export { layOutLower, layOutUpper, type PieceLayout } from "./layout.js";
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

/** Above this scale the teeth of a photo's cut-out would show. */
const ENLARGED = 1;

/** The garment's photo is taken no further than this beside it, in its pixels: as far as colours are looked up. */
const BESIDE_PX = 8;

/** A lower garment's pieces as seen in the person photo. */
export interface WarpedLower {
  readonly hips: Layer;
  /** Null for a skirt. */
  readonly leftLeg: Layer | null;
  readonly rightLeg: Layer | null;
}

export interface DrawOptions {
  /** The part of the person photo that is drawn. */
  readonly rect: Rect;
  /** Pixels of the person photo a pixel of the garment photo. */
  readonly scale: number;
  /** How blurred the person photo is, see measureBlur(): the garment is drawn no sharper. */
  readonly blurPx: number;
}

/** Lays the garment's mesh on the body. */
export function placeMesh(
  garment: { readonly matte: Mask },
  layout: PieceLayout,
  fit: Placement,
): PlacedMesh {
  const pieces = mapPieces(garment.matte, layout);
  const mesh = buildGarmentMesh(garment.matte, layout, pieces);
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

/** What is left of a coverage without the part of it that lies behind the wearer. */
function takeAway(matte: Mask, behind: Mask): Mask {
  const data = new Uint8Array(matte.data);
  for (let i = 0; i < data.length; i++) {
    if (behind.data[i] !== 0) data[i] = Math.max(0, data[i]! - behind.data[i]!);
  }
  return { ...matte, data };
}

/** A garment's photo without the teeth of its cut-out where they would show; itself where they would not, or it has none. */
function prepareCutOut(garment: CutOut, scale: number): CutOut {
  return scale > ENLARGED ? evenRim(garment) : garment;
}

/** The part of a coverage that is in another. */
function keepWithin(mask: Mask, whole: Mask): Mask {
  const data = new Uint8Array(mask.data);
  for (let i = 0; i < data.length; i++) if (data[i]! > whole.data[i]!) data[i] = whole.data[i]!;
  return { ...mask, data };
}

/** Prepares to draw a garment's pieces: its photo is shrunk once where the warp shrinks it, and softened where the person's is softer. */
function createPainter(
  garment: { readonly colour: Image8; readonly matte: Mask },
  placed: PlacedMesh,
  options: DrawOptions,
): (piece: Piece, coverage: Mask) => Layer {
  const { rect, scale } = options;
  const sourceScale = scale < SHRINK_BELOW ? scale : 1;
  const bounds = boundMask(garment.matte, BESIDE_PX) ?? {
    left: 0,
    top: 0,
    width: garment.matte.width,
    height: garment.matte.height,
  };
  const width = Math.max(1, Math.round(bounds.width * sourceScale));
  const height = Math.max(1, Math.round(bounds.height * sourceScale));
  const shrink = sourceScale < 1;
  const colour = cropImage(garment.colour, bounds);
  const shrunk = shrink ? resizeImage(colour, width, height) : colour;
  const shrinkMask = (matte: Mask): Mask => {
    const own = cropMask(matte, bounds);
    return shrink ? resizeMask(own, width, height) : own;
  };
  const softPx = (findMissingBlur(garment, options) * sourceScale) / scale;
  const source = softPx > 0 ? softenColour(shrunk, shrinkMask(garment.matte), softPx) : shrunk;
  const coverages = new Map<Mask, Mask>();
  const fields = new Map<Piece, WarpField>();
  const coverageOf = (matte: Mask): Mask =>
    softPx > 0 ? softenCoverage(shrinkMask(matte), softPx) : shrinkMask(matte);
  return (piece, matte) => {
    const coverage = coverages.get(matte) ?? coverageOf(matte);
    coverages.set(matte, coverage);
    const { masks, step } = placed.pieces;
    const own = masks[piece];
    if (!own) return { rect, image: createImage(rect.width, rect.height, 4) };
    const cloth = { matte: garment.matte, own, step };
    const field = fields.get(piece) ?? rasteriseMesh(placed, piece, { within: rect, cloth });
    fields.set(piece, field);
    const { mask: share, ramp: shareRamp } = softenShare(own, scale);
    return sampleLayer(
      { colour: source, coverage, origin: bounds, sourceScale, share, shareStep: step, shareRamp },
      field,
      rect,
    );
  };
}

/** Draws the garment's pieces into layers of the size of `rect`. */
export function drawGarment(
  garment: UpperGarmentAnalysis,
  placed: PlacedMesh,
  options: DrawOptions,
): WarpedGarment {
  const cutOut = prepareCutOut(garment, options.scale);
  const draw = createPainter(cutOut, placed, options);
  const front = takeAway(cutOut.matte, garment.backCollar);
  return {
    backCollar: draw(
      PIECE.torso,
      cutOut === garment ? garment.backCollar : keepWithin(garment.backCollar, cutOut.matte),
    ),
    torso: draw(PIECE.torso, front),
    leftSleeve: draw(PIECE.leftSleeve, front),
    rightSleeve: draw(PIECE.rightSleeve, front),
  };
}

/** Draws a lower garment's pieces into layers of the size of `rect`; the inside of its back, which the body hides, is left out. */
export function drawLower(
  garment: LowerGarmentAnalysis,
  placed: PlacedMesh,
  options: DrawOptions,
): WarpedLower {
  const cutOut = prepareCutOut(garment, options.scale);
  const draw = createPainter(cutOut, placed, options);
  const front = takeAway(cutOut.matte, garment.backWaist);
  const hasLegs = garment.style === "trousers";
  return {
    hips: draw(PIECE.hips, front),
    leftLeg: hasLegs ? draw(PIECE.leftLeg, front) : null,
    rightLeg: hasLegs ? draw(PIECE.rightLeg, front) : null,
  };
}
