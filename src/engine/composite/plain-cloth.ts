import type { Image8, Mask, Plane } from "../image.js";
import { findComponents } from "../kernels/connected-components.js";
import { gaussianBlur } from "../kernels/gaussian-blur.js";
import { LINEAR_LIGHT } from "../kernels/linear-light.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";

/** Lifts dark cloth's colours off the noise; linear light 0..1. */
const COLOUR_OFFSET = 0.2;
/** Cloth of one dye keeps its ratios of red to green and of blue to green, as logs, this near to a line over its brightness ... */
const SAME_DYE = 0.16;
/** ... or within so many times what they stray by in the middle, where a photo is noisy or cloth is mottled, but no further than this. */
const TIMES_STRAY = 3;
const SAME_DYE_MAX = 0.3;
/** How much darker or brighter than its middle one cloth is, in logs of linear light: beyond are inks, buttons and what shines. */
const DARKER = -0.7;
const BRIGHTER = 0.4;
/** Light on soft cloth changes no more than this from pixel to pixel of the working size: collars, pockets, seams and letters do ... */
const STEEP = 0.11;
/** ... or so many times as much as it does in the middle, where cloth is coarse, but no more than this. */
const TIMES_STEEP = 3;
const STEEP_MAX = 0.16;
/** Noise is taken off first with this sigma, in working pixels. */
const CALM_PX = 0.7;
/** An edge tells nothing of so many working pixels about it: its own shadow lies there. */
const EDGE_RIM_PX = 2;
/** Plain cloth is more than twice as wide as this, in working pixels: between letters and stripes too little of it is seen. */
const PLAIN_PX = 2;
/** ... and a patch that edges enclose holds so many of them at least: a smaller one is a shadow between folds, or a letter's inside. */
const PATCH_PIXELS = 160;
/** Medians are taken over every so many pixels. */
const SAMPLE_STEP = 7;

/**
 * Where a worn top shows nothing but its cloth and the light on it: not its prints, stripes, collar, pockets, buttons and seams. Its cloth is what
 * keeps the colour of its larger part, in light and in shade; print of that colour has edges.
 * Shape    `photo` and `value` (logs of linear light) are of the working size; `solid` (255) tells where they are the top's.
 */
export function findPlainCloth(photo: Image8, value: Plane, solid: Mask): Mask {
  const plain: Mask = { ...solid, data: solid.data.slice() };
  dropOtherDyes(plain, photo, value);
  dropOtherTones(plain, value);
  const { data } = dilateSquare(findEdges(value, solid), EDGE_RIM_PX);
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) plain.data[i] = 0;
  return dropPatches(dilateSquare(erodeSquare(plain, PLAIN_PX), PLAIN_PX));
}

/** Takes off what lies apart and is small. */
function dropPatches(plain: Mask): Mask {
  const { labels, list } = findComponents(plain, 4);
  const kept = list.map((patch) => patch.area >= PATCH_PIXELS);
  const large: Mask = { ...plain, data: new Uint8Array(labels.length) };
  for (let i = 0; i < labels.length; i++) if (labels[i]! > 0 && kept[labels[i]! - 1]) large.data[i] = 255;
  return large;
}

/** Takes off what has another colour than the larger part. In place. */
function dropOtherDyes(plain: Mask, photo: Image8, value: Plane): void {
  const red = new Float32Array(value.data.length);
  const blue = new Float32Array(value.data.length);
  for (let i = 0; i < red.length; i++) {
    if (plain.data[i] === 0) continue;
    const green = LINEAR_LIGHT[photo.data[3 * i + 1]!]! + COLOUR_OFFSET;
    red[i] = Math.log((LINEAR_LIGHT[photo.data[3 * i]!]! + COLOUR_OFFSET) / green);
    blue[i] = Math.log((LINEAR_LIGHT[photo.data[3 * i + 2]!]! + COLOUR_OFFSET) / green);
  }
  const of = { red, blue, value: value.data };
  const stray = new Float32Array(red.length);
  const level = (colours: Float32Array): Line => ({ slope: 0, start: medianWhere(colours, plain) });
  measureStrayInto(stray, of, { red: level(red), blue: level(blue) });
  dropFrom(plain, stray, 2 * SAME_DYE);
  for (let round = 0; round < 2; round++) {
    const line = (colours: Float32Array): Line => fitLine(colours, value.data, plain);
    measureStrayInto(stray, of, { red: line(red), blue: line(blue) });
    const usual = TIMES_STRAY * medianWhere(stray, plain);
    dropFrom(plain, stray, Math.min(SAME_DYE_MAX, Math.max(SAME_DYE, usual)));
  }
}

