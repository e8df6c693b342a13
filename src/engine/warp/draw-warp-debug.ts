import type { Image8 } from "../image.js";
import type { Placement } from "../fit/types.js";
import { cropImage } from "../kernels/crop.js";
import { drawLineInto } from "../kernels/draw-line.js";
import type { PlacedMesh } from "./mod.js";

const MESH_COLOUR = [40, 120, 255] as const;
const ANCHOR_COLOUR = [255, 40, 40] as const;

/** The person photo with the placed mesh (blue) and the anchors' targets (red). */
export function drawWarpDebug(person: Image8, placed: PlacedMesh, fit: Placement): Image8 {
  const out = cropImage(person, { left: 0, top: 0, width: person.width, height: person.height });
  const { mesh, position } = placed;
  const at = (i: number): { x: number; y: number } => ({ x: position[2 * i]!, y: position[2 * i + 1]! });
  for (let i = 0; i < mesh.cells.length; i += 4) {
    const [tl, tr, bl] = [mesh.cells[i]!, mesh.cells[i + 1]!, mesh.cells[i + 2]!];
    drawLineInto(out, at(tl), at(tr), { colour: MESH_COLOUR, widthPx: 1 });
    drawLineInto(out, at(tl), at(bl), { colour: MESH_COLOUR, widthPx: 1 });
  }
  for (const { to } of fit.anchors) drawLineInto(out, to, to, { colour: ANCHOR_COLOUR, widthPx: 6 });
  return out;
}
