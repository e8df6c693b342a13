import type { Mask, Point } from "../image.js";
import type { GarmentSide, UpperGarmentAnalysis } from "../garment/types.js";
import { distanceToPolyline, distanceToSegment, isInsidePolygon } from "../kernels/polyline.js";
import { PIECE, type GarmentMesh, type Piece } from "./types.js";

/** Cells across the garment's longer side: fine enough for a cuff, coarse enough for a fast solve. */
const CELLS_PER_SIDE = 56;

interface Region {
  readonly piece: Piece;
  readonly polygon: readonly Point[];
}

function sleeveRegion(side: GarmentSide, piece: Piece): Region[] {
  if (side.sleeve === undefined) return [];
  return [{ piece, polygon: [...side.sleeve.outer, ...side.sleeve.inner.toReversed()] }];
}

function torsoRegion(garment: UpperGarmentAnalysis): Region {
  const { left, right, hemline, neckline } = garment;
  return {
    piece: PIECE.torso,
    polygon: [
      ...neckline,
      right.neck,
      right.shoulder,
      ...right.seam,
      ...hemline.toReversed(),
      ...left.seam.toReversed(),
      left.shoulder,
      left.neck,
    ],
  };
}

/** The piece whose polygon contains (x, y), sleeves first, else the one whose outline is nearest. */
function pieceAt(regions: readonly Region[], x: number, y: number): Piece {
  for (const region of regions) if (isInsidePolygon(region.polygon, x, y)) return region.piece;
  let best: Piece = PIECE.torso;
  let bestDistance = Infinity;
  for (const { piece, polygon } of regions) {
    const d = distanceToPolyline([...polygon, polygon[0]!], x, y);
    if (d < bestDistance) {
      bestDistance = d;
      best = piece;
    }
  }
  return best;
}

/** Marks the grid cells that touch the matte, grown by one cell so that the whole soft edge is inside. */
function markCells(matte: Mask, cellPx: number, columns: number, rows: number): Uint8Array {
  const touched = new Uint8Array(columns * rows);
  for (let y = 0; y < matte.height; y++) {
    const row = Math.floor(y / cellPx) * columns;
    for (let x = 0; x < matte.width; x++) {
      if (matte.data[y * matte.width + x]! > 8) touched[row + Math.floor(x / cellPx)] = 1;
    }
  }
  const grown = new Uint8Array(columns * rows);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      for (let dr = -1; dr <= 1 && grown[r * columns + c] === 0; dr++) {
        for (let dc = -1; dc <= 1; dc++) {
          const rr = r + dr;
          const cc = c + dc;
          if (rr >= 0 && cc >= 0 && rr < rows && cc < columns && touched[rr * columns + cc] === 1) {
            grown[r * columns + c] = 1;
          }
        }
      }
    }
  }
  return grown;
}

/** Lays a triangulated grid over the garment and cuts it along the gaps between sleeves and torso. */
export function buildGarmentMesh(garment: UpperGarmentAnalysis): GarmentMesh {
  const { width, height, left, right } = garment;
  const cellPx = Math.max(4, Math.max(width, height) / CELLS_PER_SIDE);
  const columns = Math.ceil(width / cellPx);
  const rows = Math.ceil(height / cellPx);
  const inUse = markCells(garment.matte, cellPx, columns, rows);
  const regions = [
    ...sleeveRegion(left, PIECE.leftSleeve),
    ...sleeveRegion(right, PIECE.rightSleeve),
    torsoRegion(garment),
  ];
  const armholes = [left, right]
    .filter((side) => side.sleeve !== undefined)
    .map((side) => [side.shoulder, side.armpit] as const);
  const vertexOf = new Map<number, number>();
  const rest: number[] = [];
  const vertexPiece: number[] = [];
  const cells: number[] = [];
  const cellPiece: number[] = [];
  const vertex = (column: number, row: number, piece: Piece): number => {
    const x = column * cellPx;
    const y = row * cellPx;
    const shared = armholes.some(([a, b]) => distanceToSegment(a, b, x, y) <= cellPx);
    const owner = shared ? PIECE.torso : piece;
    const key = (row * (columns + 1) + column) * 3 + owner;
    let index = vertexOf.get(key);
    if (index === undefined) {
      index = vertexPiece.length;
      vertexOf.set(key, index);
      rest.push(x, y);
      vertexPiece.push(owner);
    }
    return index;
  };
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      if (inUse[r * columns + c] === 0) continue;
      const piece = pieceAt(regions, (c + 0.5) * cellPx, (r + 0.5) * cellPx);
      cells.push(vertex(c, r, piece), vertex(c + 1, r, piece));
      cells.push(vertex(c, r + 1, piece), vertex(c + 1, r + 1, piece));
      cellPiece.push(piece);
    }
  }
  return {
    cellPx,
    vertexCount: vertexPiece.length,
    rest: Float32Array.from(rest),
    vertexPiece: Uint8Array.from(vertexPiece),
    cells: Uint32Array.from(cells),
    cellPiece: Uint8Array.from(cellPiece),
  };
}
