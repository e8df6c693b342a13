import { createPlane, type Image8, type Plane } from "../image.js";
import { cropImage, type Rect } from "../kernels/crop.js";
import type { Keypoint } from "../observation.js";

/** Probability from which a pixel of the mask belongs to the box. */
const BOX_FROM = 0.2;
/** Rim of background around the person, as a share of the mask's long side. */
const RIM = 0.06;

/** The part of a photo around the person, with everything known about it in its own pixels. */
export interface PersonCrop {
  /** Place in the photo. */
  readonly rect: Rect;
  readonly image: Image8;
  readonly mask: Plane;
  readonly keypoints: readonly Keypoint[];
}

/** Box of the person in the mask's pixels, with its rim; the whole mask when nobody is in it. */
function findBox(mask: Plane): Rect {
  const { width, height, data } = mask;
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i]! < BOX_FROM) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  if (right < 0) return { left: 0, top: 0, width, height };
  const rim = Math.ceil(RIM * Math.max(width, height));
  left = Math.max(0, left - rim);
  top = Math.max(0, top - rim);
  return {
    left,
    top,
    width: Math.min(width, right + 1 + rim) - left,
    height: Math.min(height, bottom + 1 + rim) - top,
  };
}

/** Cuts the person out of the photo so that what follows works at the person's scale, not the photo's. */
export function cropToPerson(image: Image8, mask: Plane, keypoints: readonly Keypoint[]): PersonCrop {
  const box = findBox(mask);
  const toX = image.width / mask.width;
  const toY = image.height / mask.height;
  const left = Math.round(box.left * toX);
  const top = Math.round(box.top * toY);
  const rect = {
    left,
    top,
    width: Math.max(1, Math.round((box.left + box.width) * toX) - left),
    height: Math.max(1, Math.round((box.top + box.height) * toY) - top),
  };
  const part = createPlane(box.width, box.height);
  for (let y = 0; y < box.height; y++) {
    const from = (box.top + y) * mask.width + box.left;
    part.data.set(mask.data.subarray(from, from + box.width), y * box.width);
  }
  return {
    rect,
    image: cropImage(image, rect),
    mask: part,
    keypoints: keypoints.map((k) => ({ ...k, x: k.x - left, y: k.y - top })),
  };
}
