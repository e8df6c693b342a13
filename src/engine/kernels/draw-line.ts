import type { Image8, Point } from "../image.js";

/** Draws a line of the given width over an opaque picture in place: for debug pictures. */
export function drawLineInto(
  image: Image8,
  a: Point,
  b: Point,
  style: { readonly colour: readonly [number, number, number]; readonly widthPx: number },
): void {
  const steps = Math.max(1, Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) * 2));
  const radius = style.widthPx / 2;
  for (let s = 0; s <= steps; s++) {
    const x = a.x + ((b.x - a.x) * s) / steps;
    const y = a.y + ((b.y - a.y) * s) / steps;
    for (let py = Math.floor(y - radius); py <= y + radius; py++) {
      for (let px = Math.floor(x - radius); px <= x + radius; px++) {
        if (px < 0 || py < 0 || px >= image.width || py >= image.height) continue;
        const at = (py * image.width + px) * image.channels;
        for (let c = 0; c < 3; c++) image.data[at + c] = style.colour[c]!;
      }
    }
  }
}
