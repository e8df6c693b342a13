import type { Point } from "../../image.js";
import { armAxis, armChain, armOutward, armRadius, type SideName } from "../../fit/arm-chain.js";
import { halfWidthAt, torsoPlace } from "../../fit/body-frame.js";
import { shoulderHeight } from "../../fit/shoulder-place.js";
import { along, isInsidePolygon } from "../../kernels/polyline.js";
import { bridge, neckPoint, topAt } from "./measure-neckline.js";
import { medianOf } from "../../kernels/median.js";
import { SIGHT, sightAt, torsoPoint, type WornView } from "./worn-view.js";

/** Height of the armpit's point below the shoulder joints, in units: where the fit puts it on every body. */
const ARMPIT_DROP = 0.36;
const ARMPIT_CHAIN = 0.38;
/** Cloth between arm and torso, in the arm's radii. */
const ARMPIT_SLACK = 1.15;
/** The armpit's lateral place against the body's half width. */
const ARMPIT_MIN = 0.75;
const ARMPIT_MAX = 1.3;
/** Lateral place of a shoulder's end in units, and how far its height may differ from the bare shoulder's. */
const SHOULDER_U = 0.525;
const SHOULDER_TRUST = 0.12;

/** Rows at which a top's sides are read, and a dress's, which is so much longer. */
const EDGE_ROWS = 25;
const DRESS_ROWS = 61;
/** The sides run straight on from this share of their length: below, the corner of the hem is read for the side. */
const EDGE_LAST = 0.93;
/** Lateral range, in the body's half widths, in which the side's edge is sought. */
const EDGE_FROM = 0.3;
const EDGE_TO = 2.2;
/** The same below this t for the skirt of a dress or a coat, which may spread. */
const SKIRT_FROM_T = 0.65;
const SKIRT_TO = 5;
/** What covers the cloth from further out than this only touches the side; from further in it hides it. */
const TOUCHES_FROM = 0.7;
/** Something narrower than this (half widths) with cloth beyond it is no gap. */
const SPECK_REACH = 0.25;
/** A skirt that comes out behind a hand shows at least so much, in units. */
const BROAD = 0.06;
/** The same for an arm that is folded across the body. */
const FOLDED_TOUCHES_FROM = 0.97;
/** A wrist nearer to the axis than this share of the half width lies across the body. */
const FOLDED_WITHIN = 0.75;

const HEM_COLUMNS = 17;
const HEM_REACH = 0.92;
const HEM_FROM_T = 0.3;
/** Where a coat, and a dress, ends at the lowest: below the floor. */
const HEM_TO_T = 2.5;
const DRESS_TO_T = 4.2;
const HEM_STEP_T = 0.01;
/** A run of something else this long ends the garment. */
const HEM_GAP_T = 0.05;
/** A hand over this much of the cloth's end leaves the hem unknown. */
const HEM_VEIL_T = 0.04;

/** The outline of a worn garment's torso in the model's photo. */
export interface WornTorso {
  readonly seams: Readonly<Record<SideName, readonly Point[]>>;
  /** From the left corner to the right one. */
  readonly hemline: readonly Point[];
  /** Lateral distance of the side's edge from the axis in px at t. */
  readonly edge: (side: SideName, t: number) => number;
  /** Share 0..1 of sides and hem that was seen. */
  readonly seen: number;
  /** Whether the photo ends before the garment does. */
  readonly isCutOff: boolean;
}

/** Where the armhole begins and ends; both lie on the garment's outline where it is seen. */
export function measureArmhole(view: WornView, side: SideName): { shoulder: Point; armpit: Point } {
  const { body } = view;
  const sign = side === "left" ? 1 : -1;
  const t = (ARMPIT_DROP * body.unit) / body.torsoLength;
  const half = halfWidthAt(body, side, t);
  const chain = armChain(body, side);
  const inner = along(
    armAxis(chain, ARMPIT_CHAIN),
    armOutward(chain, ARMPIT_CHAIN),
    -ARMPIT_SLACK * armRadius(chain, ARMPIT_CHAIN),
  );
  const { lateralPx } = torsoPlace(body, inner.x, inner.y);
  const reach = Math.min(sign * lateralPx, seekEdge(view, side, { t, sleeve: [] }) ?? Infinity);
  const lateral = Math.min(ARMPIT_MAX * half, Math.max(ARMPIT_MIN * half, reach));
  return { shoulder: findShoulder(view, sign), armpit: torsoPoint(body, t, sign * lateral) };
}

/** The outermost place where cloth lies on the shoulder: its end, or the strap of a sleeveless garment. */
function findShoulder(view: WornView, sign: 1 | -1): Point {
  const { body } = view;
  const isVeiled = sightAt(
    view,
    neckPoint(body, sign * SHOULDER_U, shoulderHeight(body, sign * SHOULDER_U) - 0.06),
  );
  const tops: { u: number; top: number }[] = [];
  for (let u = SHOULDER_U; u > 0.25 && isVeiled !== SIGHT.veil; u -= 0.025) {
    const top = topAt(view, sign * u);
    if (top !== null) tops.push({ u, top });
  }
  const bare = (u: number): number => shoulderHeight(body, sign * u);
  const on = tops.find(({ u, top }) => Math.abs(top - bare(u)) < SHOULDER_TRUST) ?? {
    u: SHOULDER_U,
    top: bare(SHOULDER_U),
  };
  return neckPoint(body, sign * on.u, on.top);
}

