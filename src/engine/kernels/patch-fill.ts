import { createMask, type Image8, type Mask } from "../image.js";
import { matchPatchesInto, type PatchTask } from "./match-patches.js";
import { maskWhere, pushPullFill } from "./push-pull.js";
import { dilateSquare, erodeSquare } from "./square-morphology.js";
import { resizeImage } from "./resize.js";

/** Half the side of a patch. */
const RADIUS = 3;
/** The coarsest level is at least this wide: fewer pixels hold no patches to choose from. */
const COARSEST_PX = 40;
const LEVELS_MAX = 5;
/** Rounds of matching and voting, at the coarsest level and at the others. */
const ROUNDS_COARSEST = 8;
const ROUNDS = 3;
/** Mean squared difference per sample (0..255) at which a patch's vote counts half. */
const VOTE_HALF = 60;

/** What is to be filled, and how. */
export interface PatchHole {
  readonly hole: Mask;
  /** See {@link PatchTask.climb}. */
  readonly climb: number;
}

interface Level {
  readonly image: Image8;
  readonly known: Mask;
  readonly hole: Mask;
}

/** Half the size: the mean of the known pixels; known where three of four are. */
function shrinkLevel({ image, known, hole }: Level): Level {
  const w = Math.ceil(image.width / 2);
  const h = Math.ceil(image.height / 2);
  const flat = pushPullFill(image, known);
  const count = (mask: Mask, i: number): number => {
    const x = 2 * (i % w);
    const y = 2 * Math.floor(i / w);
    let n = 0;
    for (let v = y; v < Math.min(mask.height, y + 2); v++)
      for (let u = x; u < Math.min(mask.width, x + 2); u++) if (mask.data[v * mask.width + u] !== 0) n++;
    return n;
  };
  const smallKnown = maskWhere(w, h, (i) => count(known, i) >= 3);
  const smallHole = maskWhere(w, h, (i) => smallKnown.data[i] === 0 && count(hole, i) > 0);
  return { image: resizeImage(flat, w, h), known: smallKnown, hole: smallHole };
}

/** Pixels whose whole patch is known. */
function findSources(known: Mask): Int32Array {
  const { width, height } = known;
  const whole = erodeSquare(known, RADIUS).data;
  const list: number[] = [];
  for (let y = RADIUS; y < height - RADIUS; y++)
    for (let x = RADIUS; x < width - RADIUS; x++) if (whole[y * width + x] !== 0) list.push(y * width + x);
  return Int32Array.from(list);
}

/** Each hole pixel becomes the mean of what the patches about it say, the better match the louder. */
function voteInto({ image, usable, targets, match, cost }: PatchTask, hole: Mask): void {
  const { width, height, data } = image;
  const sum = new Float32Array(3 * width * height);
  const weight = new Float32Array(width * height);
  for (const t of targets) {
    const w = 1 / (1 + (cost[t]! / VOTE_HALF) ** 2);
    const shift = match[t]! - t;
    const tx = t % width;
    const ty = (t - tx) / width;
    for (let y = Math.max(0, ty - RADIUS); y <= Math.min(height - 1, ty + RADIUS); y++) {
      for (let x = Math.max(0, tx - RADIUS); x <= Math.min(width - 1, tx + RADIUS); x++) {
        const p = y * width + x;
        if (hole.data[p] === 0 || usable[p] === 0) continue;
        weight[p]! += w;
        for (let c = 0; c < 3; c++) sum[3 * p + c]! += w * data[3 * (p + shift) + c]!;
      }
    }
  }
  for (const t of targets) for (let c = 0; c < 3; c++) data[3 * t + c] = sum[3 * t + c]! / weight[t]!;
}

/** Hands a level's matches on to the next finer one. */
function refineMatch(coarse: PatchTask, width: number, height: number, isSource: Uint8Array): Int32Array {
  const match = new Int32Array(width * height).fill(-1);
  const cw = coarse.image.width;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const m = coarse.match[(y >> 1) * cw + (x >> 1)]!;
      if (m < 0) continue;
      const sx = 2 * (m % cw) + (x & 1);
      const sy = 2 * Math.floor(m / cw) + (y & 1);
      const s = sy * width + sx;
      if (sx < width && sy < height && isSource[s] !== 0) match[i] = s;
    }
  }
  return match;
}

