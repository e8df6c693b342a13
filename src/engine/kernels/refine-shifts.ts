import type { Image8, Mask } from "../image.js";
import { farStep } from "./choose-shifts.js";
import type { ShiftMap } from "./shift-map.js";
import { differ, type Shift } from "./shift-task.js";

/** So many places on the rim tell how a shift is best refined; fewer than the second number tell nothing. */
const SAMPLES = 120;
const SAMPLES_MIN = 12;
/** A difference counts no more than this: what borders on a hole may be something in front of it. */
const MOST = 3000;
/** Moving a px further costs this much, in squared differences, and in the square of the way. */
const WAY = 0.2;

/** A picture at its full size. */
export interface FullPicture {
  readonly image: Image8;
  readonly known: Mask;
}

/** The reduced size that a map was made at, and how often it goes into the full one. */
interface Reduced {
  readonly width: number;
  readonly height: number;
  readonly scaleX: number;
  readonly scaleY: number;
}

/** For each shift, pixels of the full picture that lie just outside the part of the hole that it serves. */
function samplesOfRim(map: ShiftMap, { known }: FullPicture, reduced: Reduced): number[][] {
  const { width, height, scaleX, scaleY } = reduced;
  const lists: number[][] = map.shifts.map(() => []);
  for (let i = 0; i < map.labels.length; i++) {
    const label = map.labels[i]!;
    if (label < 0) continue;
    const x = i % width;
    const y = (i - x) / width;
    for (const [ux, uy] of [
      [-1, 0],
      [1, 0],
      [0, -1],
      [0, 1],
    ] as const) {
      for (let n = 1; n <= 2; n++) {
        const nx = x + n * ux;
        const ny = y + n * uy;
        if (nx < 0 || ny < 0 || nx >= width || ny >= height || map.labels[ny * width + nx]! >= 0) continue;
        const at = Math.floor((ny + 0.5) * scaleY) * known.width + Math.floor((nx + 0.5) * scaleX);
        if (known.data[at] !== 0) lists[label]!.push(at);
      }
    }
  }
  return lists.map((list) => {
    const step = Math.max(1, list.length / SAMPLES);
    return Array.from({ length: Math.floor(list.length / step) }, (_, k) => list[Math.floor(k * step)]!);
  });
}

/** Mean difference of the samples and their copies; Infinity where too few are known. */
function judge({ image, known }: FullPicture, samples: readonly number[], { dx, dy }: Shift): number {
  const { width, height, data } = image;
  let sum = 0;
  let count = 0;
  for (const p of samples) {
    const x = (p % width) + dx;
    const y = Math.floor(p / width) + dy;
    if (x < 0 || y < 0 || x >= width || y >= height || known.data[y * width + x] === 0) continue;
    sum += Math.min(MOST, differ(data, p, y * width + x));
    count++;
  }
  return count < SAMPLES_MIN ? Infinity : sum / count;
}

/** A map's shifts at the full size, in px: each moved by no more than the candidates lie apart so that the photo goes on at the rim as exactly as can be. */
export function refineShifts(
  map: ShiftMap,
  full: FullPicture,
  size: { readonly width: number; readonly height: number },
): Shift[] {
  const scaleX = full.image.width / size.width;
  const scaleY = full.image.height / size.height;
  const samples = samplesOfRim(map, full, { ...size, scaleX, scaleY });
  const reach = Math.ceil((farStep(size) / 2) * Math.max(scaleX, scaleY));
  return map.shifts.map((shift, k) => {
    const start = { dx: Math.round(shift.dx * scaleX), dy: Math.round(shift.dy * scaleY) };
    let best = start;
    let least = Infinity;
    for (let v = -reach; v <= reach; v++) {
      for (let u = -reach; u <= reach; u++) {
        const moved = { dx: start.dx + u, dy: start.dy + v };
        const cost = judge(full, samples[k]!, moved) + WAY * (u * u + v * v);
        if (cost >= least) continue;
        least = cost;
        best = moved;
      }
    }
    return best;
  });
}
