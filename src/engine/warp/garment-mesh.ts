import type { Mask } from "../image.js";
import { distanceToSegment } from "../kernels/polyline.js";
import type { PieceLayout } from "./layout.js";
import type { PieceMap } from "./piece-map.js";
import { PIECE, type GarmentMesh, type Piece } from "./types.js";

/** Cells across the garment's longer side: fine enough for a cuff, coarse enough for a fast solve. */
const CELLS_PER_SIDE = 56;
/** Coverage from which a pixel counts as garment. */
const MIN_COVERAGE = 8;
/** Vertices this near to a seam, in cells, belong to both pieces. */
const SEAM_CELLS = 1.1;
const PIECE_COUNT = Object.keys(PIECE).length;

interface Grid {
  readonly cellPx: number;
  readonly columns: number;
  readonly rows: number;
}

/** Marks the grid cells that show the piece, with a ring of one map pixel about it so that its soft edge is inside. */
function markCells(matte: Mask, map: PieceMap, piece: Piece, grid: Grid): Uint8Array {
  const mask = map.masks[piece]!;
  const marked = new Uint8Array(grid.columns * grid.rows);
  for (let y = 0, i = 0; y < mask.height; y++) {
    for (let x = 0; x < mask.width; x++, i++) {
      if (mask.data[i] === 0) continue;
      const px = Math.min(matte.width - 1, (x + 0.5) * map.step);
      const py = Math.min(matte.height - 1, (y + 0.5) * map.step);
      if (matte.data[Math.floor(py) * matte.width + Math.floor(px)]! <= MIN_COVERAGE) continue;
      for (const dy of [-map.step, 0, map.step]) {
        for (const dx of [-map.step, 0, map.step]) {
          const c = Math.floor((px + dx) / grid.cellPx);
          const r = Math.floor((py + dy) / grid.cellPx);
          if (c >= 0 && r >= 0 && c < grid.columns && r < grid.rows) marked[r * grid.columns + c] = 1;
        }
      }
    }
  }
  return marked;
}

/**
 * Lays a triangulated grid over the garment, one sheet a piece. The sheets share their vertices along the seams and are
 * free of each other elsewhere, so a sleeve that lies against the body in the photo can be lifted off it.
 */
export function buildGarmentMesh(matte: Mask, layout: PieceLayout, map: PieceMap): GarmentMesh {
  const { width, height } = matte;
  const cellPx = Math.max(4, Math.max(width, height) / CELLS_PER_SIDE);
  const grid = { cellPx, columns: Math.ceil(width / cellPx), rows: Math.ceil(height / cellPx) };
  const vertexOf = new Map<number, number>();
  const rest: number[] = [];
  const vertexPiece: number[] = [];
  const cells: number[] = [];
  const cellPiece: number[] = [];
  const vertex = (column: number, row: number, piece: Piece): number => {
    const x = column * cellPx;
    const y = row * cellPx;
    const seam = layout.seams.find(
      ({ from, to }) => distanceToSegment(from, to, x, y) <= SEAM_CELLS * cellPx,
    );
    const owner = seam ? seam.main : piece;
    const key = (row * (grid.columns + 1) + column) * PIECE_COUNT + owner;
    let index = vertexOf.get(key);
    if (index === undefined) {
      index = vertexPiece.length;
      vertexOf.set(key, index);
      rest.push(x, y);
      vertexPiece.push(owner);
    }
    return index;
  };
  for (const { piece } of [...layout.pieces.slice(-1), ...layout.pieces.slice(0, -1)]) {
    const marked = markCells(matte, map, piece, grid);
    for (let r = 0; r < grid.rows; r++) {
      for (let c = 0; c < grid.columns; c++) {
        if (marked[r * grid.columns + c] === 0) continue;
        cells.push(vertex(c, r, piece), vertex(c + 1, r, piece));
        cells.push(vertex(c, r + 1, piece), vertex(c + 1, r + 1, piece));
        cellPiece.push(piece);
      }
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
