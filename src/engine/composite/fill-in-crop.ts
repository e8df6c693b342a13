import type { Mask, Point } from "../image.js";
import { fillPolygon } from "../kernels/fill-polygon.js";
import type { PersonCrop } from "../remove/mod.js";

/** Coverage of a polygon in pixels of the photo, at the crop's size. */
export function fillInCrop(polygon: readonly Point[], { rect }: Pick<PersonCrop, "rect">): Mask {
  const local = polygon.map((p) => ({ x: p.x - rect.left, y: p.y - rect.top }));
  return fillPolygon(local, rect.width, rect.height);
}
