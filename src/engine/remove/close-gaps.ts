import type { Mask } from "../image.js";
import { findComponents } from "../kernels/connected-components.js";
import { uniteMasks } from "../kernels/mask-logic.js";
import { markLabels } from "../kernels/mark-labels.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { REVEAL } from "./classify-reveal.js";

/** A gap between limbs that is smaller than this, in square units, and shows no background in the photo is none. */
const GAP_AREA = 0.02;

/** Between hair and the skin below it no background shows through a gap of up to twice this width, in units. */
const UNDER_HAIR_UNITS = 0.035;

/** What was revealed between hair and skin that are close, and behind the hair's ends there, is skin, but where the photo shows background close by. In place. */
export function closeUnderHair(reveal: Mask, parts: Mask, unit: number): void {
  const radiusPx = Math.max(1, Math.round(UNDER_HAIR_UNITS * unit));
  const skin = uniteMasks(markLabels(reveal, [REVEAL.skin]), markLabels(parts, [PART.neck]));
  const hair = markLabels(parts, [PART.hair]);
  const closed = erodeSquare(dilateSquare(uniteMasks(skin, hair), radiusPx), radiusPx).data;
  const nearSkin = dilateSquare(skin, 2 * radiusPx).data;
  const nearHair = dilateSquare(hair, radiusPx).data;
  const nearGround = dilateSquare(markLabels(parts, [PART.background]), Math.max(1, radiusPx >> 2)).data;
  for (let i = 0; i < closed.length; i++)
    if (reveal.data[i] === REVEAL.background && closed[i]! & nearSkin[i]! & nearHair[i]! & ~nearGround[i]!)
      reveal.data[i] = REVEAL.skin;
}

/** Small places that were taken for background among what was revealed, with body all round, are skin. In place. */
export function closeGaps(reveal: Mask, parts: Mask, unit: number): void {
  const open = uniteMasks(markLabels(reveal, [REVEAL.background]), markLabels(parts, [PART.background]));
  const { labels, list } = findComponents(open);
  const isGap = new Uint8Array(list.length + 1);
  for (const { label, area } of list) if (area < GAP_AREA * unit * unit) isGap[label] = 1;
  for (let i = 0; i < labels.length; i++) if (parts.data[i] === PART.background) isGap[labels[i]!] = 0;
  for (let i = 0; i < labels.length; i++)
    if (isGap[labels[i]!] === 1 && reveal.data[i] === REVEAL.background) reveal.data[i] = REVEAL.skin;
}
