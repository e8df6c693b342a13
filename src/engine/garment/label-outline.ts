import type { HalfOutline } from "./half-outline.js";
import { away, bendCost, cornerCost, soften, sumPrefixes, type Prefix } from "./outline-prices.js";
import { createSleeveSearch, findCuffs, type SleeveSearch } from "./find-cuffs.js";
import type { OutlineLabels } from "./outline-labels.js";
import { settleCuff } from "./settle-cuff.js";
import { length2 } from "../kernels/length.js";

/** Height of a standing collar, in torso widths, and what it costs to assume one. */
const COLLAR_MIN = 0.05;
const COLLAR_MAX = 0.4;
const COLLAR_COST = 0.4;
/** A sleeve reaches at least this far beyond the shoulder and the armpit, in torso widths: less is the edge of an armhole. */
const SLEEVE_REACH = 0.05;
/** What reaches less far than this and is shorter is the frill or the padded edge of an armhole: labelled as without a sleeve. */
const FRILL_REACH = 0.13;
const FRILL_LENGTH = 0.4;
/** ... where the outline is clean: the labelling with that sleeve costs no more. */
const FRILL_COST_MAX = 0.25;
/** By how much more, in torso widths, the inner edge may be longer than the outer. */
const INNER_ROOM = 0.05;
/** Price of a cuff that ends in the armpit, as of a boxy shirt: its inner corner is the armpit's, which is no convex one. */
const CUFF_AT_ARMPIT = -0.7;
/** A cuff may reach this far over the body. */
const CUFF_INSIDE = 0.12;

/** Steps of the outline by which a corner may move to the sharpest turn. */
const SHARPEN_REACH = 5;
/** Shoulders are often round. */
const SHARPEN_REACH_SHOULDER = 2;

/** Points of the outline that may be landmarks: more cost time (the square), fewer cost precision. */
const CANDIDATES = 120;

/**
 * Labels the corners of a garment's half outline: an optimal polygonal approximation whose vertices have names. Every landmark
 * has a price for its place (a prior in torso widths) and for the outline's turn there, every edge one for not being straight; dynamic
 * programming over the ordered points finds the cheapest labelling with and without a sleeve. The shoulder is
 * the outer loop, since the armpit's place depends on it as well as on its neighbour.
 * Source   after Perez & Vidal, Optimum polygonal approximation of digitized curves, 1994; the priors are our own.
 */
export function labelOutline(outline: HalfOutline): OutlineLabels | undefined {
  const search = createSearch(outline);
  const shoulders = listShoulders(search);
  const bare = cheapest(shoulders.map((shoulder) => labelBare(search, shoulder)));
  const sleeved = cheapest(shoulders.map((shoulder) => labelSleeve(search, shoulder)));
  const isBare = bare && sleeved && sleeved.cost < FRILL_COST_MAX && isFrill(search, sleeved);
  const best = isBare ? bare : cheapest([bare, sleeved]);
  return best && sharpen(outline, settleCuff(outline, endStrap(outline, best)));
}

/** No shoulder falls more steeply than this, in radians: it is a strap, which ends on the shoulder this far, in torso widths, below its top at most. */
const STRAP_SLOPE = 1.1;
const STRAP_END = 0.03;

/** A strap is too narrow for the candidates: its end is the shoulder. */
function endStrap({ u, v }: HalfOutline, labels: OutlineLabels): OutlineLabels {
  const { neck, shoulder } = labels;
  if (Math.atan2(v[shoulder]! - v[neck]!, u[shoulder]! - u[neck]!) < STRAP_SLOPE) return labels;
  let end = neck + 1;
  for (let i = neck + 1; i < shoulder; i++) if (v[i]! <= v[neck]! + STRAP_END) end = i;
  return { ...labels, shoulder: end };
}

function cheapest(all: readonly (OutlineLabels | undefined)[]): OutlineLabels | undefined {
  return all.reduce((a, b) => (a === undefined || (b !== undefined && b.cost < a.cost) ? b : a), undefined);
}

function isFrill({ u, v, widestBefore }: Search, { shoulder, cuff, armpit }: OutlineLabels): boolean {
  if (cuff === undefined) return false;
  const length = length2(u[cuff.outer]! - u[shoulder]!, v[cuff.outer]! - v[shoulder]!);
  return widestBefore[cuff.outer]! - u[armpit]! < FRILL_REACH && length < FRILL_LENGTH;
}

