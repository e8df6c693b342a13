import { createMask, type Mask, type Point } from "../image.js";
import { sleevePolygon, torsoPolygon } from "../garment/outline-polygons.js";
import type { UpperGarmentAnalysis } from "../garment/types.js";
import { fillPolygon } from "../kernels/fill-polygon.js";
import { distanceToMask } from "../kernels/distance-transform.js";
import { distanceToSegment } from "../kernels/polyline.js";
import { PIECE, type Piece } from "./types.js";

/** Which piece each pixel of the garment belongs to, at a quarter of the photo's size. */
export interface PieceMap {
  /** Photo pixels a map pixel. */
  readonly step: number;
  /** Binary masks of the pieces, indexed by {@link PIECE}; torso and sleeve overlap in a strip along the armhole. */
  readonly masks: readonly Mask[];
}

const STEP_PX = 4;
/** Half width of the strip along the armhole that torso and sleeve both own, in map pixels: no gap can open there. */
const OVERLAP = 3;

function fillAtMapSize(polygon: readonly Point[], width: number, height: number): Mask {
  return fillPolygon(
    polygon.map((p) => ({ x: p.x / STEP_PX, y: p.y / STEP_PX })),
    width,
    height,
  );
}

/** Divides the garment among torso and sleeves: inside its outline a piece owns the pixel, outside all the nearest does. */
export function mapPieces(garment: UpperGarmentAnalysis): PieceMap {
  const width = Math.ceil(garment.width / STEP_PX);
  const height = Math.ceil(garment.height / STEP_PX);
  const polygons: [Piece, readonly Point[]][] = [
    [PIECE.leftSleeve, sleevePolygon(garment.left)],
    [PIECE.rightSleeve, sleevePolygon(garment.right)],
    [PIECE.torso, torsoPolygon(garment)],
  ];
  const regions = polygons
    .filter(([, polygon]) => polygon.length > 2)
    .map(([piece, polygon]) => ({
      piece,
      reach: distanceToMask(fillAtMapSize(polygon, width, height)).data,
    }));
  const masks = [PIECE.torso, PIECE.leftSleeve, PIECE.rightSleeve].map(() => createMask(width, height));
  const armholes = [garment.left, garment.right].filter((side) => side.sleeve !== undefined);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      let nearest = regions[0]!;
      for (const region of regions) if (region.reach[i]! < nearest.reach[i]!) nearest = region;
      masks[nearest.piece]!.data[i] = 255;
      for (const side of armholes) {
        const gap = distanceToSegment(side.shoulder, side.armpit, (x + 0.5) * STEP_PX, (y + 0.5) * STEP_PX);
        if (gap > OVERLAP * STEP_PX) continue;
        masks[PIECE.torso]!.data[i] = 255;
        masks[side === garment.left ? PIECE.leftSleeve : PIECE.rightSleeve]!.data[i] = 255;
      }
    }
  }
  return { step: STEP_PX, masks };
}
