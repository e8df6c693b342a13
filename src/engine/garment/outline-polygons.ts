import type { Point } from "../image.js";
import type { GarmentSide, UpperGarmentAnalysis } from "./types.js";

/** The sleeve's outline as a closed polygon; empty without a sleeve. */
export function sleevePolygon({ sleeve }: Pick<GarmentSide, "sleeve">): readonly Point[] {
  return sleeve === undefined ? [] : [...sleeve.outer, ...sleeve.inner.toReversed()];
}

/** The outline of the garment without sleeves as a closed polygon. */
export function torsoPolygon(
  garment: Pick<UpperGarmentAnalysis, "left" | "right" | "hemline" | "neckline">,
): readonly Point[] {
  const { left, right, hemline, neckline } = garment;
  return [
    ...neckline,
    right.neck,
    right.shoulder,
    ...right.seam,
    ...hemline.toReversed(),
    ...left.seam.toReversed(),
    left.shoulder,
    left.neck,
  ];
}
