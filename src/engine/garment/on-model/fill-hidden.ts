import type { Image8, Mask } from "../../image.js";
import { countMarked } from "../../kernels/mask-logic.js";
import { pushPullFill } from "../../kernels/push-pull.js";
import { dilateSquare } from "../../kernels/square-morphology.js";
import { fillGroundInto } from "../../remove/fill-ground.js";
import { findShifts, type Hang } from "./find-shifts.js";

/** Neutral value of a difference stored in eight bits. */
const ZERO = 128;

/** Two sides of one cloth differ by no more than this in a channel, 8 bits. */
const ALIKE = 56;
/** Where less than this share of what both sides show about the hidden part is alike, the other side is no model: an open jacket, a print. */
const ALIKE_SHARE = 0.85;

/** For a pixel of the hidden part, the place of its mirror image in the picture, as x, y; NaN without one. */
export type MirrorOf = (x: number, y: number) => readonly [number, number];

/** Where a piece shows the same cloth once more. */
export interface Kin {
  readonly mirrorOf: MirrorOf;
  /** Where openings, seams and folds run on downward; null where that is not known. */
  readonly hang: Hang | null;
}

/**
 * Paints what is hidden: with the mirrored side's cloth where that is seen, shifted by the smooth difference that the two sides show
 * about the hidden part (a membrane, as in gradient-domain editing), elsewhere with colours that run in from about. Where the sides differ,
 * as those of an open jacket, or none is seen, with the cloth from further up or down the piece, and where that differs too with patches of the
 * cloth about it.
 * Shape    `known` and `hidden` as large as `image`; what is in neither stays as it is.
 * Source   Pérez et al., Poisson image editing, 2003 (the membrane); Gortler et al., The lumigraph, 1996 (push–pull).
 */
export function fillHidden(image: Image8, known: Mask, hidden: Mask, kin: Kin): Image8 {
  const flow = pushPullFill(image, known);
  const ring = dilateSquare(hidden, Math.max(2, Math.round(Math.sqrt(countMarked(hidden)) / 2)));
  const mirror = readDonor(image, known, kin.mirrorOf, unite(known, hidden));
  if (countMarked(both(mirror.comparable, ring)) > ALIKE_SHARE * countMarked(both(mirror.shown, ring)))
    return paint({ image, below: flow, hidden }, mirror);
  const whole = { ...hidden, data: hidden.data.map((v) => (v > 0 ? 255 : 0)) };
  const patched = { ...image, data: new Uint8ClampedArray(image.data) };
  for (let i = 0; i < whole.data.length; i++)
    if (whole.data[i] !== 0) for (let k = 3 * i; k < 3 * i + 3; k++) patched.data[k] = flow.data[k]!;
  fillGroundInto(patched, known, { hole: whole });
  if (kin.hang === null) return patched;
  let filled: Image8 = patched;
  for (const { hole, near, by } of findShifts(image, { known, hole: whole }, kin.hang)) {
    const donor = readDonor(image, known, (x, y) => [x + by.x, y + by.y], near);
    filled = paint({ image: filled, below: filled, hidden: hole }, donor);
  }
  return filled;
}

/** A picture of the same cloth in the place of what is hidden. */
interface Donor {
  readonly image: Image8;
  readonly seen: Mask;
  /** Where it and the known cloth are seen, and where both look alike there. */
  readonly shown: Mask;
  readonly comparable: Mask;
  /** What is to be added to it, halved, about {@link ZERO}. */
  readonly shift: Image8;
}

function readDonor(image: Image8, known: Mask, placeOf: MirrorOf, wanted: Mask): Donor {
  const donor = mirrorImage(image, known, placeOf, wanted);
  const shown = both(known, donor.seen);
  const comparable = alike(image, donor.image, shown);
  return { ...donor, shown, comparable, shift: pushPullFill(difference(image, donor.image), comparable) };
}

/** Paints a donor over what is hidden; `below` shows where it is not seen. */
function paint(
  { image, below, hidden }: { readonly image: Image8; readonly below: Image8; readonly hidden: Mask },
  donor: Donor,
): Image8 {
  const out = new Uint8ClampedArray(image.data);
  for (let i = 0; i < hidden.data.length; i++) {
    const share = hidden.data[i]! / 255;
    if (share === 0) continue;
    const trust = donor.seen.data[i]! / 255;
    for (let c = 0; c < 3; c++) {
      const k = 3 * i + c;
      const lit = donor.image.data[k]! + 2 * (donor.shift.data[k]! - ZERO);
      const filled = trust * lit + (1 - trust) * below.data[k]!;
      out[k] = share * filled + (1 - share) * image.data[k]!;
    }
  }
  return { ...image, data: out };
}

function unite(a: Mask, b: Mask): Mask {
  return { ...a, data: a.data.map((v, i) => Math.max(v, b.data[i]!)) };
}

function both(a: Mask, b: Mask): Mask {
  return { ...a, data: a.data.map((v, i) => Math.min(v, b.data[i]!)) };
}

/** The marked pixels at which two pictures differ by light, not by a seam that lies elsewhere. */
function alike(a: Image8, b: Image8, marked: Mask): Mask {
  const data = marked.data.slice();
  for (let i = 0; i < data.length; i++)
    for (let k = 3 * i; k < 3 * i + 3; k++) if (Math.abs(a.data[k]! - b.data[k]!) > ALIKE) data[i] = 0;
  return { ...marked, data };
}

/** Half the difference, about {@link ZERO}. */
function difference(a: Image8, b: Image8): Image8 {
  const data = new Uint8ClampedArray(a.data.length);
  for (let i = 0; i < data.length; i++) data[i] = ZERO + (a.data[i]! - b.data[i]!) / 2;
  return { ...a, data };
}

/** The mirrored picture over `wanted`, and where its source was seen. */
function mirrorImage(
  image: Image8,
  known: Mask,
  mirrorOf: MirrorOf,
  wanted: Mask,
): { image: Image8; seen: Mask } {
  const { width, height } = image;
  const data = new Uint8ClampedArray(image.data.length);
  const seen = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (wanted.data[i] === 0) continue;
      const [mx, my] = mirrorOf(x + 0.5, y + 0.5);
      const fx = mx - 0.5;
      const fy = my - 0.5;
      if (!(fx >= 0 && fy >= 0 && fx < width - 1 && fy < height - 1)) continue;
      const x0 = Math.floor(fx);
      const y0 = Math.floor(fy);
      const s = y0 * width + x0;
      if (
        Math.min(known.data[s]!, known.data[s + 1]!, known.data[s + width]!, known.data[s + width + 1]!) < 255
      )
        continue;
      seen[i] = 255;
      const tx = fx - x0;
      const ty = fy - y0;
      for (let c = 0; c < 3; c++) {
        const upper = image.data[3 * s + c]! * (1 - tx) + image.data[3 * s + 3 + c]! * tx;
        const t = 3 * (s + width) + c;
        const lower = image.data[t]! * (1 - tx) + image.data[t + 3]! * tx;
        data[3 * i + c] = upper * (1 - ty) + lower * ty;
      }
    }
  }
  return { image: { width, height, channels: 3, data }, seen: { width, height, data: seen } };
}
