import assert from "node:assert/strict";
import { test } from "node:test";
import { createMask } from "../image.js";
import { rasteriseMesh } from "./rasterise-mesh.js";
import { PIECE, type GarmentMesh } from "./types.js";

/** Two cells side by side, 8 px wide, of which the second is folded over onto the first. */
const mesh: GarmentMesh = {
  cellPx: 8,
  vertexCount: 6,
  rest: Float32Array.from([0, 0, 8, 0, 16, 0, 0, 8, 8, 8, 16, 8]),
  vertexPiece: new Uint8Array(6).fill(PIECE.torso),
  cells: Uint32Array.from([0, 1, 3, 4, 1, 2, 4, 5]),
  cellPiece: new Uint8Array(2).fill(PIECE.torso),
};
const position = Float32Array.from([0, 0, 8, 0, 0, 0, 0, 8, 8, 8, 0, 8]);
const within = { left: 0, top: 0, width: 8, height: 8 };

/** x of the garment's photo that is seen at (3, 3) when cloth ends at a column. */
function seenAt(clothTo: number): number {
  const matte = createMask(16, 8);
  for (let y = 0; y < 8; y++) matte.data.fill(255, y * 16, y * 16 + clothTo);
  const own = { width: 4, height: 2, data: new Uint8Array(8).fill(255) };
  const { source } = rasteriseMesh({ mesh, position }, PIECE.torso, {
    within,
    cloth: { matte, own, step: 4 },
  });
  return source[2 * (3 * 8 + 3)]!;
}

test("rasteriseMesh() draws cloth over what is none where the mesh lies over itself", () => {
  assert.ok(Math.abs(seenAt(8) - 3.5) < 1e-5, "the bare ground is folded over the cloth");
  assert.ok(Math.abs(seenAt(16) - 12.5) < 1e-5, "of two cloths the later one");
});
