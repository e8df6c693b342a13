import { createMask, type Mask, type Point } from "../image.js";
import { fillPolygon } from "../kernels/fill-polygon.js";
import { distanceToMask } from "../kernels/distance-transform.js";
import { distanceToSegment } from "../kernels/polyline.js";
import type { PieceLayout } from "./layout.js";

/** Which piece each pixel of the garment belongs to, at a quarter of the photo's size. */
export interface PieceMap {
  /** Photo pixels a map pixel. */
  readonly step: number;
  /** Binary masks of the layout's pieces, indexed by PIECE; main piece and limb overlap in a strip along their seam. */
  readonly masks: readonly (Mask | undefined)[];
}

const STEP_PX = 4;
/** Half width of the strip along a seam that both pieces own, in map pixels: no gap can open there. */
const OVERLAP = 3;

function fillAtMapSize(polygon: readonly Point[], width: number, height: number): Mask {
  return fillPolygon(
    polygon.map((p) => ({ x: p.x / STEP_PX, y: p.y / STEP_PX })),
    width,
    height,
  );
}

/** Divides the garment among its pieces: inside its outline a piece owns the pixel, outside all the nearest does. */
export function mapPieces(
  garment: { readonly width: number; readonly height: number },
  layout: PieceLayout,
): PieceMap {
  const width = Math.ceil(garment.width / STEP_PX);
  const height = Math.ceil(garment.height / STEP_PX);
  const regions = layout.pieces.map(({ piece, polygon }) => ({
    piece,
    reach: distanceToMask(fillAtMapSize(polygon, width, height)).data,
  }));
  const masks: (Mask | undefined)[] = [];
  for (const { piece } of regions) masks[piece] = createMask(width, height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      let nearest = regions[0]!;
      for (const region of regions) if (region.reach[i]! < nearest.reach[i]!) nearest = region;
      masks[nearest.piece]!.data[i] = 255;
      for (const { from, to, main, limb } of layout.seams) {
        if (distanceToSegment(from, to, (x + 0.5) * STEP_PX, (y + 0.5) * STEP_PX) > OVERLAP * STEP_PX)
          continue;
        masks[main]!.data[i] = 255;
        masks[limb]!.data[i] = 255;
      }
    }
  }
  return { step: STEP_PX, masks };
}
