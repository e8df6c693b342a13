import { createPlane, type Image8, type Mask, type Plane } from "../image.js";
import { boxFilter } from "../kernels/box-filter.js";
import { erodeSquare } from "../kernels/square-morphology.js";
import { hashNoise } from "./add-grain.js";

/** Side of a patch of skin, and the widest structure that counts as its texture, in units. */
const PATCH_UNITS = 0.09;
const PATCH_MIN_PX = 8;
const PATCH_MAX_PX = 40;
const COARSE_UNITS = 0.012;
/** Patches are the evenest of those found, from this share to that: neither blurred ones nor ones with an edge. */
const EVENEST = 0.1;
const LEAST_EVEN = 0.5;
/** As many give variety. */
const PATCHES = 24;
/**
 * Each tile is the sum of so many patches, turned over at random: in their sum no crease of a neck is seen again and again. Half of them are
 * taken as negatives.
 */
const MIXED = 6;
const TILES = 16;
/** A difference from the mean (0..255) beyond this is a hair, a mole or a highlight. */
const DIFFERENCE_MAX = 8;
/** Standard deviation (0..255) that the texture of a body's skin keeps below: a face's, of which there is most, has features. */
const DEVIATION_MAX = 1.5;
/** Fewer patches are as likely features as skin. */
const PATCHES_MIN = 6;

/** Fine differences of real skin from its own mean, in tiles. */
export interface SkinTexture {
  /** Square tiles, row by row. */
  readonly tiles: readonly Float32Array[];
  readonly sidePx: number;
  /** Weights along a side of the patch, 0 at its ends: Hann's window. */
  readonly hann: Float32Array;
  /** Factor that keeps the texture quiet. */
  readonly strength: number;
}

function greenOf({ width, height, data }: Image8): Plane {
  const green = createPlane(width, height);
  for (let i = 0; i < green.data.length; i++) green.data[i] = data[3 * i + 1]!;
  return green;
}

/** Adds a patch to a tile, as it is or turned over by the bits of `pick`: left to right, top to bottom, about the diagonal, light to dark. */
function mixPatchInto(
  tile: Float32Array,
  { data, width }: Plane,
  { corner, sidePx, pick }: { readonly corner: number; readonly sidePx: number; readonly pick: number },
): void {
  const sign = (pick & 8) !== 0 ? -1 : 1;
  for (let v = 0, k = 0; v < sidePx; v++) {
    const y = (pick & 2) !== 0 ? sidePx - 1 - v : v;
    for (let u = 0; u < sidePx; u++, k++) {
      const x = (pick & 1) !== 0 ? sidePx - 1 - u : u;
      tile[k]! += sign * data[(pick & 4) !== 0 ? corner + x * width + y : corner + y * width + x]!;
    }
  }
}

/**
 * Tiles with the patches' spectrum and none of their features.
 * Source   Galerne, Gousseau & Morel, Random Phase Textures, IEEE TIP 2011 (§IV: spot noise, a sum of shifted copies, here of patches).
 */
function mixTiles(difference: Plane, patches: readonly number[], sidePx: number): Float32Array[] {
  return Array.from({ length: TILES }, (_, t) => {
    const tile = new Float32Array(sidePx * sidePx);
    for (let m = 0; m < MIXED; m++) {
      const pick = Math.floor(2 ** 16 * (hashNoise(t, m) + 1));
      mixPatchInto(tile, difference, { corner: patches[(pick >> 4) % patches.length]!, sidePx, pick });
    }
    for (let k = 0; k < tile.length; k++) tile[k]! /= Math.sqrt(MIXED);
    return tile;
  });
}

