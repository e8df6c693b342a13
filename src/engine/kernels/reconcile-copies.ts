import { length3 } from "./length.js";
import type { ShiftMap } from "./shift-map.js";
import { copyOf, type ShiftTask } from "./shift-task.js";

const ROUNDS = 30;
/** Over-relaxation that suits a reach of some dozen pixels. */
const OVER = 1.7;
/** A difference (distance in RGB, 0..255) that counts half: a greater one is an edge of the scene and no seam. */
const SEAM_HALF = 30;
/** Only so few of the steps between known pixels exceed the scene's steepest; one so many times as great is none of its edges, as in a blurred background. */
const STEEP_SHARE = 0.999;
const TOO_STEEP = 1.5;
/** Bins of the steps' histogram, one a level. */
const STEP_BINS = 256;

/** What the offsets of a hole's pixels have to do with those of their neighbours. By pixel index. */
interface Membrane {
  /** What each offset should sum to with its neighbours', three a pixel. */
  readonly wanted: Float32Array;
  /** Weight of the neighbours left, right, above and below: 0 for none in the hole. */
  readonly ties: Float32Array;
  readonly degree: Float32Array;
}

/** By how much two pixels next to each other differ in two copies, or in a copy and the photo. Null where neither can be compared. */
function readStep(task: ShiftTask, map: ShiftMap, t: number, n: number): [number, number, number] | null {
  const { data } = task.image;
  const mine = map.shifts[map.labels[t]!]!;
  const step: [number, number, number] = [0, 0, 0];
  let count = 0;
  const add = (more: number, less: number): void => {
    if (more < 0 || less < 0) return;
    count++;
    for (let c = 0; c < 3; c++) step[c]! += data[3 * more + c]! - data[3 * less + c]!;
  };
  const other = map.labels[n]!;
  if (other < 0) add(task.known[n] === 0 ? -1 : n, copyOf(task, n, mine));
  else {
    const theirs = map.shifts[other]!;
    add(copyOf(task, t, theirs), copyOf(task, t, mine));
    add(copyOf(task, n, theirs), copyOf(task, n, mine));
  }
  if (count === 0) return null;
  for (let c = 0; c < 3; c++) step[c]! /= count;
  return step;
}

/** Distance in RGB, 0..255, of known pixels next to each other in a row that hardly any exceed. */
function measureSteepest({ image, known }: ShiftTask): number {
  const { width, data } = image;
  const bins = new Uint32Array(STEP_BINS);
  let count = 0;
  for (let i = 1; i < known.length; i++) {
    if (known[i] === 0 || known[i - 1] === 0 || i % width === 0) continue;
    const step = length3(
      data[3 * i]! - data[3 * i - 3]!,
      data[3 * i + 1]! - data[3 * i - 2]!,
      data[3 * i + 2]! - data[3 * i - 1]!,
    );
    bins[Math.min(STEP_BINS - 1, Math.floor(step))]!++;
    count++;
  }
  let below = 0;
  let level = 0;
  while (level < STEP_BINS - 1 && (below += bins[level]!) < STEEP_SHARE * count) level++;
  return level;
}

function setUp(task: ShiftTask, map: ShiftMap, reachPx: number): Membrane {
  const { width, height } = task.image;
  const count = width * height;
  const wanted = new Float32Array(3 * count);
  const ties = new Float32Array(4 * count);
  const degree = new Float32Array(count).fill(1 / (reachPx * reachPx));
  const tooSteep = Math.max(SEAM_HALF, TOO_STEEP * measureSteepest(task)) ** 2;
  for (const t of task.hole) {
    if (map.labels[t]! < 0) continue;
    const x = t % width;
    for (let k = 0; k < 4; k++) {
      if ((k === 0 && x === 0) || (k === 1 && x === width - 1)) continue;
      const n = t + [-1, 1, -width, width][k]!;
      if (n < 0 || n >= count) continue;
      const step = readStep(task, map, t, n);
      if (step === null) continue;
      const square = step[0] ** 2 + step[1] ** 2 + step[2] ** 2;
      const weight = square > tooSteep ? 1 : 1 / (1 + (square / (SEAM_HALF * SEAM_HALF)) ** 2);
      degree[t]! += weight;
      if (map.labels[n]! >= 0) ties[4 * t + k] = weight;
      for (let c = 0; c < 3; c++) wanted[3 * t + c]! += weight * step[c]!;
    }
  }
  return { wanted, ties, degree };
}

/**
 * What to add to each copied pixel (three values 0..255, of either sign) so that neither seams nor the hole's rim show: copies keep their
 * slopes, their colours give way, less and less with the distance from a seam, to exp(-1) at `reachPx`. Zero outside the hole.
 * Cost     O(hole · rounds).
 * Source   Pérez et al., Poisson Image Editing, SIGGRAPH 2003 (the guided membrane, here screened); solved by successive over-relaxation.
 */
export function reconcileCopies(task: ShiftTask, map: ShiftMap, reachPx: number): Float32Array {
  const { wanted, ties, degree } = setUp(task, map, reachPx);
  const { width } = task.image;
  const offset = new Float32Array(wanted.length);
  const isOpen = (t: number): boolean => map.labels[t]! >= 0;
  const open = task.hole.filter(isOpen);
  for (let round = 0; round < ROUNDS; round++) {
    for (const t of open) {
      for (let c = 0; c < 3; c++) {
        let sum = wanted[3 * t + c]!;
        if (ties[4 * t]! > 0) sum += ties[4 * t]! * offset[3 * (t - 1) + c]!;
        if (ties[4 * t + 1]! > 0) sum += ties[4 * t + 1]! * offset[3 * (t + 1) + c]!;
        if (ties[4 * t + 2]! > 0) sum += ties[4 * t + 2]! * offset[3 * (t - width) + c]!;
        if (ties[4 * t + 3]! > 0) sum += ties[4 * t + 3]! * offset[3 * (t + width) + c]!;
        offset[3 * t + c]! += OVER * (sum / degree[t]! - offset[3 * t + c]!);
      }
    }
  }
  return offset;
}
