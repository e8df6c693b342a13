import { createMask, type Mask, type Point } from "../image.js";
import { fairCurve } from "../kernels/fair-curve.js";
import { length3 } from "../kernels/length.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";
import { distanceOf, meanOf, spreadOf, type Colour } from "./colour-spread.js";

// Lengths are in units of the hem's width.

/** The front's hem may begin so far above the ends of the lower edge, and arch up in its middle by so much more: a longer back is seldom longer. */
const RAISED = [0, 0.04, 0.08, 0.12, 0.16, 0.2] as const;
const ARCH_MAX = 0.4;
const ARCH_STEP = 0.02;
/** Exponents of its forms, from a parabola with a point to one with a flat top. */
const FORMS = [1.5, 2, 3] as const;
/** Columns in which colours are compared, within this share of the half width. */
const COLUMNS = 25;
const OUT_TO = 0.84;
/** Colours are means over every second pixel of squares of this half size, taken so far above and below the edge. */
const MEAN = 0.016;
const REACH = 0.034;
/** The back shows at least so deep in the middle, and at the outermost columns at most this share of that: a band or a rib is as deep everywhere. */
const DEPTH_MIN = 0.07;
const TAPER = 0.62;
/** The step (Lab) across a front's hem is at least so great, all along in its direction in this share of the columns, at least so much of it. */
const STEP_MIN = 9;
const STEADY_COLUMNS = 0.9;
const STEADY = 0.4;
/** The back's colour is taken again at these shares of its depth: stripes are others there. */
const DEEP = [0.4, 0.7];
/** What a step of as many Lab units counts half against, the weights of how it varies along the edge and of how mixed the back is; from which score it is believed. */
const STEP_HALF = 2;
const DEEP_WEIGHT = 1.2;
const UNEVEN_WEIGHT = 0.5;
const MIXED_WEIGHT = 0.4;
const BELIEVED = 0.62;
/** The curve then moves onto the edge within this distance, and is evened out. */
const MOVE = 0.06;
const FAIRNESS = { usual: 0, usualWeight: 0.02, stepWeight: 3 };

/** The lower edge of a garment as it was seen, from corner to corner (in pixels of the mask, in either order). */
export type LowerEdge = readonly Point[];

interface Scene {
  readonly lab: LabImage;
  readonly mask: Mask;
  /** Row below the garment in each column of the edge's range, from `left` on. */
  readonly bottom: Float32Array;
  readonly left: number;
  readonly width: number;
  readonly ends: readonly [Point, Point];
}

interface Arch {
  readonly raised: number;
  readonly arch: number;
  readonly form: number;
}

/**
 * The mask without the inside of a back that is longer than the front and shows below it: the body will hide it. The front's hem is the arch
 * between the corners of the lower edge below which another cloth begins, that thins out towards them. Null where the back does not show.
 */
export function dropBackHem(lab: LabImage, mask: Mask, edge: LowerEdge): Mask | null {
  const scene = setScene(lab, mask, edge);
  if (scene === null) return null;
  const best = searchArches(scene);
  if (best === null) return null;
  const rows = moveOntoEdge(scene, best);
  return isBack(scene, (u) => rows[columnOf(scene, u) - scene.left]!) ? cutBelow(scene, rows) : null;
}

function setScene(lab: LabImage, mask: Mask, edge: LowerEdge): Scene | null {
  const [a, b] = [edge[0], edge.at(-1)];
  if (a === undefined || b === undefined) return null;
  const ends = a.x < b.x ? ([a, b] as const) : ([b, a] as const);
  const left = Math.max(0, Math.round(ends[0].x));
  const right = Math.min(mask.width - 1, Math.round(ends[1].x));
  if (right - left < COLUMNS) return null;
  const bottom = Float32Array.from({ length: right - left + 1 }, (_, i) => lastRow(mask, left + i) + 1);
  return { lab, mask, bottom, left, width: right - left, ends };
}

function lastRow({ width, height, data }: Mask, x: number): number {
  for (let y = height - 1; y >= 0; y--) if (data[y * width + x]! >= 128) return y;
  return 0;
}

/** Row of an arch at `u`, -1 to 1 from corner to corner. */
function rowAt({ ends, width }: Scene, { raised, arch, form }: Arch, u: number): number {
  const chord = ends[0].y + ((ends[1].y - ends[0].y) * (u + 1)) / 2;
  return chord - width * (raised + arch * (1 - Math.abs(u) ** form));
}

const columnOf = ({ left, width }: Scene, u: number): number => Math.round(left + (width * (u + 1)) / 2);

/** The arch with the best score, with the step across it; null where none is believed. */
function searchArches(scene: Scene): { readonly arch: Arch; readonly step: Colour } | null {
  let found: { readonly arch: Arch; readonly step: Colour } | null = null;
  let best = BELIEVED;
  for (const form of FORMS) {
    for (const raised of RAISED) {
      for (let arch = 0; arch <= ARCH_MAX; arch += ARCH_STEP) {
        const judged = judgeArch(scene, { raised, arch, form });
        if (judged === null || judged.score <= best) continue;
        best = judged.score;
        found = { arch: { raised, arch, form }, step: judged.step };
      }
    }
  }
  return found;
}

