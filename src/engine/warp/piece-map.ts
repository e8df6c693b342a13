import { createMask, createPlane, type Mask, type Point } from "../image.js";
import { boxFilter } from "../kernels/box-filter.js";
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

/** A cut between two pieces is so many px of the person photo soft: an edge in a sharp photo. */
const CUT_PX = 1.5;
/** Both sides of a cut reach a little beyond it, so that no line shows where they still lie side by side: the ramp's middle, and its widest. */
const CUT_MIDDLE = 0.4;
const CUT_WIDEST = 0.7;

/** A piece's mask with even edges, and the values (0..1) between which its share rises from none to all. */
export interface PieceShare {
  readonly mask: Mask;
  readonly ramp: readonly [from: number, to: number];
}

/**
 * Takes the steps off a piece's outline where it was cut out of the cloth: the map's pixels are {@link STEP_PX} of the garment's, drawn as
 * they are they would be teeth. `scale` is the size on the person over that in the garment's photo.
 */
export function softenShare(mask: Mask, scale: number): PieceShare {
  const widthPx = CUT_PX / (scale * STEP_PX);
  const radiusPx = Math.max(1, Math.round(widthPx / 2));
  const plane = createPlane(mask.width, mask.height);
  for (let i = 0; i < plane.data.length; i++) plane.data[i] = mask.data[i]!;
  const mean = boxFilter(boxFilter(plane, radiusPx), radiusPx).data;
  const data = new Uint8Array(mean.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.round(mean[i]!);
  // the mean falls from one to none within about the filter's width
  const half = Math.min(CUT_WIDEST, widthPx / (2 * radiusPx + 1)) / 2;
  return { mask: { ...mask, data }, ramp: [CUT_MIDDLE - half, CUT_MIDDLE + half] };
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