/** Moves each corner to the sharpest turn of its kind nearby: candidates are sparse and priors pull. */
function sharpen({ turn }: HalfOutline, labels: OutlineLabels): OutlineLabels {
  const sharpest = (at: number, sign: 1 | -1, from: number, to: number, reach = SHARPEN_REACH): number => {
    let best = at;
    for (let i = Math.max(from, at - reach); i <= Math.min(to, at + reach); i++) {
      if (sign * turn[i]! > sign * turn[best]!) best = i;
    }
    return best;
  };
  const hem = sharpest(labels.hem, 1, labels.armpit + 1, turn.length - 1);
  const { cuff } = labels;
  const shoulder = sharpest(labels.shoulder, 1, labels.neck + 1, labels.armpit - 1, SHARPEN_REACH_SHOULDER);
  if (!cuff) return { ...labels, shoulder, hem };
  const armpit = sharpest(labels.armpit, -1, cuff.inner, hem - 1);
  const inner = sharpest(cuff.inner, 1, cuff.outer + 1, armpit);
  return {
    ...labels,
    shoulder,
    hem,
    armpit,
    cuff: { inner, outer: sharpest(cuff.outer, 1, shoulder + 1, inner - 1) },
  };
}

interface Search extends HalfOutline {
  readonly points: readonly number[];
  readonly top: number;
  readonly bottom: number;
  /** For each point the cheapest hem corner if the armpit is there. */
  readonly hem: readonly { readonly index: number; readonly cost: number }[];
  readonly sums: Prefix;
  /** Largest u of the outline up to each point. */
  readonly widestBefore: Float64Array;
  readonly sleeve: SleeveSearch;
}

interface Shoulder {
  readonly neck: number;
  readonly index: number;
  readonly cost: number;
}

function createSearch(outline: HalfOutline): Search {
  const { u, v } = outline;
  const points: number[] = [];
  for (let i = 0; i < u.length; i += Math.max(1, Math.ceil(u.length / CANDIDATES))) points.push(i);
  let widest = -Infinity;
  const widestBefore = u.map((x) => (widest = Math.max(widest, x)));
  const [top, bottom] = [v.reduce((a, b) => Math.min(a, b)), v.reduce((a, b) => Math.max(a, b))];
  const base = { ...outline, points, top, bottom, sums: sumPrefixes(u, v), widestBefore };
  return { ...base, sleeve: createSleeveSearch(base), hem: points.map((i) => cheapestHem(base, i)) };
}

function cheapestHem(s: Omit<Search, "hem" | "sleeve">, armpit: number): { index: number; cost: number } {
  let best = { index: -1, cost: Infinity };
  const last = s.u.length - 1;
  for (const k of s.points) {
    if (k <= armpit || s.v[k]! < s.v[armpit]! + 0.15) continue;
    const cost =
      bendCost(s, armpit, k, 0.04) +
      0.5 * bendCost(s, k, last, 0.06) +
      2 * cornerCost(s.turn[k]!, 1.3) +
      0.5 * away(s.u[k]!, s.u[armpit]!, 0.15) +
      away(Math.max(0, s.bottom - 0.05 - s.v[k]!), 0, 0.2);
    if (cost < best.cost) best = { index: k, cost };
  }
  return best;
}

/** The points that may be the shoulder, each with its cheapest neck point. */
function listShoulders(s: Search): Shoulder[] {
  const limit = s.top + 0.6;
  const found: Shoulder[] = [];
  for (const j of s.points) {
    if (s.u[j]! < 0.15 || s.u[j]! > 0.8 || s.v[j]! > limit) continue;
    let best: Shoulder | undefined;
    for (const i of s.points) {
      if (i >= j) break;
      if (s.u[i]! < 0.04 || s.u[i]! > s.u[j]! - 0.015) continue;
      const cost = neckCost(s, i) + shoulderCost(s, i, j);
      if (!best || cost < best.cost) best = { neck: i, index: j, cost };
    }
    if (best) found.push(best);
  }
  return found;
}

