import type { Image8, Mask } from "../image.js";

/** Mean difference over the channels (0..255) at which the hole's rim counts half: texture and light differ by less, things by more. */
const EDGE = 20;
const ROUNDS = 40;
/** Over-relaxation that suits a reach of some dozen pixels. */
const OVER = 1.7;

/** A hole whose pixels are copies of others. Arrays by pixel index, the picture's size. */
export interface MatchedHole {
  /** Three channels; what is known in it is believed. */
  readonly image: Image8;
  /** Non-zero where `image` is to be believed. */
  readonly known: Mask;
  /** For each pixel of the hole the known pixel it copies; -1 elsewhere. */
  readonly match: Int32Array;
}

/**
 * What to add to each copied pixel (three values 0..255, of either sign) so that neither the copies' seams nor the hole's rim show: the
 * copies' gradients are kept, their colours give way, less and less with the distance from a seam, to exp(-1) at `reachPx`. Zero outside the hole.
 * Cost     O(hole · rounds).
 * Source   Pérez et al., Poisson Image Editing, SIGGRAPH 2003 (the guided membrane, here screened); solved by successive over-relaxation.
 */
export function reconcileMatches(hole: MatchedHole, reachPx: number): Float32Array {
  const { match } = hole;
  const { width } = hole.image;
  const targets: number[] = [];
  for (let i = 0; i < match.length; i++) if (match[i]! >= 0) targets.push(i);
  const offset = new Float32Array(3 * match.length);
  const wanted = new Float32Array(3 * match.length);
  const degree = new Float32Array(match.length);
  degree.fill(1 / (reachPx * reachPx));
  for (const t of targets) addWantedInto(hole, t, { wanted, degree });
  for (let round = 0; round < ROUNDS; round++) {
    for (const t of targets) {
      const x = t % width;
      const left = x > 0 && match[t - 1]! >= 0 ? t - 1 : -1;
      const right = x < width - 1 && match[t + 1]! >= 0 ? t + 1 : -1;
      const up = t >= width && match[t - width]! >= 0 ? t - width : -1;
      const down = t + width < match.length && match[t + width]! >= 0 ? t + width : -1;
      for (let c = 0; c < 3; c++) {
        let sum = wanted[3 * t + c]!;
        if (left >= 0) sum += offset[3 * left + c]!;
        if (right >= 0) sum += offset[3 * right + c]!;
        if (up >= 0) sum += offset[3 * up + c]!;
        if (down >= 0) sum += offset[3 * down + c]!;
        offset[3 * t + c]! += OVER * (sum / degree[t]! - offset[3 * t + c]!);
      }
    }
  }
  return offset;
}

/** How far the difference at the rim is one of light, 0..1: a large one is a thing's own edge, which stays. */
function rimTrust(data: Image8["data"], known: number, copied: number): number {
  let sum = 0;
  for (let c = 0; c < 3; c++) sum += Math.abs(data[3 * known + c]! - data[3 * copied + c]!);
  return 1 / (1 + (sum / 3 / EDGE) ** 4);
}

/** Adds up by how much a target's offset should differ from its neighbours' in the hole, and equal what is missing at known ones. */
function addWantedInto(
  { image, known, match }: MatchedHole,
  t: number,
  { wanted, degree }: { readonly wanted: Float32Array; readonly degree: Float32Array },
): void {
  const { width, data } = image;
  const count = match.length;
  const m = match[t]!;
  const x = t % width;
  for (let k = 0; k < 4; k++) {
    if ((k === 0 && x === 0) || (k === 1 && x === width - 1)) continue;
    const step = [-1, 1, -width, width][k]!;
    const n = t + step;
    const moved = m + step;
    if (n < 0 || n >= count || moved < 0 || moved >= count) continue;
    const other = match[n]!;
    if (other < 0 && known.data[n] === 0) continue;
    const trust = other < 0 ? rimTrust(data, n, moved) : 1;
    degree[t]! += trust;
    const back = other - step;
    for (let c = 0; c < 3; c++) {
      const ahead = data[3 * moved + c]!;
      if (other < 0) wanted[3 * t + c]! += trust * (data[3 * n + c]! - ahead);
      else if (back >= 0 && back < count)
        wanted[3 * t + c]! -= (ahead - data[3 * other + c]! + data[3 * m + c]! - data[3 * back + c]!) / 2;
    }
  }
}
