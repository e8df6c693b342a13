import type { Image8, Mask } from "../image.js";
import { boundMask } from "../kernels/bound-mask.js";
import { cropImage, cropMask, pasteRowsInto } from "../kernels/crop.js";
import { gaussianBlur } from "../kernels/gaussian-blur.js";
import { maskWhere, pushPullFill } from "../kernels/push-pull.js";
import { dilateSquare } from "../kernels/square-morphology.js";

/** An outline has teeth where this share of its pixels, and more, are full beside empty ones: 0.3 to 0.5 of hard cut-outs, 0.2 and less of most photos. */
const TOOTHED = 0.25;
/** Coverages (8 bit) up to which a pixel is empty, and from which it is full. */
const EMPTY = 20;
const FULL = 235;
/** Teeth are one pixel of the photo, or two: they are gone at this sigma, in px. */
const TEETH_PX = 1.2;
/** Blurred coverages between which the rim rises from none to all: inside the teeth, not across them. */
const RIM_FROM = 0.5;
const RIM_TO = 0.9;
/** Colours are the garment's own from this blurred coverage on: at the rim of a cut-out they are mixed, or its crumbs. */
const PURE_FROM = 0.97;
/** They run on so far from there, in px: past the rim and as far as resampling looks. */
const RUN_ON_PX = 6;

/** A garment's coverage and colours. */
export interface CutOut {
  readonly matte: Mask;
  readonly colour: Image8;
}

/**
 * Takes the teeth, if it has them, off a cut-out's outline, which enlarging would show: the rim is smooth and lies a little further in, with the colours
 * from inside it. Nothing is added, and what is too thin to have an inside stays.
 * Shape    matte and colour of one size, as before.
 */
export function evenRim(whole: CutOut): CutOut {
  const from = boundMask(whole.matte, RUN_ON_PX);
  if (from === null || measureTeeth(whole.matte) < TOOTHED) return whole;
  const part = evenPart({ matte: cropMask(whole.matte, from), colour: cropImage(whole.colour, from) });
  const { width, height } = whole.matte;
  const to = { left: 0, top: 0, width, height };
  const matte = { ...whole.matte, data: whole.matte.data.slice() };
  const colour = cropImage(whole.colour, to);
  pasteRowsInto(matte.data, part.matte.data, { from, to, channels: 1 });
  pasteRowsInto(colour.data, part.colour.data, { from, to, channels: 3 });
  return { matte, colour };
}

function evenPart({ matte, colour }: CutOut): CutOut {
  const { width, height } = matte;
  const soft = gaussianBlur({ width, height, data: Float32Array.from(matte.data) }, TEETH_PX).data;
  const pure = maskWhere(width, height, (i) => soft[i]! >= 255 * PURE_FROM);
  const near = dilateSquare(pure, RUN_ON_PX);
  thinInto(matte, soft, near);
  return { matte, colour: pushPullFill(colour, pure, near) };
}

/** Share of the outline's pixels that are full beside an empty one. */
function measureTeeth({ width, height, data }: Mask): number {
  let edge = 0;
  let hard = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, i = y * width + 1; x < width - 1; x++, i++) {
      if (data[i]! < 128) continue;
      const least = Math.min(data[i - 1]!, data[i + 1]!, data[i - width]!, data[i + width]!);
      if (least < 128) edge++;
      if (data[i]! >= FULL && least <= EMPTY) hard++;
    }
  }
  return hard / Math.max(1, edge);
}

/** Lowers a coverage to what its blurred self allows, near the garment's inside. In place. */
function thinInto({ data }: Mask, soft: Float32Array, near: Mask): void {
  for (let i = 0; i < data.length; i++) {
    if (near.data[i] === 0) continue;
    const share = (soft[i]! / 255 - RIM_FROM) / (RIM_TO - RIM_FROM);
    data[i] = Math.min(data[i]!, Math.max(0, Math.round(255 * share)));
  }
}
