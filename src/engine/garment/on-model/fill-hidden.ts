import type { Image8, Mask } from "../../image.js";
import { pushPullFill } from "../../kernels/push-pull.js";
import { dilateSquare } from "../../kernels/square-morphology.js";
import { fillTextureInto } from "../../remove/fill-texture.js";

/** Neutral value of a difference stored in eight bits. */
const ZERO = 128;

/** Two sides of one cloth differ by no more than this in a channel, 8 bits. */
const ALIKE = 56;
/** Where less than this share of what both sides show about the hidden part is alike, the other side is no model: an open jacket, a print. */
const ALIKE_SHARE = 0.85;

/** For a pixel of the hidden part, the place of its mirror image in the picture, as x, y; NaN without one. */
export type MirrorOf = (x: number, y: number) => readonly [number, number];

/**
 * Paints what is hidden, by patches of the cloth about it where the sides differ or none is seen, else: with the mirrored side's cloth where that is seen, shifted by the smooth difference that the two sides show
 * about the hidden part (a membrane, as in gradient-domain editing), elsewhere with colours that run in from about.
 * Shape    `known` and `hidden` as large as `image`; what is in neither stays as it is.
 * Source   Pérez et al., Poisson image editing, 2003 (the membrane); Gortler et al., The lumigraph, 1996 (push–pull).
 */
export function fillHidden(image: Image8, known: Mask, hidden: Mask, mirrorOf: MirrorOf): Image8 {
  const { width, height } = image;
  const flow = pushPullFill(image, known);
  const mirror = mirrorImage(image, known, mirrorOf, unite(known, hidden));
  const shown = both(known, mirror.seen);
  const comparable = alike(image, mirror.image, shown);
  const shift = pushPullFill(difference(image, mirror.image), comparable);
  const out = new Uint8ClampedArray(image.data);
  const ring = dilateSquare(hidden, Math.max(2, Math.round(Math.sqrt(count(hidden)) / 2)));
  if (count(both(comparable, ring)) <= ALIKE_SHARE * count(both(shown, ring))) {
    for (let i = 0; i < hidden.data.length; i++)
      if (hidden.data[i]! > 0) for (let k = 3 * i; k < 3 * i + 3; k++) out[k] = flow.data[k]!;
    const patched = { width, height, channels: 3 as const, data: out };
    fillTextureInto(patched, known, {
      hole: { ...hidden, data: hidden.data.map((v) => (v > 0 ? 255 : 0)) },
    });
    return patched;
  }
  for (let i = 0; i < hidden.data.length; i++) {
    const share = hidden.data[i]! / 255;
    if (share === 0) continue;
    const trust = mirror.seen.data[i]! / 255;
    for (let c = 0; c < 3; c++) {
      const k = 3 * i + c;
      const mirrored = mirror.image.data[k]! + 2 * (shift.data[k]! - ZERO);
      const filled = trust * mirrored + (1 - trust) * flow.data[k]!;
      out[k] = share * filled + (1 - share) * image.data[k]!;
    }
  }
  return { width, height, channels: 3, data: out };
}

function count({ data }: Mask): number {
  let n = 0;
  for (const v of data) if (v > 0) n++;
  return n;
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
