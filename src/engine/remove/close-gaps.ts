import type { Mask } from "../image.js";
import { findComponents } from "../kernels/connected-components.js";
import { maskWhere } from "../kernels/push-pull.js";
import { PART } from "../person/types.js";
import { REVEAL } from "./classify-reveal.js";

/** A gap between limbs that is smaller than this, in square units, and shows no background in the photo is none. */
const GAP_AREA = 0.02;

/** Small places that were taken for background among what was revealed, with body all round, are skin. In place. */
export function closeGaps(reveal: Mask, parts: Mask, unit: number): void {
  const open = maskWhere(
    reveal.width,
    reveal.height,
    (i) => reveal.data[i] === REVEAL.background || parts.data[i] === PART.background,
  );
  const { labels, list } = findComponents(open);
  const isGap = new Uint8Array(list.length + 1);
  for (const { label, area } of list) if (area < GAP_AREA * unit * unit) isGap[label] = 1;
  for (let i = 0; i < labels.length; i++) if (parts.data[i] === PART.background) isGap[labels[i]!] = 0;
  for (let i = 0; i < labels.length; i++)
    if (isGap[labels[i]!] === 1 && reveal.data[i] === REVEAL.background) reveal.data[i] = REVEAL.skin;
}
