import { createPlane, type Mask, type Plane, type Point } from "../../image.js";
import { boxFilter } from "../../kernels/box-filter.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import { distanceOf, meanOf, spreadOf, type Colour } from "../colour-spread.js";
import { halfWidth, normalAt, type NeckHole } from "./neck-curve.js";
import { indexAt } from "./score-edge.js";

/** Radius of the mean colours that are compared and their distance from the curve, in units of half the neck's width. */
const MEAN_RADIUS = 0.05;
const REACH = 0.09;
/** The curve is looked at in this many sectors, without this many points at its ends. */
const SECTORS = 6;
const SKIP = 5;
/** A sector counts when this many of its points have cloth on both sides; so many sectors must, and a missing one costs. */
const SECTOR_POINTS_MIN = 4;
const SECTORS_MIN = 4;
const MISSING_COST = 0.05;
/** How far up from the curve to the top edge the colour of the inside is taken once more. */
const DEEP_INSIDE = 0.55;
/** What a contrast of as many Lab units counts half against, and the weights of the spreads beside it. */
const CONTRAST_HALF = 0.6;
const UNEVEN_WEIGHT = 0.7;
const MIXED_INSIDE_WEIGHT = 0.5;
const PATCHY_RIM_WEIGHT = 0.2;
/** A contrast of which the second weakest sector has less than this share is a print's, down to this share of the score. */
const STEADY_SHARE = 0.4;
const UNSTEADY_SCORE = 0.5;

/** The neck's colours, averaged over the cloth near each pixel. */
export interface NeckColours {
  readonly mask: Mask;
  readonly means: readonly [Plane, Plane, Plane];
  readonly reachPx: number;
  /** Row in which the garment begins, by column. */
  readonly top: Int32Array;
}

/** Prepares scoreContrast(). `mask` is the cloth that may be compared, `whole` the garment. */
export function averageColours(lab: LabImage, mask: Mask, whole: Mask, hole: NeckHole): NeckColours {
  const { width, height } = mask;
  const half = halfWidth(hole);
  const radius = Math.max(1, Math.round(MEAN_RADIUS * half));
  const weight = createPlane(width, height);
  for (let i = 0; i < weight.data.length; i++) weight.data[i] = mask.data[i]! >= 128 ? 1 : 0;
  const share = boxFilter(weight, radius).data;
  const average = (channel: number): Plane => {
    const mean = boxFilter(weighChannel(lab, weight, channel), radius);
    divideInto(mean, share);
    return mean;
  };
  return {
    mask,
    means: [average(0), average(1), average(2)],
    reachPx: Math.max(2, REACH * half),
    top: Int32Array.from({ length: width }, (_, x) => firstRow(whole, x)),
  };
}

function weighChannel(lab: LabImage, weight: Plane, channel: number): Plane {
  const plane = createPlane(weight.width, weight.height);
  for (let i = 0; i < plane.data.length; i++) plane.data[i] = weight.data[i]! * lab.data[3 * i + channel]!;
  return plane;
}

function divideInto({ data }: Plane, share: Float32Array): void {
  for (let i = 0; i < data.length; i++) data[i]! /= Math.max(1e-6, share[i]!);
}

function firstRow({ width, height, data }: Mask, x: number): number {
  for (let y = 0; y < height; y++) if (data[y * width + x]! >= 128) return y;
  return height;
}

/** What a sector of the curve looks like: the step outward across it, the colour just inside, and the distance of that to further inside. */
interface Sector {
  readonly step: Colour;
  readonly inside: Colour;
  readonly mixed: number | undefined;
}

/**
 * How clearly 0..1 the curve parts two cloths: the steady difference of the mean colours on its sides, against what that varies along the
 * curve, and against how mixed the inside is. It sees dark against dark, which scoreEdge() does not, and is not drawn to a rib's lower
 * seam: there the inside would be two cloths.
 */
export function scoreContrast(colours: NeckColours, curve: readonly Point[]): number {
  const sectors = lookAlong(colours, curve);
  if (sectors.length < SECTORS_MIN) return 0;
  const steps = sectors.map((s) => s.step);
  const contrast = meanOf(steps);
  const size = Math.hypot(...contrast);
  if (size === 0) return 0;
  const along = steps.map((s) => (s[0] * contrast[0] + s[1] * contrast[1] + s[2] * contrast[2]) / size);
  const weak = along.toSorted((a, b) => a - b)[1]! / size;
  const steady = UNSTEADY_SCORE + (1 - UNSTEADY_SCORE) * Math.min(1, Math.max(0, weak / STEADY_SHARE));
  const mixed = sectors.flatMap((s) => s.mixed ?? []).toSorted((a, b) => a - b);
  const doubt =
    CONTRAST_HALF +
    UNEVEN_WEIGHT * spreadOf(steps) +
    MIXED_INSIDE_WEIGHT * (mixed[mixed.length >> 1] ?? 0) +
    PATCHY_RIM_WEIGHT * spreadOf(sectors.map((s) => s.inside));
  return Math.max(0, (steady * size) / (size + doubt) - MISSING_COST * (SECTORS - sectors.length));
}

/** The mean step of the colour outward across the curve; no step where there is no cloth on both sides. */
export function measureContrast(colours: NeckColours, curve: readonly Point[]): Colour {
  const sectors = lookAlong(colours, curve);
  return sectors.length === 0 ? [0, 0, 0] : meanOf(sectors.map((s) => s.step));
}

function lookAlong(colours: NeckColours, curve: readonly Point[]): Sector[] {
  const sectors: Sector[] = [];
  const count = (curve.length - 2 * SKIP) / SECTORS;
  for (let s = 0; s < SECTORS; s++) {
    const range = { from: SKIP + Math.round(s * count), to: SKIP + Math.round((s + 1) * count) };
    const sector = lookAtSector(colours, curve, range);
    if (sector) sectors.push(sector);
  }
  return sectors;
}

function lookAtSector(
  { mask, means, reachPx, top }: NeckColours,
  curve: readonly Point[],
  range: { readonly from: number; readonly to: number },
): Sector | undefined {
  const [outer, inner, deep] = [newSum(), newSum(), newSum()];
  for (let i = range.from; i < range.to; i++) {
    const { x, y } = curve[i]!;
    const normal = normalAt(curve, i);
    const out = indexAt(mask, x + reachPx * normal.x, y + reachPx * normal.y);
    const into = indexAt(mask, x - reachPx * normal.x, y - reachPx * normal.y);
    if (out < 0 || into < 0) continue;
    addColour(outer, means, out);
    addColour(inner, means, into);
    const above = indexAt(mask, x, y - DEEP_INSIDE * (y - top[Math.floor(x)]!));
    if (above >= 0) addColour(deep, means, above);
  }
  if (outer.count < SECTOR_POINTS_MIN) return undefined;
  const [a, b] = [divide(outer), divide(inner)];
  return {
    step: [a[0] - b[0], a[1] - b[1], a[2] - b[2]],
    inside: b,
    mixed: deep.count < SECTOR_POINTS_MIN - 1 ? undefined : distanceOf(divide(deep), b),
  };
}

interface ColourSum {
  readonly values: [number, number, number];
  count: number;
}

function newSum(): ColourSum {
  return { values: [0, 0, 0], count: 0 };
}

function addColour(sum: ColourSum, means: NeckColours["means"], i: number): void {
  for (let c = 0; c < 3; c++) sum.values[c]! += means[c]!.data[i]!;
  sum.count++;
}

function divide({ values, count }: ColourSum): Colour {
  return [values[0] / count, values[1] / count, values[2] / count];
}
