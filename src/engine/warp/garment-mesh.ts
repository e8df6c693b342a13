import type { UpperGarmentAnalysis } from "../garment/types.js";
import { distanceToSegment } from "../kernels/polyline.js";
import type { PieceMap } from "./piece-map.js";
import { PIECE, type GarmentMesh, type Piece } from "./types.js";

/** Cells across the garment's longer side: fine enough for a cuff, coarse enough for a fast solve. */
const CELLS_PER_SIDE = 56;
/** Coverage from which a pixel counts as garment. */
const MIN_COVERAGE = 8;

interface Grid {
  readonly cellPx: number;
  readonly columns: number;
  readonly rows: number;
}

/** Marks the grid cells that show the piece, with a ring of one map pixel about it so that its soft edge is inside. */
function markCells(garment: UpperGarmentAnalysis, map: PieceMap, piece: Piece, grid: Grid): Uint8Array {
  const { matte } = garment;
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
 * Lays a triangulated grid over the garment, one sheet a piece. The sheets share their vertices along the armholes and are
 * free of each other elsewhere, so a sleeve that lies against the body in the photo can be lifted off it.
 */
export function buildGarmentMesh(garment: UpperGarmentAnalysis, map: PieceMap): GarmentMesh {
  const { width, height, left, right } = garment;
  const cellPx = Math.max(4, Math.max(width, height) / CELLS_PER_SIDE);
  const grid = { cellPx, columns: Math.ceil(width / cellPx), rows: Math.ceil(height / cellPx) };
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
    const shared = armholes.some(([a, b]) => distanceToSegment(a, b, x, y) <= 1.1 * cellPx);
    const owner = shared ? PIECE.torso : piece;
    const key = (row * (grid.columns + 1) + column) * 3 + owner;
    let index = vertexOf.get(key);
    if (index === undefined) {
      index = vertexPiece.length;
      vertexOf.set(key, index);
      rest.push(x, y);
      vertexPiece.push(owner);
    }
    return index;
  };
  for (const piece of [PIECE.torso, PIECE.leftSleeve, PIECE.rightSleeve]) {
    const marked = markCells(garment, map, piece, grid);
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