/** Finds even patches of real skin in `source`; null where no patch fits in. */
export function readSkinTexture(photo: Image8, source: Mask, unit: number): SkinTexture | null {
  const { width, height } = source;
  const sidePx = 2 * Math.round(Math.min(PATCH_MAX_PX, Math.max(PATCH_MIN_PX, PATCH_UNITS * unit)) / 2);
  const green = greenOf(photo);
  const mean = boxFilter(green, Math.max(2, Math.round(COARSE_UNITS * unit))).data;
  const difference = createPlane(width, height);
  const squared = createPlane(width, height);
  for (let i = 0; i < mean.length; i++) {
    const d = green.data[i]! - mean[i]!;
    difference.data[i] = Math.min(DIFFERENCE_MAX, Math.max(-DIFFERENCE_MAX, d));
    squared.data[i] = d * d;
  }
  const half = sidePx / 2;
  const centres = erodeSquare(source, half + 1).data;
  const power = boxFilter(squared, half).data;
  const found: { corner: number; power: number }[] = [];
  const stride = Math.max(2, sidePx >> 2);
  for (let y = half; y < height - half; y += stride)
    for (let x = half; x < width - half; x += stride) {
      const i = y * width + x;
      if (centres[i] !== 0) found.push({ corner: i - half * width - half, power: power[i]! });
    }
  if (found.length < PATCHES_MIN) return null;
  found.sort((a, b) => a.power - b.power);
  const even = found.slice(Math.floor(EVENEST * found.length), Math.ceil(LEAST_EVEN * found.length) || 1);
  const every = Math.max(1, even.length / PATCHES);
  const count = Math.min(PATCHES, even.length);
  const patches = Array.from({ length: count }, (_, k) => even[Math.floor(k * every)]!.corner);
  const deviation = Math.sqrt(even[even.length >> 1]!.power);
  return {
    tiles: mixTiles(difference, patches, sidePx),
    sidePx,
    hann: Float32Array.from({ length: sidePx }, (_, k) => Math.sin((Math.PI * (k + 0.5)) / sidePx) ** 2),
    strength: Math.min(1, DEVIATION_MAX / Math.max(deviation, 0.1)),
  };
}

/** Weighted differences and squared weights of overlapping tiles. */
interface Sum {
  readonly value: Float32Array;
  readonly weight: Float32Array;
}

/** Adds one tile with its corner at (left, top), faded to its border by a Hann window, mirrored at will. */
function layTileInto(
  sum: Sum,
  marked: Mask,
  texture: SkinTexture,
  at: { left: number; top: number; pick: number },
): void {
  const { width, height } = marked;
  const { tiles, sidePx, hann } = texture;
  const tile = tiles[at.pick % tiles.length]!;
  const isMirrored = (at.pick & 1024) !== 0;
  for (let v = Math.max(0, -at.top); v < sidePx && at.top + v < height; v++) {
    const wy = hann[v]!;
    for (let u = Math.max(0, -at.left); u < sidePx && at.left + u < width; u++) {
      const i = (at.top + v) * width + at.left + u;
      if (marked.data[i] === 0) continue;
      const w = wy * hann[u]!;
      sum.value[i]! += w * tile[v * sidePx + (isMirrored ? sidePx - 1 - u : u)]!;
      sum.weight[i]! += w * w;
    }
  }
}

/**
 * Lays the texture of real skin over the marked pixels: tiles taken in an order that only depends on the place, on a grid
 * of half their side, summed so that their strength stays what it was.
 * Source   overlap-add of random patches as in Efros & Freeman, Image Quilting, SIGGRAPH 2001, without its cuts: pores and
 * grain have no edges that would need them.
 */
export function addSkinTextureInto(
  image: Image8,
  marked: Mask,
  texture: SkinTexture,
  { left, top }: { readonly left: number; readonly top: number },
): void {
  const { width, height } = marked;
  const step = texture.sidePx / 2;
  const sum: Sum = { value: new Float32Array(width * height), weight: new Float32Array(width * height) };
  for (let y = -step; y < height; y += step)
    for (let x = -step; x < width; x += step) {
      const pick = Math.floor(2048 * (hashNoise(x + left, y + top) + 1));
      layTileInto(sum, marked, texture, { left: x, top: y, pick });
    }
  for (let i = 0; i < width * height; i++) {
    if (sum.weight[i]! < 1e-6) continue;
    const d = (texture.strength * sum.value[i]!) / Math.sqrt(sum.weight[i]!);
    for (let c = 0; c < 3; c++) image.data[3 * i + c]! += d;
  }
}
