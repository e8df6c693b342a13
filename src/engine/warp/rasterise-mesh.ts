import type { Mask } from "../image.js";
import type { Rect } from "../kernels/crop.js";
import type { GarmentMesh, Piece } from "./types.js";

/** For each pixel of a rectangle of the person photo, the place in the garment photo that is seen there. */
export interface WarpField {
  /** The part of the rectangle that was asked for in which the piece lies. */
  readonly rect: Rect;
  /** x, y in pixels of the garment photo, interleaved; NaN where the piece does not reach. */
  readonly source: Float32Array;
}

interface Triangle {
  readonly position: Float32Array;
  readonly rest: Float32Array;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** Between which x and y vertices lie. */
function spanOf(
  position: Float32Array,
  vertices: Iterable<number>,
): Readonly<Record<"x0" | "y0" | "x1" | "y1", number>> {
  const span = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
  for (const v of vertices) {
    span.x0 = Math.min(span.x0, position[2 * v]!);
    span.x1 = Math.max(span.x1, position[2 * v]!);
    span.y0 = Math.min(span.y0, position[2 * v + 1]!);
    span.y1 = Math.max(span.y1, position[2 * v + 1]!);
  }
  return span;
}

/** The part of `frame` that the mesh covers. */
export function boundMesh(
  position: Float32Array,
  frame: { readonly width: number; readonly height: number },
): Rect {
  const { x0, y0, x1, y1 } = spanOf(
    position,
    Array.from({ length: position.length / 2 }, (_, v) => v),
  );
  const left = Math.min(frame.width - 1, Math.max(0, Math.floor(x0)));
  const top = Math.min(frame.height - 1, Math.max(0, Math.floor(y0)));
  const right = Math.max(left + 1, Math.min(frame.width, Math.ceil(x1)));
  const bottom = Math.max(top + 1, Math.min(frame.height, Math.ceil(y1)));
  return { left, top, width: right - left, height: bottom - top };
}

/** What of the garment photo is a piece's cloth: covered by the matte, and by the piece's own mask, one pixel of which is `step` pixels of the photo. */
export interface PieceCloth {
  readonly matte: Mask;
  readonly own: Mask;
  readonly step: number;
}

function isCloth({ matte, own, step }: PieceCloth, x: number, y: number): boolean {
  const px = Math.min(matte.width - 1, Math.max(0, Math.floor(x)));
  const py = Math.min(matte.height - 1, Math.max(0, Math.floor(y)));
  if (matte.data[py * matte.width + px]! < 128) return false;
  return own.data[Math.floor(py / step) * own.width + Math.floor(px / step)] !== 0;
}

/** Where the mesh lies over itself, cloth lies over what is none. */
function fillTriangle(field: WarpField, triangle: Triangle, cloth?: PieceCloth): void {
  const { position, rest, a, b, c } = triangle;
  const { left, top, width, height } = field.rect;
  const ax = position[2 * a]! - left;
  const ay = position[2 * a + 1]! - top;
  const bx = position[2 * b]! - left;
  const by = position[2 * b + 1]! - top;
  const cx = position[2 * c]! - left;
  const cy = position[2 * c + 1]! - top;
  const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  if (area === 0) return;
  const x0 = Math.max(0, Math.floor(Math.min(ax, bx, cx) - 0.5));
  const x1 = Math.min(width - 1, Math.ceil(Math.max(ax, bx, cx) - 0.5));
  const y0 = Math.max(0, Math.floor(Math.min(ay, by, cy) - 0.5));
  const y1 = Math.min(height - 1, Math.ceil(Math.max(ay, by, cy) - 0.5));
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const px = x + 0.5;
      const py = y + 0.5;
      const wb = ((px - ax) * (cy - ay) - (py - ay) * (cx - ax)) / area;
      const wc = ((bx - ax) * (py - ay) - (by - ay) * (px - ax)) / area;
      const wa = 1 - wb - wc;
      if (wa < -1e-6 || wb < -1e-6 || wc < -1e-6) continue;
      const i = 2 * (y * width + x);
      const sx = wa * rest[2 * a]! + wb * rest[2 * b]! + wc * rest[2 * c]!;
      const sy = wa * rest[2 * a + 1]! + wb * rest[2 * b + 1]! + wc * rest[2 * c + 1]!;
      const before = field.source[i]!;
      if (
        cloth !== undefined &&
        !Number.isNaN(before) &&
        !isCloth(cloth, sx, sy) &&
        isCloth(cloth, before, field.source[i + 1]!)
      )
        continue;
      field.source[i] = sx;
      field.source[i + 1] = sy;
    }
  }
}

/** The part of `rect` that a piece of the mesh covers. */
function boundPiece(
  mesh: GarmentMesh,
  position: Float32Array,
  { piece, rect }: { readonly piece: Piece; readonly rect: Rect },
): Rect {
  const { x0, y0, x1, y1 } = spanOf(
    position,
    mesh.cells.filter((_, k) => mesh.cellPiece[k >> 2] === piece),
  );
  const left = Math.max(rect.left, Math.floor(x0));
  const top = Math.max(rect.top, Math.floor(y0));
  const width = Math.min(rect.left + rect.width, Math.ceil(x1)) - left;
  const height = Math.min(rect.top + rect.height, Math.ceil(y1)) - top;
  return width > 0 && height > 0 ? { left, top, width, height } : { ...rect, width: 0, height: 0 };
}

/** The part of the person photo that is drawn, and what is cloth; without that, what is drawn later lies over the rest. */
export interface RasteriseOptions {
  readonly within: Rect;
  readonly cloth?: PieceCloth;
}

/** Draws one piece of the deformed mesh as a map from the person photo back into the garment photo, linear in each triangle. */
export function rasteriseMesh(
  { mesh, position }: { readonly mesh: GarmentMesh; readonly position: Float32Array },
  piece: Piece,
  { within, cloth }: RasteriseOptions,
): WarpField {
  const rect = boundPiece(mesh, position, { piece, rect: within });
  const field = { rect, source: new Float32Array(2 * rect.width * rect.height).fill(NaN) };
  for (let i = 0; i < mesh.cellPiece.length; i++) {
    if (mesh.cellPiece[i] !== piece) continue;
    const [tl, tr, bl, br] = [
      mesh.cells[4 * i]!,
      mesh.cells[4 * i + 1]!,
      mesh.cells[4 * i + 2]!,
      mesh.cells[4 * i + 3]!,
    ];
    fillTriangle(field, { position, rest: mesh.rest, a: tl, b: tr, c: bl }, cloth);
    fillTriangle(field, { position, rest: mesh.rest, a: tr, b: br, c: bl }, cloth);
  }
  return field;
}
