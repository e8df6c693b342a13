import type { Mask } from "../../image.js";
import { findComponents } from "../../kernels/connected-components.js";
import { maskWhere } from "../../kernels/push-pull.js";
import { dilateSquare, erodeSquare } from "../../kernels/square-morphology.js";
import { SIGHT } from "./sight.js";

/** Studs, buttons and beads that the parsing takes for skin are narrower than this, in units ... */
const STUD = 0.08;
/** ... in both directions: the narrow end of a V neckline is longer. */
const STUD_LONGEST = 0.1;

/** Marks small spots in and at the edge of a garment, by which its edge would be ragged, as the garment's. `isSkin` tells what they were taken for. In place. */
export function closeStuds(sight: Mask, unit: number, isSkin: (i: number) => boolean): void {
  const { width, height } = sight;
  const radius = Math.max(1, Math.round((STUD * unit) / 2));
  const cloth = maskWhere(width, height, (i) => sight.data[i] === SIGHT.cloth);
  const closed = erodeSquare(dilateSquare(cloth, radius), radius).data;
  const spots = maskWhere(width, height, (i) => closed[i] !== 0 && cloth.data[i] === 0 && isSkin(i));
  const { labels, list } = findComponents(spots);
  const isStud = list.map(
    ({ minX, maxX, minY, maxY }) => Math.max(maxX - minX, maxY - minY) < STUD_LONGEST * unit,
  );
  for (let i = 0; i < labels.length; i++)
    if (labels[i]! > 0 && isStud[labels[i]! - 1]!) sight.data[i] = SIGHT.cloth;
}
