import type { Mask, Point } from "../../image.js";
import { findComponents, type Component } from "../../kernels/connected-components.js";
import { resamplePolyline } from "../../kernels/polyline.js";
import { dilateSquare, erodeSquare } from "../../kernels/square-morphology.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";

// Lengths are in units of half the neck's width.

/** The front's colour is taken so far below the curve, at these shares of its points: beside the middle. */
const FRONT_BELOW = 0.16;
const FRONT_AT = [0.18, 0.22, 0.26, 0.3, 0.7, 0.74, 0.78, 0.82];
/** Where it spreads wider than this (Lab), it is a print, in which no notch can be told. */
const FRONT_SPREAD = 9;
/** What shows through a notch lies in shadow: so much darker than the front (L*), and so far from its colour (Lab). */
const DARKER = 8;
const UNLIKE = 14;
/** A notch lies within this distance of the neck's middle, and begins within this of the curve, above or below. */
const ASIDE = 0.65;
const BEGINS = 0.12;
/** Its width where it begins, and its depth. */
const WIDTH = [0.15, 0.9] as const;
const DEPTH = [0.15, 1.4] as const;
/** At this share of the depth it is at most so wide, as a share: it ends in a point. */
const TAPER_AT = 0.75;
const TAPER_WIDTH = 0.65;

/** Left and right end of a notch in each of its rows, from the curve down. */
interface Notch {
  readonly top: number;
  readonly rows: readonly (readonly [left: number, right: number])[];
}

/**
 * Leads a neckline round the notch below its middle, if there is one: a slit or a keyhole through which the inside of the back shows, darker than the front
 * and tapering downward. `curve` runs from the viewer's right to the left, odd in number; so does the result, its middle point at the tip.
 */
export function openNotch(
  lab: LabImage,
  cloth: Mask,
  curve: readonly Point[],
  half: number,
): readonly Point[] {
  const notch = findNotch(lab, cloth, curve, half);
  if (notch === null) return curve;
  const { top, rows } = notch;
  const [left, right] = rows[0]!;
  const last = rows.length - 1;
  const tip = { x: (rows[last]![0] + rows[last]![1] + 1) / 2, y: top + last + 1 };
  const side = (edge: 0 | 1): Point[] => rows.map((row, i) => ({ x: row[edge] + edge, y: top + i + 0.5 }));
  const before = curve.filter((p) => p.x > right + 1);
  const after = curve.filter((p) => p.x < left);
  const middle = (curve.length + 1) / 2;
  const down = resamplePolyline([...before, ...side(1), tip], middle);
  const up = resamplePolyline([tip, ...side(0).toReversed(), ...after], middle);
  return [...down, ...up.slice(1)];
}

function findNotch(lab: LabImage, cloth: Mask, curve: readonly Point[], half: number): Notch | null {
  const front = readFront(lab, cloth, curve, half);
  if (front === null) return null;
  const { width, height } = cloth;
  const bottom = curve[(curve.length - 1) / 2]!;
  const rowAt = rowsOf(curve, width);
  const dark: Mask = { width, height, data: new Uint8Array(width * height) };
  const fromX = Math.max(1, Math.floor(bottom.x - ASIDE * half));
  const toX = Math.min(width - 1, Math.ceil(bottom.x + ASIDE * half));
  const toY = Math.min(height - 1, Math.ceil(bottom.y + (DEPTH[1] + BEGINS) * half));
  for (let x = fromX; x < toX; x++)
    for (let y = Math.max(0, Math.floor(rowAt[x]!)); y < toY; y++)
      if (cloth.data[y * width + x]! >= 128 && isShadow(lab, y * width + x, front))
        dark.data[y * width + x] = 255;
  // the shadow along a seam is a line
  const { labels, list } = findComponents(dilateSquare(erodeSquare(dark, 1), 1));
  const found = list.find((one) => {
    const begins = one.minY - bottom.y < BEGINS * half;
    const isWithin = one.minX > fromX && one.maxX < toX - 1 && one.maxY < toY - 1;
    return begins && isWithin && isTapering(labels, width, one, half);
  });
  return found === undefined ? null : leaveOffTop(found.minY, readRows(labels, width, found));
}

/** Begins at the widest row: above it the curve cuts across. */
function leaveOffTop(top: number, rows: Notch["rows"]): Notch {
  let widest = 0;
  const wide = (i: number): number => rows[i]![1] - rows[i]![0];
  for (let i = 1; i < rows.length / 2; i++) if (wide(i) > wide(widest)) widest = i;
  return { top: top + widest, rows: rows.slice(widest) };
}

/** The front's mean colour beside the neckline's middle; null on a print. */
function readFront(
  { data }: LabImage,
  cloth: Mask,
  curve: readonly Point[],
  half: number,
): readonly number[] | null {
  const samples = FRONT_AT.flatMap((share) => {
    const p = curve[Math.round(share * (curve.length - 1))]!;
    const i = Math.floor(p.y + FRONT_BELOW * half) * cloth.width + Math.floor(p.x);
    return cloth.data[i]! >= 128 ? [[data[3 * i]!, data[3 * i + 1]!, data[3 * i + 2]!]] : [];
  });
  if (samples.length < FRONT_AT.length / 2) return null;
  const mean = [0, 1, 2].map((c) => samples.reduce((sum, s) => sum + s[c]!, 0) / samples.length);
  const apart = (s: readonly number[]): number =>
    Math.hypot(s[0]! - mean[0]!, s[1]! - mean[1]!, s[2]! - mean[2]!);
  return samples.every((s) => apart(s) < FRONT_SPREAD) ? mean : null;
}

function isShadow({ data }: LabImage, i: number, front: readonly number[]): boolean {
  const [l, a, b] = [
    data[3 * i]! - front[0]!,
    data[3 * i + 1]! - front[1]!,
    data[3 * i + 2]! - front[2]!,
  ] as const;
  return l < -DARKER && l * l + a * a + b * b > UNLIKE * UNLIKE;
}

/** The curve's row at each column; Infinity outside of it. */
function rowsOf(curve: readonly Point[], width: number): Float64Array {
  const rows = new Float64Array(width).fill(Infinity);
  for (let i = 1; i < curve.length; i++) {
    const [a, b] = [curve[i]!, curve[i - 1]!];
    for (let x = Math.max(0, Math.ceil(a.x)); x <= Math.min(width - 1, b.x); x++)
      rows[x] = b.x === a.x ? a.y : a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x);
  }
  return rows;
}

function readRows(labels: Int32Array, width: number, { label, ...box }: Component): [number, number][] {
  const rows: [number, number][] = [];
  for (let y = box.minY; y <= box.maxY; y++) {
    const row: [number, number] = [Infinity, -Infinity];
    for (let x = box.minX; x <= box.maxX; x++) {
      if (labels[y * width + x] !== label) continue;
      row[0] = Math.min(row[0], x);
      row[1] = Math.max(row[1], x);
    }
    rows.push(row);
  }
  return rows;
}

function isTapering(labels: Int32Array, width: number, one: Component, half: number): boolean {
  const depth = one.maxY - one.minY + 1;
  if (depth < DEPTH[0] * half || depth > DEPTH[1] * half) return false;
  const widths = readRows(labels, width, one).map(([left, right]) => right - left + 1);
  const widest = Math.max(...widths.slice(0, Math.ceil(depth / 3)));
  if (widest < WIDTH[0] * half || widest > WIDTH[1] * half) return false;
  return widths[Math.floor(TAPER_AT * depth)]! <= TAPER_WIDTH * widest;
}
