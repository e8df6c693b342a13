import sharp from "sharp";
import type { Picture } from "../picture.js";
import { createNoise, layerNoise, type Noise } from "../seeded-noise.js";

/** The size that garments are drawn in, pixels. */
export const SHOT = { width: 768, height: 1024 } as const;

/** One piece of cloth, laid over those before it. All drawings are SVG elements in the shot's pixels, paths only. */
export interface Layer {
  /** Path data; the piece is their union. */
  readonly outline: readonly string[];
  readonly colour: string;
  /** Drawn on the cloth, which ends it at its outline: stripes, print, seams, buttons. */
  readonly paint?: string;
  /** Relief: white strokes stand out, black ones sink. */
  readonly folds?: string;
  /** How round the edge is, pixels. */
  readonly puff: number;
  /** How dark a shadow the piece throws on what lies below, 0..1. */
  readonly shadow: number;
  /** Brightness of the whole piece; below 1 for the inside of a collar. @default 1 */
  readonly light?: number;
}

export interface Garment {
  readonly layers: readonly Layer[];
  readonly seed: number;
  /** Height of soft folds everywhere and of the yarn. */
  readonly drape: number;
  readonly grain: number;
  /** Diagonal ribs of denim and chino, 0..1. @default 0 */
  readonly twill?: number;
}

/** Photographs a garment: flat on white, one soft lamp from the upper left. */
export async function shootGarment(garment: Garment, scale = 1): Promise<Picture> {
  const width = Math.round(SHOT.width * scale);
  const height = Math.round(SHOT.height * scale);
  const size = { width, height };
  const canvas = new Float32Array(width * height * 3).fill(250);
  const relief = makeRelief(garment, size, scale);
  for (const layer of garment.layers) {
    const mask = await rasterise(
      layer.outline.map((d) => `<path d="${d}" fill="#fff"/>`).join(""),
      "#000",
      size,
    );
    const paint = await rasterise(layer.paint ?? "", layer.colour, size);
    const folds = await rasterise(layer.folds ?? "", "#808080", size);
    const cover = plane(mask, 1 / 255);
    castOn(canvas, cover, layer.shadow, { ...size, scale });
    const height_ = raise(cover, plane(folds, 1 / 255), layer.puff, { ...size, scale });
    for (let i = 0; i < height_.length; i++) height_[i]! += relief[i]!;
    lay(canvas, { cover, paint, height: height_, light: layer.light ?? 1, width });
  }
  return { width, height, data: warp(canvas, createNoise(garment.seed + 1), { ...size, scale }) };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Draws SVG elements on a plain ground. Returns three samples a pixel. */
async function rasterise(elements: string, ground: string, size: Size): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${SHOT.width} ${SHOT.height}"><rect width="100%" height="100%" fill="${ground}"/>${elements}</svg>`;
  const { data } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return data;
}

function plane(rgb: Uint8Array, factor: number): Float32Array {
  return Float32Array.from({ length: rgb.length / 3 }, (_, i) => rgb[i * 3]! * factor);
}

/** Relief of the cloth itself, in pixels of height: soft folds and yarn. */
function makeRelief(garment: Garment, size: Size, scale: number): Float32Array {
  const noise = createNoise(garment.seed);
  const soft: Noise = layerNoise(noise, 2);
  const yarn = scale < 0.5 ? 0 : garment.grain;
  const twill = scale < 0.5 ? 0 : (garment.twill ?? 0);
  return Float32Array.from({ length: size.width * size.height }, (_, i) => {
    const x = (i % size.width) / scale;
    const y = Math.floor(i / size.width) / scale;
    const bend = noise(x / 140, y / 140, 3) * 0.8;
    const folds = soft(x / 62 + bend, y / 150 + bend, 0) * garment.drape;
    const fibres = (noise(x / 1.15, y / 1.3, 5) + 0.5 * noise(x / 2.1, y / 2.5, 8)) * yarn;
    return scale * (folds + fibres + twill * Math.sin((x + y * 0.8) * 1.5));
  });
}

/** Height of a piece: rounded at its edges, bulging a little in the middle, with its folds. */
function raise(
  cover: Float32Array,
  folds: Float32Array,
  puff: number,
  size: Size & { readonly scale: number },
): Float32Array {
  const at = (px: number): number => Math.max(1, Math.round(px * size.scale));
  const edge = blur(cover, size, at(puff * 0.35));
  const side = blur(cover, size, at(puff * 1.3));
  const body = blur(cover, size, at(26));
  const crease = blur(folds, size, at(4.5));
  return edge.map(
    (e, i) => (e * puff * 0.9 + side[i]! * puff * 1.2 + body[i]! * 14 + (crease[i]! - 0.5) * 22) * size.scale,
  );
}

