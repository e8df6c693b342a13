import type { Mask } from "../image.js";
import { torsoPlace, type BodyFrame } from "../fit/body-frame.js";
import { boundMask } from "../kernels/bound-mask.js";
import { findComponents } from "../kernels/connected-components.js";
import { cropMask } from "../kernels/crop.js";
import { uniteMasks } from "../kernels/mask-logic.js";
import { markLabels } from "../kernels/mark-labels.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { REVEAL } from "./classify-reveal.js";
import type { PersonCrop } from "./types.js";

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

/** A strap over a shoulder with skin on both sides of it is up to twice so wide, in units, and ends above this t. */
const STRAP_UNITS = 0.13;
const STRAP_TO_T = 0.15;
/** What a strap lies on. */
const BESIDE_STRAP = [PART.neck, PART.leftArm, PART.rightArm];

/** Behind a strap over a shoulder that is bare beside it, the shoulder goes on: what was taken for background there is skin. In place. */
export function closeUnderStraps(
  reveal: Mask,
  { parts, rect }: Pick<PersonCrop, "parts" | "rect">,
  body: BodyFrame,
): void {
  const radiusPx = Math.max(1, Math.round(STRAP_UNITS * body.unit));
  const doubtful = markLabels(reveal, [REVEAL.background]);
  for (let y = 0, i = 0; y < reveal.height; y++) {
    for (let x = 0; x < reveal.width; x++, i++)
      if (doubtful.data[i] !== 0 && torsoPlace(body, x + rect.left + 0.5, y + rect.top + 0.5).t > STRAP_TO_T)
        doubtful.data[i] = 0;
  }
  const box = boundMask(doubtful, 2 * radiusPx);
  if (box === null) return;
  const skin = markLabels(cropMask(parts, box), BESIDE_STRAP);
  const closed = erodeSquare(dilateSquare(skin, radiusPx), radiusPx);
  for (let y = 0, k = 0; y < box.height; y++) {
    let i = (box.top + y) * reveal.width + box.left;
    for (let x = 0; x < box.width; x++, i++, k++)
      if (closed.data[k] !== 0 && doubtful.data[i] !== 0) reveal.data[i] = REVEAL.skin;
  }
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
