import { createPlane, type Image8, type Mask, type Plane } from "../image.js";
import { boxFilter } from "../kernels/box-filter.js";
import { divideInto } from "../kernels/divide-into.js";
import { gaussianBlur } from "../kernels/gaussian-blur.js";
import { length3 } from "../kernels/length.js";

/** Cloth this deep inside, in px, tells its colour, as far as this about a pixel of the edge. */
const PURE_PX = 2.5;
const REACH_PX = 5;
/** Less cloth about a pixel than this share tells none, or is a running sum's rounding. */
const LITTLE = 0.02;
/** Cloth nearer to the ground than this (sRGB levels) does not tell how much of a pixel it covers. */
const FAINT = 8;
/** ... and nearer than this, in so much of the garment, does not show its edge in single pixels of the photo. */
const PALE = 45;
const MUCH_PALE = 0.2;
/** Cloth that differs from the ground by less than this share of what the cloth about it does is another part of a pattern, and so much of it makes one. */
const PALE_SHARE = 0.4;
const MIXED_SHARE = 0.1;
/** The edge's coverage is smoothed over this sigma, in px, and turned into a distance this far from it. */
const SMOOTH_PX = 0.8;
const NEAR_PX = 1.5;
/** Slope of the logistic function that stands in for the normal distribution. */
const LOGISTIC = 1.702;

/** A mask in its picture: `depth` is the distance to its edge, positive inside; `ground` the background's colours alone. */
interface EdgeScene {
  readonly small: Image8;
  readonly ground: Image8;
  readonly depth: Plane;
}

/**
 * Distance to the edge of a binary mask, positive inside, finer than its pixels: by how much of each pixel at the edge the cloth covers, as its
 * colour tells between the ground's and that of the cloth further inside. A slanting edge has no steps. Where little cloth is pale, `depth` is the answer: there
 * the photo itself shows the edge at its full size.
 * Shape    all of one size.   Cost O(pixels).
 */
export function refineDepth(mask: Mask, scene: EdgeScene): Plane {
  if (!isPale(scene)) return scene.depth;
  const { width, height } = mask;
  const coverage = createPlane(width, height);
  for (let i = 0; i < mask.data.length; i++) coverage.data[i] = mask.data[i]! >= 128 ? 1 : 0;
  measureEdgeInto(coverage.data, mask, scene);
  const { data } = gaussianBlur(coverage, SMOOTH_PX);
  for (let i = 0; i < data.length; i++) {
    const deep = scene.depth.data[i]!;
    const share = Math.min(0.999, Math.max(0.001, data[i]!));
    const near = (SMOOTH_PX * Math.log(share / (1 - share))) / LOGISTIC;
    data[i] = Math.abs(near) < NEAR_PX ? near : deep;
  }
  return { width, height, data };
}

/** Whether much of the cloth is so near to the ground that its edge cannot be measured pixel by pixel of the photo. */
function isPale({ small, ground, depth }: EdgeScene): boolean {
  let [pale, count] = [0, 0];
  for (let i = 0; i < depth.data.length; i++) {
    if (depth.data[i]! < PURE_PX) continue;
    const [p, g] = [i * small.channels, 3 * i];
    const [red, green] = [small.data[p]! - ground.data[g]!, small.data[p + 1]! - ground.data[g + 1]!];
    count++;
    if (length3(red, green, small.data[p + 2]! - ground.data[g + 2]!) < PALE) pale++;
  }
  return pale > MUCH_PALE * count;
}

/** Replaces the coverage 0 or 1 of pixels on both sides of the edge by what their colours tell, on their side of a half. In place. */
function measureEdgeInto(coverage: Float32Array, mask: Mask, scene: EdgeScene): void {
  const { small, ground } = scene;
  const { spans: inner, mixed } = readCloth(scene);
  const { width, height, data } = mask;
  const isIn = (i: number): boolean => data[i]! >= 128;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, i = y * width + 1; x < width - 1; x++, i++) {
      const own = isIn(i);
      if (isIn(i - 1) === own && isIn(i + 1) === own && isIn(i - width) === own && isIn(i + width) === own)
        continue;
      if (mixed[i]! > MIXED_SHARE) continue;
      let [dot, square] = [0, 0];
      for (let c = 0; c < 3; c++) {
        const span = inner[c]![i]!;
        dot += (small.data[i * small.channels + c]! - ground.data[3 * i + c]!) * span;
        square += span * span;
      }
      if (square < FAINT * FAINT) continue;
      const share = dot / square;
      coverage[i] = own ? Math.min(1, Math.max(0.5, share)) : Math.min(0.5, Math.max(0, share));
    }
  }
}

/** Cloth further inside, about each pixel. */
interface NearCloth {
  /** Its mean difference from the ground, by channel; 0 where none is near. */
  readonly spans: readonly Float32Array[];
  /** Share 0..1 of it that is much nearer to the ground than the rest: a pattern's, and no measure of the edge. */
  readonly mixed: Float32Array;
}

function readCloth({ small, ground, depth }: EdgeScene): NearCloth {
  const { width, height } = depth;
  const weight = createPlane(width, height);
  for (let i = 0; i < depth.data.length; i++) weight.data[i] = depth.data[i]! >= PURE_PX ? 1 : 0;
  const weights = boxFilter(weight, REACH_PX).data;
  const own = [0, 1, 2].map((c) => {
    const spans = createPlane(width, height);
    for (let i = 0; i < spans.data.length; i++)
      if (weight.data[i] !== 0) spans.data[i] = small.data[i * small.channels + c]! - ground.data[3 * i + c]!;
    return spans;
  });
  const spans = own.map((plane) => {
    const mean = boxFilter(plane, REACH_PX).data;
    divideInto(mean, weights, LITTLE);
    return mean;
  });
  const pale = createPlane(width, height);
  for (let i = 0; i < pale.data.length; i++) {
    if (weight.data[i] === 0) continue;
    const mean = length3(spans[0]![i]!, spans[1]![i]!, spans[2]![i]!);
    if (length3(own[0]!.data[i]!, own[1]!.data[i]!, own[2]!.data[i]!) < PALE_SHARE * mean) pale.data[i] = 1;
  }
  const mixed = boxFilter(pale, REACH_PX).data;
  divideInto(mixed, weights, LITTLE);
  return { spans, mixed };
}