/** Whether what lies below an edge has a back's form: deep in the middle, thinning out towards the corners. */
function isBack(scene: Scene, rowOf: (u: number) => number): boolean {
  const depthAt = (u: number): number => scene.bottom[columnOf(scene, u) - scene.left]! - rowOf(u);
  const middle = depthAt(0);
  return middle >= DEPTH_MIN * scene.width && Math.max(depthAt(-OUT_TO), depthAt(OUT_TO)) <= TAPER * middle;
}

/** How clearly 0..1 another cloth begins below an arch, and the mean step of colour; null where nothing like a back shows. */
function judgeArch(scene: Scene, arch: Arch): { readonly score: number; readonly step: Colour } | null {
  const { bottom, left, width } = scene;
  if (!isBack(scene, (u) => rowAt(scene, arch, u))) return null;
  const [steps, insides]: [Colour[], Colour[]] = [[], []];
  const mixed: number[] = [];
  for (let k = 0; k < COLUMNS; k++) {
    const u = OUT_TO * ((2 * k) / (COLUMNS - 1) - 1);
    const [x, y] = [columnOf(scene, u), rowAt(scene, arch, u)];
    if (bottom[x - left]! - y < (REACH + MEAN) * width) continue;
    const above = meanAt(scene, x, y - REACH * width);
    const below = meanAt(scene, x, y + REACH * width);
    if (above === null || below === null) continue;
    steps.push([below[0] - above[0], below[1] - above[1], below[2] - above[2]]);
    insides.push(below);
    const depths = DEEP.map((share) => meanAt(scene, x, y + share * (bottom[x - left]! - y)));
    mixed.push(Math.max(...depths.map((deep) => (deep === null ? 0 : distanceOf(deep, below)))));
  }
  if (steps.length < 0.6 * COLUMNS) return null;
  const step = meanOf(steps);
  const size = length3(...step);
  if (size < STEP_MIN) return null;
  const along = steps.filter((s) => s[0] * step[0] + s[1] * step[1] + s[2] * step[2] > STEADY * size * size);
  if (along.length < STEADY_COLUMNS * steps.length) return null;
  const unlike = mixed.toSorted((p, q) => p - q)[mixed.length >> 1] ?? 0;
  const doubt =
    STEP_HALF + UNEVEN_WEIGHT * spreadOf(steps) + MIXED_WEIGHT * spreadOf(insides) + DEEP_WEIGHT * unlike;
  return { score: size / (size + doubt), step };
}

/** Mean colour of a square of the garment; null outside of it. */
function meanAt({ lab, mask, width }: Scene, px: number, py: number): Colour | null {
  const r = Math.max(1, Math.round(MEAN * width));
  const [x0, y0] = [Math.round(px), Math.floor(py)];
  let [l, a, b, n] = [0, 0, 0, 0];
  for (let y = Math.max(0, y0 - r); y <= Math.min(mask.height - 1, y0 + r); y += 2) {
    for (let x = Math.max(0, x0 - r); x <= Math.min(mask.width - 1, x0 + r); x += 2) {
      const i = y * mask.width + x;
      if (mask.data[i]! < 128) continue;
      l += lab.data[3 * i]!;
      a += lab.data[3 * i + 1]!;
      b += lab.data[3 * i + 2]!;
      n++;
    }
  }
  return 2 * n < (r + 1) ** 2 ? null : [l / n, a / n, b / n];
}

/** The front's hem as a row for each column: the arch, moved onto the strongest step of its kind nearby. */
function moveOntoEdge(
  scene: Scene,
  { arch, step }: { readonly arch: Arch; readonly step: Colour },
): Float32Array {
  const { bottom, left, width } = scene;
  const reach = Math.round(MOVE * width);
  const shifts = new Float32Array(bottom.length);
  const trusts = new Float32Array(bottom.length);
  const size = length3(...step);
  for (let i = 0; i < bottom.length; i++) {
    const y = Math.round(rowAt(scene, arch, (2 * i) / width - 1));
    let best = 0;
    for (let d = -reach; d <= reach; d++) {
      const along = stepAt(scene, left + i, y + d, step) / size;
      if (along <= best) continue;
      best = along;
      shifts[i] = d;
      trusts[i] = Math.min(1, along / size);
    }
  }
  const fair = fairCurve(shifts, trusts, FAIRNESS);
  return fair.map((shift, i) => rowAt(scene, arch, (2 * i) / width - 1) + shift);
}

/** The step downward at a row, times the direction `along`; nothing outside the garment. */
function stepAt({ lab, mask }: Scene, x: number, y: number, along: Colour): number {
  const [above, below] = [(y - 2) * mask.width + x, (y + 1) * mask.width + x];
  if (y < 2 || y + 1 >= mask.height || mask.data[above]! < 128 || mask.data[below]! < 128) return 0;
  let sum = 0;
  for (let c = 0; c < 3; c++) sum += along[c]! * (lab.data[3 * below + c]! - lab.data[3 * above + c]!);
  return sum;
}

/** The mask without what lies below the rows. */
function cutBelow({ mask, left }: Scene, rows: Float32Array): Mask {
  const { width, height } = mask;
  const cut = createMask(width, height);
  cut.data.set(mask.data);
  for (let i = 0; i < rows.length; i++)
    for (let y = Math.max(0, Math.round(rows[i]!)); y < height; y++) cut.data[y * width + left + i] = 0;
  return cut;
}