/** Lateral distance of the garment's side from the axis in px; null where an arm or a bag hides it, or, with `isLeast`, where it is seen to reach at least. */
function seekEdge(
  view: WornView,
  side: SideName,
  row: { readonly t: number; readonly sleeve: readonly Point[]; readonly isLeast?: boolean },
): number | null {
  const sign = side === "left" ? 1 : -1;
  const half = halfWidthAt(view.body, side, row.t);
  const touchesFrom = (isFolded(view, side) ? FOLDED_TOUCHES_FROM : TOUCHES_FROM) * half;
  const isSkirt = view.isLong && row.t > SKIRT_FROM_T;
  const limit = half * (isSkirt ? SKIRT_TO : EDGE_TO);
  // what hangs beside a body touches its side; a skirt's side may go on behind it
  const touch = (at: number | null): number | null =>
    at !== null && at > touchesFrom && (!isSkirt || row.isLeast === true) ? at : null;
  let cover: number | null = null;
  for (let d = Math.round(EDGE_FROM * half); d < limit; d++) {
    const p = torsoPoint(view.body, row.t, sign * d);
    const sight = sightAt(view, p);
    if (sight === null) return touch(cover);
    const isSleeve = isInsidePolygon(row.sleeve, p.x, p.y);
    if (isSleeve && d > touchesFrom) return row.isLeast === true ? null : touch(cover ?? d);
    if (isSleeve || sight === SIGHT.veil) cover ??= d;
    else if (sight === SIGHT.cloth) {
      if (!isSkirt || cover === null || isBroad(view, side, row.t, d)) cover = null;
    } else if (d > touchesFrom || isOpen(view, side, row.t, d)) {
      return cover === null ? d : touch(cover);
    }
  }
  return touch(cover);
}

/** Whether cloth that is seen beyond a hand is a skirt's side and no speck beside the hand. */
function isBroad(view: WornView, side: SideName, t: number, from: number): boolean {
  const sign = side === "left" ? 1 : -1;
  for (let d = from; d < from + BROAD * view.body.unit; d++)
    if (sightAt(view, torsoPoint(view.body, t, sign * d)) !== SIGHT.cloth) return false;
  return true;
}

/** Whether no cloth follows just beyond: what is seen is not a speck of the parsing. */
function isOpen(view: WornView, side: SideName, t: number, from: number): boolean {
  const sign = side === "left" ? 1 : -1;
  const reach = SPECK_REACH * halfWidthAt(view.body, side, t);
  for (let d = from; d < from + reach; d++) {
    if (sightAt(view, torsoPoint(view.body, t, sign * d)) === SIGHT.cloth) return false;
  }
  return true;
}

function isFolded({ body }: WornView, side: SideName): boolean {
  const { wrist } = body.arms[side];
  const { t, lateralPx } = torsoPlace(body, wrist.x, wrist.y);
  const sign = side === "left" ? 1 : -1;
  return t < 1.1 && sign * lateralPx < FOLDED_WITHIN * halfWidthAt(body, side, t);
}

type Edges = Readonly<Record<SideName, readonly number[]>>;

/** Ratios of edge to body at evenly spaced t, both sides; gaps take their neighbours' or the other side's. */
function measureEdges(
  view: WornView,
  rows: readonly number[],
  sleeves: Readonly<Record<SideName, readonly Point[]>>,
): { ratios: Edges; seen: number } {
  const raw = (side: SideName, isLeast = false): (number | null)[] =>
    rows.map((t) => {
      const edge = seekEdge(view, side, { t, sleeve: sleeves[side], isLeast });
      return edge === null ? null : edge / halfWidthAt(view.body, side, t);
    });
  /** A skirt that a hand hides reaches at least to the hand, and hangs straight to there from where it is seen. */
  const extend = (side: SideName, values: readonly number[]): readonly number[] => {
    if (!view.isLong) return values;
    const least = raw(side, true);
    const reached = found[side].map((v, i) => v ?? extendTo(least[i] ?? null, values[i]!));
    return reached.some((v) => v !== null) ? smooth(fillEnds(reached)) : values;
  };
  const found = { left: raw("left"), right: raw("right") };
  const complete = (own: readonly (number | null)[], other: readonly (number | null)[]): number[] =>
    smooth(
      fillEnds(own.some((v) => v !== null) ? own : other.some((v) => v !== null) ? other : own.map(() => 1)),
    );
  const seen = [...found.left, ...found.right].filter((v) => v !== null).length / (2 * rows.length);
  return {
    ratios: {
      left: extend("left", complete(found.left, found.right)),
      right: extend("right", complete(found.right, found.left)),
    },
    seen,
  };
}

