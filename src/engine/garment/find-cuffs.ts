import type { HalfOutline } from "./half-outline.js";
import { away, bendCost, cornerCost, type Prefix } from "./outline-prices.js";
import { length2 } from "../kernels/length.js";

/** An outline with the points of it that may be landmarks. */
export interface CuffOutline extends HalfOutline {
  readonly points: readonly number[];
  readonly sums: Prefix;
  readonly widestBefore: Float64Array;
}

/** What a sleeve's edges cost whatever the shoulder. Indices are places in `points`. */
export interface SleeveSearch {
  /** Price of the inner edge from cuff l to armpit m at l · n + m. */
  readonly innerCost: Float64Array;
  /** Possible cuffs: outer corner, inner corner, width in torso widths, price of corners and edge. */
  readonly cuffOuter: Int32Array;
  readonly cuffInner: Int32Array;
  readonly cuffWidth: Float64Array;
  readonly cuffCost: Float64Array;
}

/** The cheapest cuff that ends at each candidate point, for one shoulder. */
export interface Cuffs {
  readonly cost: Float64Array;
  /** Index into the outline of the outer corner, -1 for none. */
  readonly outer: Int32Array;
}

/** Widths of cuffs and the shortest outer edge, in torso widths. */
const CUFF_MIN = 0.06;
const CUFF_MAX = 0.6;
const OUTER_MIN = 0.12;
/** A sleeve's outer edge passes this far beyond the shoulder. */
const BEYOND_SHOULDER = 0.05;

/** Prices the inner edges and the cuffs of all candidate points. */
export function createSleeveSearch(s: CuffOutline): SleeveSearch {
  const n = s.points.length;
  const innerCost = new Float64Array(n * n);
  const [outer, inner, width, cost]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let k = 0; k < n; k++) {
    for (let l = k; l < n; l++) {
      const [i, j] = [s.points[k]!, s.points[l]!];
      innerCost[k * n + l] = 0.5 * bendCost(s, i, j, 0.05);
      const chord = length2(s.u[j]! - s.u[i]!, s.v[j]! - s.v[i]!);
      if (chord < CUFF_MIN || chord > CUFF_MAX) continue;
      outer.push(k);
      inner.push(l);
      width.push(chord);
      cost.push(bendCost(s, i, j, 0.025) + cornerCost(s.turn[i]!, 1) + cornerCost(s.turn[j]!, 1));
    }
  }
  return {
    innerCost,
    cuffOuter: Int32Array.from(outer),
    cuffInner: Int32Array.from(inner),
    cuffWidth: Float64Array.from(width),
    cuffCost: Float64Array.from(cost),
  };
}

/** Finds the cheapest cuff for each inner corner, given the shoulder's index into the outline. */
export function findCuffs(s: CuffOutline, search: SleeveSearch, shoulder: number): Cuffs {
  const n = s.points.length;
  const cost = new Float64Array(n).fill(Infinity);
  const outer = new Int32Array(n).fill(-1);
  const edge = new Float64Array(n).fill(Infinity);
  const width = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const i = s.points[k]!;
    if (i <= shoulder || s.v[i]! < s.v[shoulder]! || s.widestBefore[i]! < s.u[shoulder]! + BEYOND_SHOULDER)
      continue;
    const length = length2(s.u[i]! - s.u[shoulder]!, s.v[i]! - s.v[shoulder]!);
    if (length < OUTER_MIN) continue;
    edge[k] = 0.5 * bendCost(s, shoulder, i, 0.05);
    width[k] = cuffWidthAt(length);
  }
  for (let c = 0; c < search.cuffCost.length; c++) {
    const k = search.cuffOuter[c]!;
    const l = search.cuffInner[c]!;
    const total = edge[k]! + search.cuffCost[c]! + away(search.cuffWidth[c]!, width[k]!, 0.08);
    if (total >= cost[l]!) continue;
    cost[l] = total;
    outer[l] = s.points[k]!;
  }
  return { cost, outer };
}

/** Usual width of a cuff, in torso widths, for a sleeve of this outer length: wide for short sleeves, narrow at the wrist. */
function cuffWidthAt(length: number): number {
  const t = Math.min(1, Math.max(0, (length - 0.25) / 0.9));
  return 0.33 - 0.16 * t;
}
