import { createMask, type Mask } from "../image.js";

/** A binary mask as bits, 32 pixels a word, each row padded to whole words. */
interface BitRows {
  readonly width: number;
  readonly height: number;
  readonly wordsPerRow: number;
  readonly words: Int32Array;
}

/** Bytes of four pixels by the four bits that mark them; typed arrays are little-endian on every platform that runs this. */
const BYTES_OF_BITS = Int32Array.from({ length: 16 }, (_, bits) => {
  let bytes = 0;
  for (let k = 0; k < 4; k++) if ((bits >> k) & 1) bytes |= 0xff << (8 * k);
  return bytes;
});

/** Packs the pixels of coverage >= 128, or with `flip` 1 those below. */
function packBits({ width, height, data }: Mask, flip: 0 | 1): BitRows {
  const wordsPerRow = Math.ceil(width / 32);
  const words = new Int32Array(wordsPerRow * height);
  const bytes = new Uint8Array(32 * wordsPerRow);
  const quads = new Int32Array(bytes.buffer);
  const lastBits = width % 32 === 0 ? 0xffffffff : 2 ** (width % 32) - 1;
  for (let y = 0, to = 0; y < height; y++, to += wordsPerRow) {
    bytes.set(data.subarray(y * width, (y + 1) * width));
    for (let w = 0, q = 0; w < wordsPerRow; w++) {
      let bits = 0;
      // the top bits of four bytes, brought side by side by one product
      for (let shift = 0; shift < 32; shift += 4, q++)
        bits |= ((Math.imul((quads[q]! >>> 7) & 0x01010101, 0x10204080) >>> 28) & 15) << shift;
      words[to + w] = flip === 1 ? ~bits : bits;
    }
    words[to + wordsPerRow - 1]! &= lastBits;
  }
  return { width, height, wordsPerRow, words };
}

function unpackBits({ width, height, wordsPerRow, words }: BitRows, flip: 0 | 1): Mask {
  const mask = createMask(width, height);
  const bytes = new Uint8Array(32 * wordsPerRow);
  const quads = new Int32Array(bytes.buffer);
  const row = bytes.subarray(0, width);
  for (let y = 0, from = 0; y < height; y++, from += wordsPerRow) {
    for (let w = 0, q = 0; w < wordsPerRow; w++) {
      const bits = flip === 1 ? ~words[from + w]! : words[from + w]!;
      for (let shift = 0; shift < 32; shift += 4) quads[q++] = BYTES_OF_BITS[(bits >>> shift) & 15]!;
    }
    mask.data.set(row, y * width);
  }
  return mask;
}

/** row |= row moved by `px` pixels to lower x. */
function orShifted(row: Int32Array, px: number): void {
  const skip = px >> 5;
  const shift = px & 31;
  for (let w = 0; w + skip < row.length; w++) {
    const near = row[w + skip]! >>> shift;
    // a shift by 32 would be one by 0
    const far = shift === 0 || w + skip + 1 >= row.length ? 0 : row[w + skip + 1]! << (32 - shift);
    row[w] = row[w]! | near | far;
  }
}

/** Spreads the marks of each row by the radius to both sides. */
function spreadAcross({ height, wordsPerRow, words }: BitRows, radiusPx: number): void {
  const reach = 2 * radiusPx + 1;
  // room for windows that begin left of the first pixel, and an empty word at the end
  const lead = Math.ceil(radiusPx / 32);
  const wide = new Int32Array(lead + wordsPerRow + 1);
  for (let y = 0; y < height; y++) {
    const row = words.subarray(y * wordsPerRow, (y + 1) * wordsPerRow);
    wide.fill(0, 0, lead);
    wide.set(row, lead);
    // windows of 1, 2, 4, … pixels, and two of the last that together are the wanted one
    let size = 1;
    for (; 2 * size <= reach; size *= 2) orShifted(wide, size);
    if (size < reach) orShifted(wide, reach - size);
    // each window lies at its first pixel now: back to its middle
    const shift = 32 * lead - radiusPx;
    const skip = shift >> 5;
    const by = shift & 31;
    for (let w = 0; w < wordsPerRow; w++) {
      const next = by === 0 ? 0 : wide[w + skip + 1]! << (32 - by);
      row[w] = (wide[w + skip]! >>> by) | next;
    }
  }
}

/** words |= words moved up by `count` words. */
function orBelow(words: Int32Array, count: number): void {
  for (let i = 0, j = count; j < words.length; i++, j++) words[i] = words[i]! | words[j]!;
}

/** Spreads the marks of each column by the radius up and down. */
function spreadDown(rows: BitRows, radiusPx: number): BitRows {
  const { height, wordsPerRow } = rows;
  const reach = 2 * radiusPx + 1;
  const words = new Int32Array(wordsPerRow * (height + 2 * radiusPx));
  words.set(rows.words, wordsPerRow * radiusPx);
  let size = 1;
  for (; 2 * size <= reach; size *= 2) orBelow(words, size * wordsPerRow);
  if (size < reach) orBelow(words, (reach - size) * wordsPerRow);
  return { ...rows, words };
}

/** Marks every pixel whose square holds a marked one; with `flip` 1 the same of the complement. */
function spreadSquare(mask: Mask, radiusPx: number, flip: 0 | 1): Mask {
  const rows = packBits(mask, flip);
  spreadAcross(rows, radiusPx);
  return unpackBits(spreadDown(rows, radiusPx), flip);
}

/**
 * Binary dilation by a square of side 2·radius + 1: for small radii, where a disc's shape does not matter.
 * Cost     O(pixels · log radius / 32), 32 pixels at a time.
 * Source   van den Boomgaard & van Balen, Methods for fast morphological image transforms using bitmapped binary images, CVGIP 54, 1992.
 */
export function dilateSquare(mask: Mask, radiusPx: number): Mask {
  return spreadSquare(mask, radiusPx, 0);
}

/** Binary erosion by a square; the picture's frame does not erode. */
export function erodeSquare(mask: Mask, radiusPx: number): Mask {
  return spreadSquare(mask, radiusPx, 1);
}
