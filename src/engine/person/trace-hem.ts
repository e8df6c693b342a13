import type { LabImage } from "../kernels/srgb-to-lab.js";
import { length3 } from "../kernels/length.js";
import { CLASS } from "./class-priors.js";
import type { ClassLabels } from "./join-cuffs.js";
import { limbRho, torsoPlace, type PoseGeometry } from "./pose-geometry.js";

/**
 * Cloth so far above and below the border, in torso lengths, and nearer than this (CIE Lab) is the same cloth, or has its colour: 2 where a red jersey
 * ends over red trousers, 15 and more for 12 other people.
 */
const BESIDE_T = 0.022;
const ALIKE = 6;
/** The edge is looked for so far above and below the labels' border, in torso lengths. */
const REACH_T = 0.13;
/** The border is the trunk's hem within this of the middle, in units, and between these t. */
const MOST_U = 0.65;
const FROM_T = 0.6;
const TO_T = 1.6;
/** Rows of one garment beside the border that make it one. */
const RUN = 3;
/** Columns with a border, in units, from which there is a hem. */
const LEAST_UNITS = 0.35;
/** L* that a step of a row to the next column costs, and a row off the labels' border. */
const STEP_PRICE = 0.6;
const OFF_PRICE = 0.02;
/** The mean edge along the hem against that of all places looked at: 8.6 where a jersey ends, 4 at the belt of a coat that goes on below it. */
const CLEAR = 6;

/** The labels' border between top and lower garment in the columns from `left` on: the row below it, -1 where there is none. */
interface Border {
  readonly left: number;
  readonly rows: readonly number[];
}

function findBorder({ width, height, labels }: ClassLabels, pose: PoseGeometry): Border {
  const rows: number[] = [];
  const isRun = (x: number, y: number, c: number): boolean => {
    for (let k = 0; k < RUN; k++) if (labels[(y + k) * width + x] !== c) return false;
    return true;
  };
  for (let x = 0; x < width; x++) {
    let found = -1;
    for (let y = RUN; y < height - RUN && found < 0; y++) {
      if (labels[y * width + x] !== CLASS.lower || labels[(y - 1) * width + x] !== CLASS.upper) continue;
      const { t, u } = torsoPlace(pose, x + 0.5, y);
      if (t < FROM_T || t > TO_T || Math.abs(u) > MOST_U) continue;
      const arm = Math.min(limbRho(pose.leftArm, x + 0.5, y), limbRho(pose.rightArm, x + 0.5, y));
      if (arm > 1 && isRun(x, y - RUN, CLASS.upper) && isRun(x, y, CLASS.lower)) found = y;
    }
    rows.push(found);
  }
  const left = rows.findIndex((y) => y >= 0);
  if (left < 0) return { left: 0, rows: [] };
  return { left, rows: rows.slice(left, rows.findLastIndex((y) => y >= 0) + 1) };
}

/** Whether cloth so many rows above and below the border has one colour. */
function isAlike(lab: LabImage, { left, rows }: Border, beside: number): boolean {
  const sums = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  let count = 0;
  rows.forEach((row, k) => {
    if (row < beside || row + beside >= lab.height) return;
    count++;
    [row - beside, row + beside].forEach((y, side) => {
      for (let c = 0; c < 3; c++) sums[side]![c]! += lab.data[3 * (y * lab.width + left + k) + c]!;
    });
  });
  const [a, b] = sums.map((s) => s.map((v) => v / Math.max(1, count)));
  return count > 0 && length3(a![0]! - b![0]!, a![1]! - b![1]!, a![2]! - b![2]!) < ALIKE;
}

/** Step of lightness, in L*, from the two rows above a row to it and the next, over three columns. */
function edgeAt({ width, height, data }: LabImage, x: number, y: number): number {
  let sum = 0;
  for (let dx = -1; dx <= 1; dx++) {
    const at = Math.min(width - 1, Math.max(0, x + dx));
    for (const [dy, sign] of [
      [-2, -1],
      [-1, -1],
      [0, 1],
      [1, 1],
    ] as const)
      sum += sign * data[3 * (Math.min(height - 1, Math.max(0, y + dy)) * width + at)]!;
  }
  return Math.abs(sum) / 6;
}

/** The row of the clearest edge in each column of the border, or null where no edge stands out. */
function traceEdge(lab: LabImage, { left, rows }: Border, reach: number): number[] | null {
  const size = 2 * reach + 1;
  const known = fillGaps(rows);
  const edges = known.map((row, k) =>
    Array.from({ length: size }, (_, j) => (rows[k]! < 0 ? 0 : edgeAt(lab, left + k, row + j - reach))),
  );
  // rows are offsets from the border's own, which moves from column to column
  const cost = edges.map((column) => column.map((e, j) => OFF_PRICE * Math.abs(j - reach) - e));
  const from: number[][] = [];
  for (let k = 1; k < cost.length; k++) {
    const shift = known[k]! - known[k - 1]!;
    from.push(
      cost[k]!.map((own, j) => {
        let best = 0;
        let least = Infinity;
        for (let i = 0; i < size; i++) {
          const total = cost[k - 1]![i]! + STEP_PRICE * Math.abs(j + shift - i);
          if (total < least) [least, best] = [total, i];
        }
        cost[k]![j] = own + least;
        return best;
      }),
    );
  }
  let j = cost.at(-1)!.indexOf(Math.min(...cost.at(-1)!));
  const path: number[] = [];
  for (let k = known.length - 1; k >= 0; k--) {
    path[k] = j;
    if (k > 0) j = from[k - 1]![j]!;
  }
  const mean = (values: readonly number[]): number =>
    values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
  const along = mean(path.map((i, k) => edges[k]![i]!));
  return along < CLEAR * mean(edges.flat()) ? null : path.map((i, k) => known[k]! + i - reach);
}

/** Rows between those known, on straight lines. */
function fillGaps(rows: readonly number[]): number[] {
  const filled = [...rows];
  for (let k = 1, last = 0; k < filled.length; k++) {
    if (filled[k]! < 0) continue;
    for (let i = last + 1; i < k; i++)
      filled[i] = Math.round(filled[last]! + ((filled[k]! - filled[last]!) * (i - last)) / (k - last));
    last = k;
  }
  return filled;
}

/**
 * Moves the border between a top and trousers of one colour to the edge that the hem's shadow makes: colours cannot tell where it is.
 * In place; `lab` as large as the labels, `pose` in their pixels.
 */
export function traceHem(map: ClassLabels, lab: LabImage, pose: PoseGeometry): void {
  const border = findBorder(map, pose);
  const reach = Math.round(REACH_T * pose.torsoLength);
  if (border.rows.filter((y) => y >= 0).length < LEAST_UNITS * pose.unit) return;
  if (!isAlike(lab, border, Math.max(2, Math.round(BESIDE_T * pose.torsoLength)))) return;
  const path = traceEdge(lab, border, reach);
  path?.forEach((row, k) => {
    if (border.rows[k]! < 0) return;
    for (let y = Math.max(0, row - reach); y < Math.min(map.height, row + reach); y++) {
      const i = y * map.width + border.left + k;
      const label = map.labels[i]!;
      if (label === CLASS.upper || label === CLASS.lower) map.labels[i] = y < row ? CLASS.upper : CLASS.lower;
    }
  });
}
