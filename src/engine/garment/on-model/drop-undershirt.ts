import type { Mask } from "../../image.js";
import { torsoPlace, type BodyFrame } from "../../fit/body-frame.js";
import { findComponents, type Component } from "../../kernels/connected-components.js";
import { maskWhere } from "../../kernels/push-pull.js";
import { SIGHT } from "./sight.js";
import { length3 } from "../../kernels/length.js";

/** Cloth is learnt between these t of the torso, at so many places. */
const LEARN_FROM_T = 0.25;
const LEARN_TO_T = 0.6;
const SAMPLES = 160;
/** Lab distance from all of its colours at which something is another garment. */
const UNLIKE = 8;
/** It is looked for below this t, is at least this large (square units), and narrower than this share of the garment: a band of another colour is as wide. */
const FROM_T = 0.65;
const AREA_MIN = 0.006;
const WIDEST = 0.7;
/** The garment's width is taken so many px above it. */
const ABOVE_PX = 3;
/** In most columns at most so much cloth, in units, goes on below it: it lies at the garment's end and is no pocket. */
const REST_UNITS = 0.2;
const ENDING_SHARE = 0.7;

/** Marks a shirt that shows below a garment's hem, and is none of its colours, as not the garment's. In place. */
export function dropUndershirt(sight: Mask, body: BodyFrame, lab: Float32Array): void {
  const { width, height } = sight;
  const tAt = (i: number): number => torsoPlace(body, (i % width) + 0.5, Math.floor(i / width) + 0.5).t;
  const known: number[] = [];
  for (let i = 0; i < sight.data.length; i++) {
    if (sight.data[i] !== SIGHT.cloth) continue;
    const t = tAt(i);
    if (t > LEARN_FROM_T && t < LEARN_TO_T) known.push(i);
  }
  if (known.length < SAMPLES) return;
  const step = known.length / SAMPLES;
  const samples = Array.from({ length: SAMPLES }, (_, k) => 3 * known[Math.floor(k * step)]!);
  const isUnlike = (i: number): boolean => {
    const k = 3 * i;
    return samples.every(
      (s) => length3(lab[k]! - lab[s]!, lab[k + 1]! - lab[s + 1]!, lab[k + 2]! - lab[s + 2]!) > UNLIKE,
    );
  };
  const below = maskWhere(width, height, (i) => sight.data[i] === SIGHT.cloth && tAt(i) > FROM_T);
  const other = maskWhere(width, height, (i) => below.data[i] !== 0 && isUnlike(i));
  const { labels, list } = findComponents(other);
  const limits = { rest: REST_UNITS * body.unit, least: AREA_MIN * body.unit ** 2 };
  for (const component of list) {
    const { area, minX, maxX, minY } = component;
    const above = Math.max(0, minY - ABOVE_PX) * width;
    const row = below.data.subarray(above, above + width);
    const extent = row.lastIndexOf(255) - row.indexOf(255) + 1;
    if (area < limits.least || maxX - minX > WIDEST * extent) continue;
    const columns = listColumns(sight, labels, component);
    const ending = columns.filter(({ rest }) => rest < limits.rest);
    if (ending.length < ENDING_SHARE * columns.length) continue;
    for (const { x, top, bottom, rest } of ending)
      for (let y = top; y <= bottom + rest; y++) sight.data[y * width + x] = SIGHT.other;
  }
}

/** A column of a component, and how much more cloth lies right below it, px. */
interface Column {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly rest: number;
}

function listColumns(
  { width, height, data }: Mask,
  labels: Int32Array,
  { label, minX, maxX, minY, maxY }: Component,
): Column[] {
  const columns: Column[] = [];
  for (let x = minX; x <= maxX; x++) {
    let [top, bottom, rest] = [-1, -1, 0];
    for (let y = minY; y <= maxY; y++) {
      if (labels[y * width + x] !== label) continue;
      if (top < 0) top = y;
      bottom = y;
    }
    if (top < 0) continue;
    while (bottom + rest + 1 < height && data[(bottom + rest + 1) * width + x] === SIGHT.cloth) rest++;
    columns.push({ x, top, bottom, rest });
  }
  return columns;
}