/** What is at least so far out. */
function extendTo(least: number | null, value: number): number | null {
  return least === null ? null : Math.max(least, value);
}

function fillEnds(values: readonly (number | null)[]): number[] {
  const first = values.find((v) => v !== null) ?? 1;
  const last = values.findLast((v) => v !== null) ?? 1;
  return bridge(values.map((v, i) => v ?? (i === 0 ? first : i === values.length - 1 ? last : null)));
}

function smooth(values: readonly number[]): number[] {
  const at = (list: readonly number[], i: number): number => list[Math.min(list.length - 1, Math.max(0, i))]!;
  const medians = values.map(
    (_, i) => [-2, -1, 0, 1, 2].map((k) => at(values, i + k)).toSorted((a, b) => a - b)[2]!,
  );
  return medians.map((v, i) => 0.25 * at(medians, i - 1) + 0.5 * v + 0.25 * at(medians, i + 1));
}

/** t where the cloth ends down one column; "cut" when the photo ends first, null when something hides the end. */
function seekHem(view: WornView, lateralAt: (t: number) => number): number | "cut" | null {
  let last: number | null = null;
  let veilFrom: number | null = null;
  const to = view.isDress ? DRESS_TO_T : HEM_TO_T;
  for (let t = HEM_FROM_T; t < to; t += HEM_STEP_T) {
    const sight = sightAt(view, torsoPoint(view.body, t, lateralAt(t)));
    if (sight === null) return last !== null && t - last < HEM_GAP_T ? "cut" : last;
    if (sight === SIGHT.cloth) {
      last = t;
      veilFrom = null;
    } else if (sight === SIGHT.veil) veilFrom ??= t;
    else if (last !== null && t - last > HEM_GAP_T + (veilFrom === null ? 0 : HEM_VEIL_T)) break;
  }
  return veilFrom !== null && last !== null && veilFrom - last < HEM_STEP_T * 1.5 ? null : last;
}

/** Measures sides and hem; null when no hem can be made out. `sleeves` are outlines in the photo, empty without a sleeve. */
export function measureTorso(
  view: WornView,
  armpits: Readonly<Record<SideName, Point>>,
  sleeves: Readonly<Record<SideName, readonly Point[]>>,
): WornTorso | null {
  const { body } = view;
  const fractions = Array.from(
    { length: HEM_COLUMNS },
    (_, i) => HEM_REACH * (1 - (2 * i) / (HEM_COLUMNS - 1)),
  );
  const rough = fractions.map((f) =>
    seekHem(view, (t) => f * 0.9 * halfWidthAt(body, f > 0 ? "left" : "right", t)),
  );
  const ends = rough.filter((v) => typeof v === "number");
  const isCutOff = rough.filter((v) => v === "cut").length > HEM_COLUMNS / 2;
  const frameT = torsoPlace(body, body.origin.x, view.sight.height - 1).t;
  if (ends.length < 3 && !isCutOff) return null;
  const hemT = isCutOff ? frameT : medianOf(ends);
  const armpitT = (ARMPIT_DROP * body.unit) / body.torsoLength;
  if (hemT < armpitT + 0.1) return null;
  const lastRow = (view.isDress ? DRESS_ROWS : EDGE_ROWS) - 1;
  const rows = Array.from({ length: lastRow + 1 }, (_, i) => armpitT + ((hemT - armpitT) * i) / lastRow);
  const { ratios, seen } = measureEdges(view, rows, sleeves);
  const edge = (side: SideName, t: number): number => {
    const f = Math.min(EDGE_LAST * lastRow, Math.max(0, ((t - armpitT) / (hemT - armpitT)) * lastRow));
    const i = Math.floor(f);
    const ratio = ratios[side][i]! + (ratios[side][i + 1]! - ratios[side][i]!) * (f - i);
    return ratio * halfWidthAt(body, side, Math.min(t, armpitT + EDGE_LAST * (hemT - armpitT)));
  };
  const hems = fractions.map((f) => {
    const found = seekHem(view, (t) => f * edge(f > 0 ? "left" : "right", t));
    return found === "cut" ? frameT : found;
  });
  const hem = smooth(fillEnds(hems.some((v) => v !== null) ? hems : hems.map(() => hemT)));
  const seam = (side: SideName, cornerT: number): Point[] => {
    const sign = side === "left" ? 1 : -1;
    return rows.map((_, i) => {
      if (i === 0) return armpits[side];
      const t = armpitT + ((cornerT - armpitT) * i) / lastRow;
      return torsoPoint(body, t, sign * edge(side, t));
    });
  };
  const left = seam("left", hem[0]!);
  const right = seam("right", hem[HEM_COLUMNS - 1]!);
  const middle = hem.map((t, i) =>
    torsoPoint(body, t, fractions[i]! * edge(fractions[i]! > 0 ? "left" : "right", t)),
  );
  return {
    seams: { left, right },
    hemline: [left.at(-1)!, ...middle.slice(1, -1), right.at(-1)!],
    edge,
    seen: 0.6 * seen + (0.4 * hems.filter((v) => v !== null).length) / HEM_COLUMNS,
    isCutOff,
  };
}