/**
 * Fills the hole from its rim inward, a ring of pixels at a time, each matched by what is known or filled already: a smooth first guess
 * would be matched by whatever is smooth. In place.
 * Source   Newson et al., Video Inpainting of Complex Scenes, SIAM J. Imaging Sciences 2014, §3.4.
 */
function peelInto(task: PatchTask, known: Mask, hole: Mask): void {
  const filled = known.data.slice();
  let left = task.targets;
  while (left.length > 0) {
    const near = dilateSquare({ ...known, data: filled.map((v) => (v === 0 ? 0 : 255)) }, 1).data;
    const ring = left.filter((t) => near[t] !== 0);
    if (ring.length === 0) return;
    const layer: PatchTask = { ...task, usable: filled, targets: ring };
    for (let round = 0; round < ROUNDS; round++) matchPatchesInto(layer, round);
    const painted = createMask(hole.width, hole.height);
    for (const t of ring) painted.data[t] = 255;
    voteInto({ ...layer, usable: painted.data }, painted);
    for (const t of ring) filled[t] = 255;
    left = left.filter((t) => near[t] === 0);
  }
}

function solveLevel(level: Level, coarse: PatchTask | null, climb: number): PatchTask | null {
  const { width, height } = level.image;
  const sources = findSources(level.known);
  if (sources.length === 0) return null;
  const isSource = new Uint8Array(width * height);
  for (const s of sources) isSource[s] = 1;
  const targets: number[] = [];
  for (let i = 0; i < level.hole.data.length; i++) if (level.hole.data[i] !== 0) targets.push(i);
  const match =
    coarse === null ? new Int32Array(width * height).fill(-1) : refineMatch(coarse, width, height, isSource);
  const start = pushPullFill(level.image, level.known);
  const usable = level.known.data.map((v, i) => v | level.hole.data[i]!);
  const cost = new Float32Array(width * height);
  const task: PatchTask = {
    image: start,
    usable,
    targets: Int32Array.from(targets),
    sources,
    isSource,
    match,
    cost,
    radius: RADIUS,
    climb,
  };
  const rounds = coarse === null ? ROUNDS_COARSEST : ROUNDS;
  if (coarse === null) peelInto(task, level.known, level.hole);
  for (let round = 0; round < rounds; round++) {
    matchPatchesInto(task, round);
    // a finer level starts from matches: its first colours come from them
    voteInto(task, level.hole);
  }
  return task;
}

/** Where the colours of a filled hole come from. */
export interface PatchFill {
  /** The picture with its hole filled. */
  readonly image: Image8;
  /** For each pixel of the hole the index of the pixel it matches; -1 elsewhere. */
  readonly match: Int32Array;
}

/**
 * Fills `hole` with texture from where `known` is set, coarse to fine: patches of the hole are matched to known ones, pixels
 * become the mean of what their patches say, and again. What is neither hole nor known is left out of account. The same
 * input gives the same bytes. Null where no whole patch is known.
 * Cost     O(hole · patch · rounds).
 * Source   Wexler, Shechtman & Irani, Space-Time Completion of Video, PAMI 2007 (voting); Barnes et al., PatchMatch, SIGGRAPH 2009.
 */
export function patchFill(image: Image8, known: Mask, { hole, climb }: PatchHole): PatchFill | null {
  const levels: Level[] = [
    {
      image,
      known,
      hole: maskWhere(hole.width, hole.height, (i) => hole.data[i] !== 0 && known.data[i] === 0),
    },
  ];
  for (
    let top = levels[0]!;
    Math.min(top.image.width, top.image.height) >= 2 * COARSEST_PX;
    top = levels[levels.length - 1]!
  ) {
    if (levels.length === LEVELS_MAX) break;
    levels.push(shrinkLevel(top));
  }
  let task: PatchTask | null = null;
  for (const level of levels.toReversed()) task = solveLevel(level, task, climb) ?? task;
  if (task === null || task.image.width !== image.width) return null;
  return { image: task.image, match: task.match };
}
