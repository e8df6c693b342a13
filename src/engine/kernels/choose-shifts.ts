import { copyOf, priceCopy, type Shift, type ShiftTask } from "./shift-task.js";

/** Shorter shifts serve the rim alone, in px, and so does what serves less than this share of the hole. */
const SHORTEST_PX = 6;
const SERVED_MIN = 0.04;
/** All further shifts up to this many px are candidates. */
const NEAR_PX = 16;
/** Further ones lie sideways, up to so many px up or down, or up and down, up to so many aside: this many each way and in each of those rows. */
const LEVEL_PX = 6;
const LEVEL_STEP = 2;
const UPRIGHT_PX = 8;
const UPRIGHT_STEP = 4;
const FAR_COUNT = 90;
/** ... and anywhere, so many each way. */
const COARSE_COUNT = 14;
/** So many pixels of the hole's rim, and of its inside, say how good a shift is. */
const SAMPLES = 110;
/** A pixel to which no chosen shift is good costs this. */
const WORST = 30000;

interface Grid {
  readonly stepX: number;
  readonly stepY: number;
  readonly isWanted: (ax: number, ay: number) => boolean;
}

function addGrid(list: Shift[], { width, height }: Size, { stepX, stepY, isWanted }: Grid): void {
  const reachX = Math.floor((width - 1) / stepX) * stepX;
  const reachY = Math.floor((height - 1) / stepY) * stepY;
  for (let dy = -reachY; dy <= reachY; dy += stepY)
    for (let dx = -reachX; dx <= reachX; dx += stepX)
      if (isWanted(Math.abs(dx), Math.abs(dy))) list.push({ dx, dy });
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The step, in px, of the candidates further away. */
export function farStep({ width, height }: Size): number {
  return Math.ceil(Math.max(width, height) / FAR_COUNT);
}

function listCandidates(size: Size): Shift[] {
  const list: Shift[] = [];
  const far = farStep(size);
  const coarse = Math.ceil(Math.max(size.width, size.height) / COARSE_COUNT);
  const add = (grid: Grid): void => addGrid(list, size, grid);
  add({
    stepX: 1,
    stepY: 1,
    isWanted: (ax, ay) => ax <= NEAR_PX && ay <= NEAR_PX && Math.hypot(ax, ay) >= SHORTEST_PX,
  });
  add({ stepX: far, stepY: LEVEL_STEP, isWanted: (ax, ay) => ax > NEAR_PX && ay <= LEVEL_PX });
  add({ stepX: UPRIGHT_STEP, stepY: far, isWanted: (ax, ay) => ay > NEAR_PX && ax <= UPRIGHT_PX });
  add({ stepX: coarse, stepY: coarse, isWanted: (ax, ay) => ax > NEAR_PX || ay > NEAR_PX });
  return list;
}

/** Evenly chosen ones of a list. */
function thinOut(list: readonly number[], count: number): number[] {
  if (list.length <= count) return [...list];
  return Array.from({ length: count }, (_, k) => list[Math.floor((k * list.length) / count)]!);
}

function sampleHole({ image, known, hole }: ShiftTask): number[] {
  const { width } = image;
  const isRim = (p: number): boolean =>
    ((known[p - 1] ?? 0) | (known[p + 1] ?? 0) | (known[p - width] ?? 0) | (known[p + width] ?? 0)) !== 0;
  const rim: number[] = [];
  const inside: number[] = [];
  for (const p of hole) (isRim(p) ? rim : inside).push(p);
  return [...thinOut(rim, SAMPLES), ...thinOut(inside, SAMPLES)];
}

/** What a shift costs each sample; null when next to none can be copied. */
function priceSamples(task: ShiftTask, samples: readonly number[], shift: Shift): Float32Array | null {
  const cost = new Float32Array(samples.length).fill(WORST);
  let served = 0;
  for (let n = 0; n < samples.length; n++) {
    if (copyOf(task, samples[n]!, shift) < 0) continue;
    served++;
    cost[n] = priceCopy(task, samples[n]!, shift);
  }
  return served < SERVED_MIN * samples.length ? null : cost;
}

/**
 * The `count` shifts that together serve the hole best: each of a sample of its pixels takes the cheapest of them. Chosen one after the
 * other, by what each adds.
 * Source   He & Sun, Statistics of Patch Offsets for Image Completion, ECCV 2012 (a few shifts are enough); the choice is the greedy one for
 *          facility location, Nemhauser et al. 1978.
 */
export function chooseShifts(task: ShiftTask, count: number): Shift[] {
  const samples = sampleHole(task);
  const candidates: Shift[] = [];
  const costs: Float32Array[] = [];
  for (const shift of listCandidates(task.image)) {
    const cost = priceSamples(task, samples, shift);
    if (cost === null) continue;
    candidates.push(shift);
    costs.push(cost);
  }
  const lowest = new Float32Array(samples.length).fill(WORST);
  const gainOf = (k: number): number => {
    let gain = 0;
    const cost = costs[k]!;
    for (let n = 0; n < cost.length; n++) if (cost[n]! < lowest[n]!) gain += lowest[n]! - cost[n]!;
    return gain;
  };
  // gains only shrink: one that is still the greatest when it is measured again is the greatest
  const gains = Float64Array.from(candidates, (_, k) => gainOf(k));
  const chosen: Shift[] = [];
  while (chosen.length < count) {
    let best = 0;
    for (let k = 1; k < gains.length; k++) if (gains[k]! > gains[best]!) best = k;
    const before = gains[best];
    if (before === undefined || before <= 0) break;
    const now = gainOf(best);
    gains[best] = now;
    if (now < before) continue;
    chosen.push(candidates[best]!);
    for (let n = 0; n < lowest.length; n++) lowest[n] = Math.min(lowest[n]!, costs[best]![n]!);
    gains[best] = 0;
  }
  return chosen;
}
