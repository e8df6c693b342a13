import type { Mask, Point } from "../image.js";
import { traceContour } from "../kernels/trace-contour.js";
import { length2 } from "../kernels/length.js";

/**
 * One half of a garment's outline from the top of its axis, over the shoulder, around the sleeve and down the side, to the
 * bottom of its axis. Coordinates are relative to the axis and in units of the torso's width: u grows away from the axis, v down.
 */
export interface HalfOutline {
  readonly u: Float64Array;
  readonly v: Float64Array;
  /** Signed turn in radians at each point: positive where the garment is convex. */
  readonly turn: Float64Array;
}

/** The frame of the half outlines: x = axisX + side · u · unitPx, y = v · unitPx. */
export interface OutlineFrame {
  readonly axisX: number;
  /** Width of the torso in pixels. */
  readonly unitPx: number;
}

/** 1: the viewer's right, which is the wearer's left. */
export type Side = 1 | -1;

/** Distance between outline points and reach of the turn's measurement, in torso widths. */
const STEP = 0.016;
const TURN_REACH = 0.07;
const SMOOTHING_PX = 1.5;

/** Width of the run of pixels about the axis over the lower half of the mask: low in its range, since sleeves may widen it. */
export function measureTorsoWidth(mask: Mask, axisX: number): number {
  const centre = Math.min(mask.width - 1, Math.max(0, Math.round(axisX - 0.5)));
  const widths: number[] = [];
  const rows: number[] = [];
  for (let y = 0; y < mask.height; y++) if (mask.data[y * mask.width + centre]! >= 128) rows.push(y);
  for (const y of rows.slice(Math.floor(rows.length * 0.5), Math.ceil(rows.length * 0.85))) {
    let left = centre;
    let right = centre;
    while (left > 0 && mask.data[y * mask.width + left - 1]! >= 128) left--;
    while (right < mask.width - 1 && mask.data[y * mask.width + right + 1]! >= 128) right++;
    widths.push(right - left + 1);
  }
  widths.sort((a, b) => a - b);
  return widths[Math.floor(widths.length * 0.35)] ?? 0;
}

/** Traces both halves of the outline of `mask` (one component). Undefined when the axis does not cross it twice. */
export function traceHalfOutlines(
  mask: Mask,
  frame: OutlineFrame,
): { readonly right: HalfOutline; readonly left: HalfOutline } | undefined {
  const loop = smoothLoop(traceContour(mask));
  const crossings: number[] = [];
  for (let i = 0; i < loop.length; i++) {
    const a = loop[i]!;
    const b = loop[(i + 1) % loop.length]!;
    if (a.x < frame.axisX !== b.x < frame.axisX) crossings.push(i);
  }
  if (crossings.length < 2) return undefined;
  const top = crossings.reduce((a, b) => (loop[b]!.y < loop[a]!.y ? b : a));
  const bottom = crossings.reduce((a, b) => (loop[b]!.y > loop[a]!.y ? b : a));
  const clockwise = sliceLoop(loop, top, bottom);
  const counter = sliceLoop(loop, bottom, top).toReversed();
  return { right: toHalf(clockwise, frame, 1), left: toHalf(counter, frame, -1) };
}

function smoothLoop(points: readonly Point[]): Point[] {
  const radius = Math.ceil(2 * SMOOTHING_PX);
  const weights = Array.from({ length: 2 * radius + 1 }, (_, k) =>
    Math.exp(-((k - radius) ** 2) / (2 * SMOOTHING_PX ** 2)),
  );
  const total = weights.reduce((a, b) => a + b, 0);
  const n = points.length;
  const smooth: Point[] = [];
  for (let i = 0; i < n; i++) {
    let x = 0;
    let y = 0;
    for (let k = 0; k < weights.length; k++) {
      const p = points[(((i + k - radius) % n) + n) % n]!;
      x += (weights[k]! / total) * p.x;
      y += (weights[k]! / total) * p.y;
    }
    smooth.push({ x, y });
  }
  return smooth;
}

function sliceLoop(loop: readonly Point[], from: number, to: number): Point[] {
  return from <= to ? loop.slice(from, to + 1) : [...loop.slice(from), ...loop.slice(0, to + 1)];
}

function toHalf(points: readonly Point[], frame: OutlineFrame, side: Side): HalfOutline {
  const scaled = points.map((p) => ({
    x: (side * (p.x - frame.axisX)) / frame.unitPx,
    y: p.y / frame.unitPx,
  }));
  const even = resampleEvenly(scaled, STEP);
  const u = Float64Array.from(even, (p) => p.x);
  const v = Float64Array.from(even, (p) => p.y);
  return { u, v, turn: measureTurn(u, v) };
}

/** Resamples a polyline at equal steps of about `step`, ends included. */
export function resampleEvenly(points: readonly Point[], step: number): Point[] {
  const lengths = [0];
  for (let i = 1; i < points.length; i++) {
    lengths.push(lengths[i - 1]! + length2(points[i]!.x - points[i - 1]!.x, points[i]!.y - points[i - 1]!.y));
  }
  const total = lengths.at(-1)!;
  const count = Math.max(2, Math.round(total / step) + 1);
  const out: Point[] = [];
  let k = 0;
  for (let i = 0; i < count; i++) {
    const at = (total * i) / (count - 1);
    while (k < points.length - 2 && lengths[k + 1]! < at) k++;
    const span = lengths[k + 1]! - lengths[k]!;
    const t = span > 0 ? (at - lengths[k]!) / span : 0;
    const a = points[k]!;
    const b = points[k + 1] ?? a;
    out.push({ x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) });
  }
  return out;
}

function measureTurn(u: Float64Array, v: Float64Array): Float64Array {
  const reach = Math.max(1, Math.round(TURN_REACH / STEP));
  const turn = new Float64Array(u.length);
  for (let i = 0; i < u.length; i++) {
    const a = Math.max(0, i - reach);
    const b = Math.min(u.length - 1, i + reach);
    if (a === i || b === i) continue;
    const [x0, y0, x1, y1] = [u[i]! - u[a]!, v[i]! - v[a]!, u[b]! - u[i]!, v[b]! - v[i]!];
    turn[i] = Math.atan2(x0 * y1 - y0 * x1, x0 * x1 + y0 * y1);
  }
  return turn;
}
