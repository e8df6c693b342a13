import { sleevePolygon, torsoPolygon } from "../garment/outline-polygons.js";
import { legTopY } from "../garment/leg-top.js";
import type { LowerGarmentAnalysis, LowerSide, UpperGarmentAnalysis } from "../garment/types.js";
import type { Point } from "../image.js";
import { pointAtY } from "../kernels/polyline.js";
import { PIECE, type Piece } from "./types.js";

/** A line along which a limb's piece is sewn to the main one: both share what lies near it. */
export interface Seam {
  readonly from: Point;
  readonly to: Point;
  readonly main: Piece;
  readonly limb: Piece;
}

/** The outlines of a garment's pieces and the seams between them, in pixels of the garment photo. The main piece comes last. */
export interface PieceLayout {
  readonly pieces: readonly { readonly piece: Piece; readonly polygon: readonly Point[] }[];
  readonly seams: readonly Seam[];
}

/** An upper garment: torso and sleeves, sewn along the armholes. */
export function layOutUpper(
  garment: Pick<UpperGarmentAnalysis, "left" | "right" | "hemline" | "neckline">,
): PieceLayout {
  const sleeves = (["left", "right"] as const).flatMap((name) => {
    const side = garment[name];
    const limb = name === "left" ? PIECE.leftSleeve : PIECE.rightSleeve;
    const polygon = sleevePolygon(side);
    if (polygon.length < 3) return [];
    return [
      { piece: limb, polygon, seam: { from: side.shoulder, to: side.armpit, main: PIECE.torso, limb } },
    ];
  });
  return {
    pieces: [...sleeves, { piece: PIECE.torso, polygon: torsoPolygon(garment) }],
    seams: sleeves.map(({ seam }) => seam),
  };
}

/** A lower garment: hips and legs, sewn from the crotch across to the outer edges; a skirt is one piece. */
export function layOutLower(garment: LowerGarmentAnalysis): PieceLayout {
  const { crotch, left, right, waistline, hemlines } = garment;
  if (!crotch) {
    const polygon = [...waistline, ...right.outer, ...hemlines[0]!.toReversed(), ...left.outer.toReversed()];
    return { pieces: [{ piece: PIECE.hips, polygon }], seams: [] };
  }
  const legs = (["left", "right"] as const).map((name) => {
    const { outer, inner = [] } = garment[name];
    const topY = legTopY(garment[name], crotch);
    const from = pointAtY(outer, topY);
    const below = outer.filter((p) => p.y > topY);
    const hem = name === "left" ? hemlines[0]! : hemlines[1]!.toReversed();
    const limb = name === "left" ? PIECE.leftLeg : PIECE.rightLeg;
    return {
      piece: limb,
      polygon: [from, ...below, ...hem, ...inner.toReversed()],
      seam: { from, to: crotch, main: PIECE.hips, limb },
    };
  });
  const seat = (side: LowerSide): Point[] => {
    const topY = legTopY(side, crotch);
    return [...side.outer.filter((p) => p.y < topY), pointAtY(side.outer, topY)];
  };
  const polygon = [...waistline, ...seat(right), crotch, ...seat(left).toReversed()];
  return {
    pieces: [...legs, { piece: PIECE.hips, polygon }],
    seams: legs.map(({ seam }) => seam),
  };
}
