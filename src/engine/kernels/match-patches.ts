import type { Image8 } from "../image.js";

/** A picture with holes whose patches look for their likes. Arrays by pixel index, the picture's size. */
export interface PatchTask {
  /** Three channels. */
  readonly image: Image8;
  /** Non-zero where a pixel takes part in comparisons. */
  readonly usable: Uint8Array | Uint8ClampedArray;
  /** Centres of the patches that look, in scan order. */
  readonly targets: Int32Array;
  /** Centres of the patches that may be found; whole patches inside the picture. */
  readonly sources: Int32Array;
  /** 1 at each of {@link sources}. */
  readonly isSource: Uint8Array;
  /** For each target the source found so far, or -1. Written. */
  readonly match: Int32Array;
  /** Mean squared difference per sample to it. Written. */
  readonly cost: Float32Array;
  /** Half the side of a patch. */
  readonly radius: number;
  /** Added to the cost of a source that is the picture's height further up or down, and in proportion. */
  readonly climb: number;
}

/** Numerical Recipes' linear congruential generator: the picture's order is all the chance there is. */
function nextRandom(state: number): number {
  return (Math.imul(state, 1664525) + 1013904223) >>> 0;
}

/** Mean squared difference per sample of the patches about `t` and `s`; gives up (Infinity) when it must exceed `limit`. */
function comparePatches({ image, usable, radius }: PatchTask, t: number, s: number, limit: number): number {
  const { width, height, data } = image;
  const tx = t % width;
  const ty = (t - tx) / width;
  const y0 = Math.max(-radius, -ty);
  const y1 = Math.min(radius, height - 1 - ty);
  const x0 = Math.max(-radius, -tx);
  const x1 = Math.min(radius, width - 1 - tx);
  const most = limit * 3 * (y1 - y0 + 1) * (x1 - x0 + 1);
  let sum = 0;
  let count = 0;
  for (let y = y0; y <= y1; y++) {
    for (let x = x0; x <= x1; x++) {
      const p = t + y * width + x;
      if (usable[p] === 0) continue;
      const a = 3 * p;
      const b = 3 * (s + y * width + x);
      const r = data[a]! - data[b]!;
      const g = data[a + 1]! - data[b + 1]!;
      const l = data[a + 2]! - data[b + 2]!;
      sum += r * r + g * g + l * l;
      count += 3;
    }
    if (sum > most) return Infinity;
  }
  return count === 0 ? Infinity : sum / count;
}

/** What it costs to take a source from another height: the world lies in level layers, more alike along them than across. */
function climbCost({ image, climb }: PatchTask, t: number, s: number): number {
  return (climb * Math.abs(Math.floor(t / image.width) - Math.floor(s / image.width))) / image.height;
}

function offerInto(task: PatchTask, t: number, s: number): void {
  const extra = climbCost(task, t, s);
  if (extra >= task.cost[t]!) return;
  const cost = extra + comparePatches(task, t, s, task.cost[t]! - extra);
  if (cost >= task.cost[t]!) return;
  task.cost[t] = cost;
  task.match[t] = s;
}

/** Looks about the match so far in ever smaller windows. Returns the state of chance. */
function searchInto(task: PatchTask, t: number, seed: number): number {
  let state = seed;
  const { width, height } = task.image;
  for (let reach = Math.max(width, height) >> 1; reach >= 1; reach >>= 1) {
    const m = task.match[t]!;
    state = nextRandom(state);
    const x = (m % width) + ((state >>> 8) % (2 * reach + 1)) - reach;
    state = nextRandom(state);
    const y = Math.floor(m / width) + ((state >>> 8) % (2 * reach + 1)) - reach;
    if (x < 0 || y < 0 || x >= width || y >= height || task.isSource[y * width + x] === 0) continue;
    offerInto(task, t, y * width + x);
  }
  return state;
}

/**
 * Improves each target's match once: its neighbours' matches moved along, then chance. Sweeps forth in even rounds, back in odd ones.
 * Cost     O(targets · patch · log(size)).
 * Source   Barnes et al., PatchMatch, SIGGRAPH 2009, §3.
 */
export function matchPatchesInto(task: PatchTask, round: number): void {
  const { image, targets, sources, isSource, match, cost } = task;
  const { width } = image;
  const step = round % 2 === 0 ? -1 : 1;
  let state = nextRandom(targets.length + 977 * round);
  for (const t of targets) {
    if (match[t]! < 0) {
      state = nextRandom(state);
      match[t] = sources[(state >>> 8) % sources.length]!;
    }
    // colours have changed since the last round
    cost[t] = Infinity;
    cost[t] = climbCost(task, t, match[t]!) + comparePatches(task, t, match[t]!, Infinity);
  }
  for (let k = 0; k < targets.length; k++) {
    const t = targets[step === -1 ? k : targets.length - 1 - k]!;
    for (const by of [step, step * width]) {
      const neighbour = match[t + by];
      if (neighbour === undefined || neighbour < 0) continue;
      const s = neighbour - by;
      if (s >= 0 && isSource[s] === 1) offerInto(task, t, s);
    }
    state = searchInto(task, t, state);
  }
}
