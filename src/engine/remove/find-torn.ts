import type { Mask } from "../image.js";
import { findComponents, type Component } from "../kernels/connected-components.js";
import { subtractMask } from "../kernels/mask-logic.js";
import { markLabels } from "../kernels/mark-labels.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";

/** A piece of a shoe that only the garment joins to it is smaller than this, in square units: a heel's end behind the foot. */
const PIECE_AREA = 0.03;
/** ... and lies this near to the rest of it, in units. */
const NEAR_UNITS = 0.3;

/** Whether two boxes lie within a distance of each other. */
function areNear(a: Component, b: Component, reachPx: number): boolean {
  const dx = Math.max(a.minX - b.maxX, b.minX - a.maxX, 0);
  const dy = Math.max(a.minY - b.maxY, b.minY - a.maxY, 0);
  return Math.max(dx, dy) < reachPx;
}

/**
 * Pieces of shoes (1) that hang from the worn garment alone, whose edge of `edgePx` goes with it: without it a heel would stand beside the
 * foot that it belongs to, as what joins both was hidden.
 */
export function findTorn(
  parts: Mask,
  { unit, edgePx }: { readonly unit: number; readonly edgePx: number },
): Uint8Array {
  const torn = new Uint8Array(parts.data.length);
  const lower = markLabels(parts, [PART.lower]);
  const kept = subtractMask(markLabels(parts, [PART.foot, PART.leg]), dilateSquare(lower, edgePx));
  const { labels, list } = findComponents(kept);
  const limit = PIECE_AREA * unit * unit;
  const isPiece = list.map(
    (piece) =>
      piece.area < limit && list.some((foot) => foot.area > limit && areNear(piece, foot, NEAR_UNITS * unit)),
  );
  if (!isPiece.includes(true)) return torn;
  const byCloth = dilateSquare(lower, edgePx + 1).data;
  const hangs = new Uint8Array(list.length);
  for (let i = 0; i < labels.length; i++) if (labels[i]! > 0 && byCloth[i] !== 0) hangs[labels[i]! - 1] = 1;
  for (let i = 0; i < labels.length; i++) {
    const k = labels[i]! - 1;
    if (k >= 0 && isPiece[k] === true && hangs[k] === 1 && parts.data[i] === PART.foot) torn[i] = 1;
  }
  return torn;
}