/** A neck point is the convex top corner of the neck hole, or the concave foot of a collar that stands above it. */
function neckCost(s: Search, i: number): number {
  const place = 0.7 * away(s.u[i]!, 0.22, 0.08);
  const top = away(s.v[i]!, s.top, 0.06) + 1.5 * cornerCost(s.turn[i]!, 0.9);
  const isFoot =
    s.v[0]! < s.v[i]! - COLLAR_MIN &&
    s.v[i]! > s.top + COLLAR_MIN &&
    s.v[i]! < s.top + COLLAR_MAX &&
    s.widestBefore[i]! < s.u[i]! + 0.015;
  return place + (isFoot ? Math.min(top, COLLAR_COST + 1.5 * cornerCost(s.turn[i]!, -0.6)) : top);
}

/** Slope, in radians, at which a rise costs as much as a place one standard deviation away. */
const RISING = 0.05;

function shoulderCost(s: Search, i: number, j: number): number {
  const du = s.u[j]! - s.u[i]!;
  const dv = s.v[j]! - s.v[i]!;
  const slope = Math.atan2(dv, du);
  return (
    bendCost(s, i, j, 0.02) +
    away(s.u[j]!, 0.43, 0.06) +
    0.5 * away(du, 0.2, 0.1) +
    0.5 * away(slope, 0.4, 0.25) +
    // no shoulder rises outward: a wide neck hole's own corner does
    away(Math.min(0, slope), 0, RISING) +
    cornerCost(s.turn[j]!, 0.7)
  );
}

function armpitCost(s: Search, shoulder: number, m: number): number {
  return soften(away(s.u[m]!, 0.5, 0.07)) + soften(away(s.v[m]! - s.v[shoulder]!, 0.55, 0.13));
}

/** Price of having no sleeve, so that both templates compare: the terms a sleeve has beyond it, in the mean. */
const BARE_COST = -1;

function labelBare(s: Search, shoulder: Shoulder): OutlineLabels | undefined {
  let best: OutlineLabels | undefined;
  const j = shoulder.index;
  let bulge = s.u[j]!;
  for (let at = 0; at < s.points.length; at++) {
    const m = s.points[at]!;
    if (m <= j) continue;
    bulge = Math.max(bulge, s.u[m]!);
    const { index, cost } = s.hem[at]!;
    if (index < 0 || s.v[m]! < s.v[j]! + 0.12) continue;
    const total =
      shoulder.cost +
      cost +
      BARE_COST +
      armpitCost(s, j, m) +
      away(bulge - Math.max(s.u[j]!, s.u[m]!), 0, 0.03) +
      cornerCost(s.turn[m]!, 0.5);
    if (!best || total < best.cost)
      best = { neck: shoulder.neck, shoulder: j, armpit: m, hem: index, cost: total };
  }
  return best;
}

/** No sleeve is longer below the arm than above it. */
function isSleeveShape(
  { u, v }: Search,
  {
    j,
    outer,
    inner,
    m,
  }: { readonly j: number; readonly outer: number; readonly inner: number; readonly m: number },
): boolean {
  const above = length2(u[outer]! - u[j]!, v[outer]! - v[j]!);
  return length2(u[m]! - u[inner]!, v[m]! - v[inner]!) < above + INNER_ROOM;
}

function labelSleeve(s: Search, shoulder: Shoulder): OutlineLabels | undefined {
  const j = shoulder.index;
  const cuffs = findCuffs(s, s.sleeve, j);
  let best: OutlineLabels | undefined;
  for (let at = 0; at < s.points.length; at++) {
    const m = s.points[at]!;
    const { index, cost } = s.hem[at]!;
    if (m <= j + 4 || index < 0 || s.v[m]! < s.v[j]! + 0.12) continue;
    const pit = shoulder.cost + cost + armpitCost(s, j, m) + 2 * cornerCost(s.turn[m]!, -1);
    for (let l = 0; l <= at; l++) {
      const outer = cuffs.outer[l]!;
      const total =
        pit +
        cuffs.cost[l]! +
        s.sleeve.innerCost[l * s.points.length + at]! +
        (l === at ? CUFF_AT_ARMPIT : 0);
      if (
        outer < 0 ||
        (best && total >= best.cost) ||
        !isSleeveShape(s, { j, outer, inner: s.points[l]!, m })
      )
        continue;
      const isOutside =
        s.widestBefore[outer]! > s.u[m]! + SLEEVE_REACH && s.u[s.points[l]!]! > s.u[m]! - CUFF_INSIDE;
      if (isOutside)
        best = {
          neck: shoulder.neck,
          shoulder: j,
          cuff: { outer, inner: s.points[l]! },
          armpit: m,
          hem: index,
          cost: total,
        };
    }
  }
  return best;
}
