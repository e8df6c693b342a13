/** Marks (1) the pixels at most `radiusPx` columns and rows from a place where two labels meet. */
export function findBorderBand(
  labels: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  radiusPx: number,
): Uint8Array {
  const band = new Uint8Array(labels.length);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const isRight = x + 1 < width && labels[i + 1] !== labels[i];
      const isBelow = y + 1 < height && labels[i + width] !== labels[i];
      if (!isRight && !isBelow) continue;
      const left = Math.max(0, x - radiusPx);
      const right = Math.min(width, x + radiusPx + 2);
      for (let v = Math.max(0, y - radiusPx); v <= Math.min(height - 1, y + radiusPx + 1); v++) {
        band.fill(1, v * width + left, v * width + right);
      }
    }
  }
  return band;
}