interface Line {
  readonly slope: number;
  readonly start: number;
}

/** How far colours lie from their lines over the brightness. In place. */
function measureStrayInto(
  stray: Float32Array,
  of: { readonly red: Float32Array; readonly blue: Float32Array; readonly value: Float32Array },
  lines: { readonly red: Line; readonly blue: Line },
): void {
  const { red, blue } = lines;
  for (let i = 0; i < stray.length; i++) {
    const light = of.value[i]!;
    const r = of.red[i]! - red.start - red.slope * light;
    const b = of.blue[i]! - blue.start - blue.slope * light;
    stray[i] = Math.sqrt(r * r + b * b);
  }
}

/** The least squares line of `y` over `x` where marked; level where `x` does not vary. */
function fitLine(y: Float32Array, x: Float32Array, { data }: Mask): Line {
  let [n, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    if (data[i] === 0) continue;
    n++;
    sx += x[i]!;
    sy += y[i]!;
    sxx += x[i]! * x[i]!;
    sxy += x[i]! * y[i]!;
  }
  if (n === 0) return { slope: 0, start: 0 };
  const spread = sxx - (sx * sx) / n;
  const slope = spread > 1e-3 * n ? (sxy - (sx * sy) / n) / spread : 0;
  return { slope, start: (sy - slope * sx) / n };
}

/** Takes off what is far darker or brighter than the rest. In place. */
function dropOtherTones(plain: Mask, value: Plane): void {
  const middle = medianWhere(value.data, plain);
  for (let i = 0; i < plain.data.length; i++) {
    const off = value.data[i]! - middle;
    if (off < DARKER || off > BRIGHTER) plain.data[i] = 0;
  }
}

/** Takes off what is `limit` or more. In place. */
function dropFrom({ data }: Mask, plane: Float32Array, limit: number): void {
  for (let i = 0; i < data.length; i++) if (plane[i]! >= limit) data[i] = 0;
}

/** Where the brightness changes faster than light on soft cloth does. */
function findEdges(value: Plane, solid: Mask): Mask {
  const { width, data } = gaussianBlur(value, CALM_PX);
  const slope = new Float32Array(data.length);
  for (let i = width; i < data.length - width; i++) {
    if (solid.data[i] === 0) continue;
    const [dx, dy] = [data[i + 1]! - data[i - 1]!, data[i + width]! - data[i - width]!];
    slope[i] = Math.sqrt(dx * dx + dy * dy) / 2;
  }
  const limit = Math.min(STEEP_MAX, Math.max(STEEP, TIMES_STEEP * medianWhere(slope, solid)));
  const edges: Mask = { ...solid, data: new Uint8Array(slope.length) };
  for (let i = 0; i < slope.length; i++) if (slope[i]! > limit) edges.data[i] = 255;
  return edges;
}

/** The middle one of the values where marked, over every few pixels; 0 where nothing is. */
function medianWhere(plane: Float32Array, { data }: Mask): number {
  const sample: number[] = [];
  for (let i = 0; i < data.length; i += SAMPLE_STEP) if (data[i] !== 0) sample.push(plane[i]!);
  return Float32Array.from(sample).sort()[sample.length >> 1] ?? 0;
}