/** Darkens the canvas around a piece: a close contact shadow and a wide one below. */
function castOn(
  canvas: Float32Array,
  cover: Float32Array,
  strength: number,
  size: Size & { readonly scale: number },
): void {
  const near = blur(cover, size, Math.max(1, Math.round(4 * size.scale)));
  const wide = blur(cover, size, Math.max(1, Math.round(12 * size.scale)));
  const drop = Math.round(6 * size.scale) * size.width;
  for (let i = 0; i < cover.length; i++) {
    const shade = 1 - strength * (0.5 * near[i]! + 0.5 * (wide[i - drop] ?? 0));
    for (let c = 0; c < 3; c++) canvas[i * 3 + c]! *= shade;
  }
}

interface Piece {
  readonly cover: Float32Array;
  readonly paint: Uint8Array;
  readonly height: Float32Array;
  readonly light: number;
  readonly width: number;
}

/** Shades a piece by the slope of its height and lays it over the canvas. */
function lay(canvas: Float32Array, piece: Piece): void {
  const { cover, paint, height, width } = piece;
  for (let i = width; i < cover.length - width; i++) {
    const a = cover[i]!;
    if (a === 0) continue;
    const dx = (height[i + 1]! - height[i - 1]!) / 2;
    const dy = (height[i + width]! - height[i - width]!) / 2;
    const facing = (1 + 0.42 * dx + 0.58 * dy) / Math.sqrt(1 + dx * dx + dy * dy);
    const lit = piece.light * Math.min(1.16, Math.max(0.42, 0.32 + 0.68 * facing));
    for (let c = 0; c < 3; c++) {
      const cloth = Math.min(255, paint[i * 3 + c]! * lit + Math.max(0, lit - 1) * 14);
      canvas[i * 3 + c] = canvas[i * 3 + c]! * (1 - a) + cloth * a;
    }
  }
}

/** Bends the whole picture by a few pixels, for nothing laid out by hand is straight. */
function warp(canvas: Float32Array, noise: Noise, size: Size & { readonly scale: number }): Uint8Array {
  const { width, height, scale } = size;
  const out = new Uint8Array(canvas.length);
  const reach = 3.2 * scale;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = x / scale / 120;
      const v = y / scale / 120;
      const sx = Math.min(width - 1.001, Math.max(0, x + reach * noise(u, v, 0.5)));
      const sy = Math.min(height - 1.001, Math.max(0, y + reach * noise(u, v, 4.5)));
      const i = Math.floor(sy) * width + Math.floor(sx);
      const fx = sx - Math.floor(sx);
      const fy = sy - Math.floor(sy);
      for (let c = 0; c < 3; c++) {
        const top = canvas[i * 3 + c]! * (1 - fx) + canvas[(i + 1) * 3 + c]! * fx;
        const low =
          (canvas[(i + width) * 3 + c] ?? 255) * (1 - fx) + (canvas[(i + width + 1) * 3 + c] ?? 255) * fx;
        out[(y * width + x) * 3 + c] = Math.round(Math.min(255, Math.max(0, top * (1 - fy) + low * fy)));
      }
    }
  }
  return out;
}

/** Three box blurs of this radius, close to a Gaussian of sigma = radius. Border: clamp. */
function blur(src: Float32Array, size: Size, radius: number): Float32Array {
  let out = src;
  for (let pass = 0; pass < 3; pass++) {
    out = boxBlur(boxBlur(out, size, radius, "row"), size, radius, "column");
  }
  return out;
}

function boxBlur(
  src: Float32Array,
  { width, height }: Size,
  radius: number,
  along: "row" | "column",
): Float32Array {
  const out = new Float32Array(src.length);
  const length = along === "row" ? width : height;
  const lines = along === "row" ? height : width;
  const step = along === "row" ? 1 : width;
  const nextLine = along === "row" ? width : 1;
  for (let line = 0; line < lines; line++) {
    const start = line * nextLine;
    const at = (k: number): number => src[start + Math.min(length - 1, Math.max(0, k)) * step]!;
    let sum = 0;
    for (let k = -radius; k <= radius; k++) sum += at(k);
    for (let k = 0; k < length; k++) {
      out[start + k * step] = sum / (2 * radius + 1);
      sum += at(k + radius + 1) - at(k - radius);
    }
  }
  return out;
}
