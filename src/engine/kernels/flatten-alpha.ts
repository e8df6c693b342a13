import { createImage, type Image8 } from "../image.js";

/** Lays a picture with alpha on white; one without is returned as it is. */
export function flattenAlpha(image: Image8): Image8 {
  if (image.channels === 3) return image;
  const flat = createImage(image.width, image.height, 3);
  for (let s = 0, d = 0; s < image.data.length; s += 4, d += 3) {
    const alpha = image.data[s + 3]! / 255;
    for (let c = 0; c < 3; c++) flat.data[d + c] = alpha * image.data[s + c]! + (1 - alpha) * 255;
  }
  return flat;
}
