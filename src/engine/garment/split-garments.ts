import type { Image8, Mask } from "../image.js";
import { findComponents, type Component } from "../kernels/connected-components.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";
import { maskWhere, pushPullFill } from "../kernels/push-pull.js";
import { dilateSquare } from "../kernels/square-morphology.js";

/** A separate piece of at least this share of the largest one's area is a garment of its own, not a belt or a shadow. */
const OWN_GARMENT = 0.25;
/** Ground around a garment that is cut out of its picture, as a share of the garment's longer side. */
const MARGIN = 0.08;
/** A garment's soft edge ends this far out of its mask, in the mask's pixels; up to the second distance lies ground of its own. */
const EDGE_PX = 2;
const GROUND_PX = 6;
/** Cloth on a ground varies by more than this in CIE L*, between the 10th and the 90th percentile; a rest of a picture's own ground does not. */
const FLAT = 1.2;
/** ... and is this light: a plain dark garment may be flat as well. */
const PALE = 90;

/**
 * The garments that lie apart in the photo. Pieces that touch its border are not counted, unless nothing else is there, nor is what is
 * left of the ground of a picture that was laid into this one.
 * Shape    `lab` the mask's size.
 */
export function listGarments(mask: Mask, lab: LabImage): readonly Component[] {
  const components = findComponents(mask);
  const list = components.list.filter((component) => !isFlat(component, components.labels, lab));
  const largest = list.toSorted((a, b) => b.area - a.area).slice(0, 1);
  const least = OWN_GARMENT * (largest[0]?.area ?? 0);
  const garments = list.filter(({ area, touchesBorder }) => area >= least && !touchesBorder);
  return garments.length > 0 ? garments : largest;
}

function isFlat({ label, minX, minY, maxX, maxY }: Component, labels: Int32Array, lab: LabImage): boolean {
  const levels = new Float32Array((maxX - minX + 1) * (maxY - minY + 1));
  let count = 0;
  for (let y = minY; y <= maxY; y++)
    for (let i = y * lab.width + minX; i <= y * lab.width + maxX; i++)
      if (labels[i] === label) levels[count++] = lab.data[3 * i]!;
  const sorted = levels.subarray(0, count).sort();
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
  return at(0.9) - at(0.1) < FLAT && at(0.1) > PALE;
}

/**
 * Cuts each garment out of the picture with some ground around it. Where anything else reaches into that, the ground close to the
 * garment is continued over it.
 * Shape    `mask` is the picture's, at any size, and `garments` are components of it.
 */
export function splitGarments(image: Image8, mask: Mask, garments: readonly Component[]): Image8[] {
  const { labels } = findComponents(mask);
  const scale = { x: image.width / mask.width, y: image.height / mask.height };
  return garments.map((garment) => {
    const own = maskWhere(mask.width, mask.height, (i) => labels[i] === garment.label);
    const box = frameGarment(garment, mask);
    const cut = cutBox(image, {
      left: Math.floor(box.left * scale.x),
      top: Math.floor(box.top * scale.y),
      right: Math.min(image.width, Math.ceil(box.right * scale.x)),
      bottom: Math.min(image.height, Math.ceil(box.bottom * scale.y)),
    });
    if (isAlone(garment, labels, box, mask)) return cut;
    const [edge, near] = [dilateSquare(own, EDGE_PX).data, dilateSquare(own, GROUND_PX).data];
    const at = (i: number): number => {
      const x = Math.min(mask.width - 1, Math.floor((cut.left + (i % cut.width) + 0.5) / scale.x));
      const y = Math.min(mask.height - 1, Math.floor((cut.top + Math.floor(i / cut.width) + 0.5) / scale.y));
      return y * mask.width + x;
    };
    return layGround(cut, {
      isFar: (i) => near[at(i)] === 0 || (edge[at(i)] === 0 && labels[at(i)] !== 0),
      isGround: (i) => near[at(i)] !== 0 && edge[at(i)] === 0 && labels[at(i)] === 0,
    });
  });
}

function isAlone({ label }: Component, labels: Int32Array, box: Box, { width }: Mask): boolean {
  for (let y = box.top; y < box.bottom; y++)
    for (let i = y * width + box.left; i < y * width + box.right; i++)
      if (labels[i] !== 0 && labels[i] !== label) return false;
  return true;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The garment's box with its margin, inside the mask; right and bottom are exclusive. */
function frameGarment({ minX, minY, maxX, maxY }: Component, { width, height }: Mask): Box {
  const margin = Math.ceil(MARGIN * Math.max(maxX - minX, maxY - minY));
  return {
    left: Math.max(0, minX - margin),
    top: Math.max(0, minY - margin),
    right: Math.min(width, maxX + 1 + margin),
    bottom: Math.min(height, maxY + 1 + margin),
  };
}

interface Cut extends Image8 {
  readonly left: number;
  readonly top: number;
}

/** Copies a box of the picture, transparency included. */
function cutBox(image: Image8, { left, top, right, bottom }: Box): Cut {
  const { channels } = image;
  const [width, height] = [right - left, bottom - top];
  const data = new Uint8ClampedArray(width * height * channels);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * channels;
    data.set(image.data.subarray(from, from + width * channels), y * width * channels);
  }
  return { left, top, width, height, channels, data };
}

/** Continues the ground over what is far from the garment; with transparency, that becomes transparent. */
function layGround(
  { width, height, channels, data }: Cut,
  { isFar, isGround }: Readonly<Record<"isFar" | "isGround", (i: number) => boolean>>,
): Image8 {
  const image: Image8 = { width, height, channels, data };
  const far = maskWhere(width, height, isFar);
  const ground = pushPullFill(image, maskWhere(width, height, isGround), far);
  for (let i = 0; i < far.data.length; i++) {
    if (far.data[i] === 0) continue;
    for (let c = 0; c < 3; c++) data[channels * i + c] = ground.data[3 * i + c]!;
    if (channels === 4) data[4 * i + 3] = 0;
  }
  return image;
}
