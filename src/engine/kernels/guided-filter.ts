import { assertSameSize, createPlane, type Image8, type Plane } from "../image.js";
import { boxFilter } from "./box-filter.js";
import { resizePlane } from "./resize.js";

/** What the guided filter needs to know of its guide, computed once for any number of inputs. */
export interface Guide {
  readonly width: number;
  readonly height: number;
  readonly radiusPx: number;
  /** Colour planes 0..1. */
  readonly planes: readonly Plane[];
  readonly means: readonly Plane[];
  /** Inverse covariance of the colours about each pixel: rr, rg, rb, gg, gb, bb. */
  readonly inverse: readonly Float32Array[];
}

/** The linear model of a filtered plane: value = a · colour + b, for colours 0..1. */
export interface GuidedModel {
  readonly a: readonly [Plane, Plane, Plane];
  readonly b: Plane;
}

function multiply(p: Plane, q: Plane): Plane {
  const out = createPlane(p.width, p.height);
  for (let i = 0; i < out.data.length; i++) out.data[i] = p.data[i]! * q.data[i]!;
  return out;
}

/**
 * Prepares a colour guide. `epsilon` is the variance (of colours 0..1) below which an area counts as flat.
 * Source   He, Sun & Tang, Guided Image Filtering, TPAMI 2013, §3.3 (colour guide).
 */
export function prepareGuide(image: Image8, radiusPx: number, epsilon: number): Guide {
  const { width, height, channels } = image;
  const planes = [0, 1, 2].map((c) => {
    const plane = createPlane(width, height);
    for (let i = 0; i < plane.data.length; i++) plane.data[i] = image.data[i * channels + c]! / 255;
    return plane;
  });
  const means = planes.map((p) => boxFilter(p, radiusPx));
  const pairs = [
    [0, 0],
    [0, 1],
    [0, 2],
    [1, 1],
    [1, 2],
    [2, 2],
  ] as const;
  const covariance = pairs.map(([p, q]) => {
    const mean = boxFilter(multiply(planes[p]!, planes[q]!), radiusPx).data;
    for (let i = 0; i < mean.length; i++) mean[i]! -= means[p]!.data[i]! * means[q]!.data[i]!;
    return mean;
  });
  const [rr, rg, rb, gg, gb, bb] = covariance as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (let i = 0; i < rr.length; i++) {
    const a = rr[i]! + epsilon;
    const d = gg[i]! + epsilon;
    const f = bb[i]! + epsilon;
    const b = rg[i]!;
    const c = rb[i]!;
    const e = gb[i]!;
    const A = d * f - e * e;
    const B = c * e - b * f;
    const C = b * e - c * d;
    const k = 1 / (a * A + b * B + c * C);
    rr[i] = A * k;
    rg[i] = B * k;
    rb[i] = C * k;
    gg[i] = (a * f - c * c) * k;
    gb[i] = (b * c - a * e) * k;
    bb[i] = (a * d - b * b) * k;
  }
  return { width, height, radiusPx, planes, means, inverse: covariance };
}

/** Fits the guide's colours to `input`. @throws RangeError when the sizes differ. */
export function fitGuided(guide: Guide, input: Plane): GuidedModel {
  assertSameSize(guide, input);
  const { radiusPx, planes, means, inverse } = guide;
  const mean = boxFilter(input, radiusPx);
  const cross = planes.map((p) => boxFilter(multiply(p, input), radiusPx).data);
  const a = [0, 1, 2].map(() => createPlane(guide.width, guide.height)) as [Plane, Plane, Plane];
  const b = createPlane(guide.width, guide.height);
  const [rr, rg, rb, gg, gb, bb] = inverse as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (let i = 0; i < b.data.length; i++) {
    const m = mean.data[i]!;
    const r = cross[0]![i]! - means[0]!.data[i]! * m;
    const g = cross[1]![i]! - means[1]!.data[i]! * m;
    const u = cross[2]![i]! - means[2]!.data[i]! * m;
    const ar = rr[i]! * r + rg[i]! * g + rb[i]! * u;
    const ag = rg[i]! * r + gg[i]! * g + gb[i]! * u;
    const ab = rb[i]! * r + gb[i]! * g + bb[i]! * u;
    a[0].data[i] = ar;
    a[1].data[i] = ag;
    a[2].data[i] = ab;
    b.data[i] = m - ar * means[0]!.data[i]! - ag * means[1]!.data[i]! - ab * means[2]!.data[i]!;
  }
  return {
    a: [boxFilter(a[0], radiusPx), boxFilter(a[1], radiusPx), boxFilter(a[2], radiusPx)],
    b: boxFilter(b, radiusPx),
  };
}

/**
 * Evaluates the model on a picture of any size with the guide's content: on the guide itself this is the guided filter, on
 * its full-size original the fast guided filter.
 * Source   He & Sun, Fast Guided Filter, 2015.
 */
export function applyGuided(model: GuidedModel, image: Image8): Plane {
  const { width, height, channels } = image;
  const fits = model.b.width === width && model.b.height === height;
  const at = (p: Plane): Float32Array => (fits ? p : resizePlane(p, width, height)).data;
  const [r, g, b] = [at(model.a[0]), at(model.a[1]), at(model.a[2])];
  const offset = at(model.b);
  const out = createPlane(width, height);
  for (let i = 0, s = 0; i < out.data.length; i++, s += channels) {
    out.data[i] =
      (r[i]! * image.data[s]! + g[i]! * image.data[s + 1]! + b[i]! * image.data[s + 2]!) / 255 + offset[i]!;
  }
  return out;
}
