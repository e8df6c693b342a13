import type { Mask } from "../../image.js";
import { findComponents } from "../../kernels/connected-components.js";
import { maskWhere } from "../../kernels/push-pull.js";
import { dilateSquare, erodeSquare } from "../../kernels/square-morphology.js";
import { SIGHT } from "./sight.js";

/** Studs, buttons and beads that the parsing takes for skin are narrower than this, in units ... */
const STUD = 0.08;
/** ... in both directions: the narrow end of a V neckline is longer. */
const STUD_LONGEST = 0.1;
/** Their mean Lab distance from the skin beside them is more than this. */
const UNLIKE = 10;

/** The picture's colours, and what of it was taken for skin. */
export interface SkinView {
  readonly lab: Float32Array;
  readonly isSkin: (i: number) => boolean;
}

/** Marks small spots in and at the edge of a garment, by which its edge would be ragged, as the garment's. In place. */
export function closeStuds(sight: Mask, unit: number, { lab, isSkin }: SkinView): void {
  const { width, height } = sight;
  const radius = Math.max(1, Math.round((STUD * unit) / 2));
  const cloth = maskWhere(width, height, (i) => sight.data[i] === SIGHT.cloth);
  const closed = erodeSquare(dilateSquare(cloth, radius), radius).data;
  const spots = maskWhere(width, height, (i) => closed[i] !== 0 && cloth.data[i] === 0 && isSkin(i));
  const { labels, list } = findComponents(spots);
  for (const { label, minX, maxX, minY, maxY } of list) {
    if (Math.max(maxX - minX, maxY - minY) >= STUD_LONGEST * unit) continue;
    const [spot, beside] = [new Mean(), new Mean()];
    const inside: number[] = [];
    for (let y = Math.max(0, minY - radius); y <= Math.min(height - 1, maxY + radius); y++)
      for (let x = Math.max(0, minX - radius); x <= Math.min(width - 1, maxX + radius); x++) {
        const i = y * width + x;
        if (labels[i] === label) {
          spot.add(lab, i);
          inside.push(i);
        } else if (cloth.data[i] === 0 && spots.data[i] === 0 && isSkin(i)) beside.add(lab, i);
      }
    if (spot.distance(beside) > UNLIKE) for (const i of inside) sight.data[i] = SIGHT.cloth;
  }
}

/** A mean colour. */
class Mean {
  private count = 0;
  private readonly sum = [0, 0, 0];

  add(lab: Float32Array, i: number): void {
    this.count++;
    for (let c = 0; c < 3; c++) this.sum[c]! += lab[3 * i + c]!;
  }

  /** Lab distance to another; infinite to one of nothing. */
  distance(other: Mean): number {
    if (this.count === 0 || other.count === 0) return Infinity;
    return Math.hypot(...this.sum.map((v, c) => v / this.count - other.sum[c]! / other.count));
  }
}
