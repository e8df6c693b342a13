import type { Mask } from "../../image.js";
import { findComponents } from "../../kernels/connected-components.js";
import { maskWhere } from "../../kernels/push-pull.js";
import { dilateSquare, erodeSquare } from "../../kernels/square-morphology.js";
import { SIGHT } from "./sight.js";

/** Studs, buttons and beads that the parsing takes for skin are narrower than this, in units ... */
const STUD = 0.08;
/** ... in both directions: the narrow end of a V neckline is longer. */
const STUD_LONGEST = 0.1;
/** ... and of a wide V's end this share lies in the upper half: three quarters of a triangle, half of a disc. */
const TAPER = 0.67;

/** Marks small spots in and at the edge of a garment, by which its edge would be ragged, as the garment's. `isSkin` tells what they were taken for. In place. */
export function closeStuds(sight: Mask, unit: number, isSkin: (i: number) => boolean): void {
  const { width, height } = sight;
  const radius = Math.max(1, Math.round((STUD * unit) / 2));
  const cloth = maskWhere(width, height, (i) => sight.data[i] === SIGHT.cloth);
  const closed = erodeSquare(dilateSquare(cloth, radius), radius).data;
  const spots = maskWhere(width, height, (i) => closed[i] !== 0 && cloth.data[i] === 0 && isSkin(i));
  const { labels, list } = findComponents(spots);
  const above = new Float32Array(list.length);
  for (let i = 0; i < labels.length; i++) {
    const part = labels[i]! > 0 ? list[labels[i]! - 1]! : undefined;
    if (part === undefined) continue;
    const fromMiddle = (part.minY + part.maxY) / 2 - Math.floor(i / width);
    above[part.label - 1]! += fromMiddle > 0 ? 1 : fromMiddle === 0 ? 0.5 : 0;
  }
  const isStud = list.map(
    ({ area, minX, maxX, minY, maxY }, k) =>
      Math.max(maxX - minX, maxY - minY) < STUD_LONGEST * unit && above[k]! < TAPER * area,
  );
  for (let i = 0; i < labels.length; i++)
    if (labels[i]! > 0 && isStud[labels[i]! - 1]!) sight.data[i] = SIGHT.cloth;
}
