import assert from "node:assert/strict";
import { test } from "node:test";
import { relaxMesh } from "./relax-mesh.js";
import { PIECE, type Anchor, type GarmentMesh } from "./types.js";

/** A sheet of columns x rows cells of 10 px, all torso. */
function sheet(columns: number, rows: number): GarmentMesh {
  const rest: number[] = [];
  for (let r = 0; r <= rows; r++) for (let c = 0; c <= columns; c++) rest.push(c * 10, r * 10);
  const cells: number[] = [];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const tl = r * (columns + 1) + c;
      cells.push(tl, tl + 1, tl + columns + 1, tl + columns + 2);
    }
  }
  const vertexCount = rest.length / 2;
  return {
    cellPx: 10,
    vertexCount,
    rest: Float32Array.from(rest),
    vertexPiece: new Uint8Array(vertexCount),
    cells: Uint32Array.from(cells),
    cellPiece: new Uint8Array(columns * rows),
  };
}

function anchor(from: readonly [number, number], to: readonly [number, number]): Anchor {
  return {
    piece: PIECE.torso,
    from: { x: from[0], y: from[1] },
    to: { x: to[0], y: to[1] },
    weight: 50,
  };
}

test("relaxMesh() meets a rotation and scale by anchors exactly and keeps squares square", () => {
  const mesh = sheet(6, 6);
  // a quarter turn and twice the size: (x, y) -> (100 - 2y, 2x)
  const corners = [
    [0, 0],
    [60, 0],
    [0, 60],
    [60, 60],
  ] as const;
  const anchors = corners.map(([x, y]) => anchor([x, y], [100 - 2 * y, 2 * x]));
  const start = Float32Array.from({ length: mesh.rest.length }, (_, i) =>
    i % 2 === 0 ? 100 - 2 * mesh.rest[i + 1]! + 3 : 2 * mesh.rest[i - 1]! - 3,
  );
  const placed = relaxMesh(mesh, anchors, { scale: 2, start, startWeight: 0 });
  for (let i = 0; i < placed.length; i += 2) {
    assert.ok(Math.abs(placed[i]! - (100 - 2 * mesh.rest[i + 1]!)) < 0.1);
    assert.ok(Math.abs(placed[i + 1]! - 2 * mesh.rest[i]!) < 0.1);
  }
});

test("relaxMesh() stretches evenly between anchors that pull apart", () => {
  const mesh = sheet(8, 2);
  const anchors = [0, 10, 20].flatMap((y) => [anchor([0, y], [0, y]), anchor([80, y], [120, y])]);
  const placed = relaxMesh(mesh, anchors, { scale: 1, start: mesh.rest, startWeight: 0 });
  const middle = Array.from({ length: 9 }, (_, c) => placed[2 * (9 + c)]!);
  for (let c = 1; c < middle.length; c++) {
    const step = middle[c]! - middle[c - 1]!;
    assert.ok(step > 12 && step < 18, `uneven: ${middle.map((v) => v.toFixed(1)).join(" ")}`);
  }
});
