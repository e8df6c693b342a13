import type { Point } from "../image.js";
import type { GarmentMesh, Piece } from "./types.js";

/** Index of the piece's cell that contains the point, or of the nearest one; -1 when the piece has no cells. */
export function findCell(mesh: GarmentMesh, piece: Piece, point: Point): number {
  let best = -1;
  let bestDistance = Infinity;
  for (let i = 0; i < mesh.cellPiece.length; i++) {
    if (mesh.cellPiece[i] !== piece) continue;
    const corner = mesh.cells[4 * i]!;
    const dx = point.x - (mesh.rest[2 * corner]! + mesh.cellPx / 2);
    const dy = point.y - (mesh.rest[2 * corner + 1]! + mesh.cellPx / 2);
    const d = Math.max(Math.abs(dx), Math.abs(dy));
    if (d >= bestDistance) continue;
    bestDistance = d;
    best = i;
  }
  return best;
}

/** Bilinear weights of a cell's four corners (top left, top right, bottom left, bottom right) at a point. */
export function cellWeights(
  mesh: GarmentMesh,
  cell: number,
  point: Point,
): readonly [number, number, number, number] {
  const corner = mesh.cells[4 * cell]!;
  const u = (point.x - mesh.rest[2 * corner]!) / mesh.cellPx;
  const v = (point.y - mesh.rest[2 * corner + 1]!) / mesh.cellPx;
  return [(1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v];
}

/** Where points of the garment photo lie on the person once the mesh has its positions, in pixels of the person photo. */
export function placePoints(
  placed: { readonly mesh: GarmentMesh; readonly position: Float32Array },
  piece: Piece,
  points: readonly Point[],
): Point[] {
  const { mesh, position } = placed;
  return points.flatMap((point) => {
    const cell = findCell(mesh, piece, point);
    if (cell < 0) return [];
    let x = 0;
    let y = 0;
    cellWeights(mesh, cell, point).forEach((weight, k) => {
      const vertex = mesh.cells[4 * cell + k]!;
      x += weight * position[2 * vertex]!;
      y += weight * position[2 * vertex + 1]!;
    });
    return [{ x, y }];
  });
}
