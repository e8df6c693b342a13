import type { Point } from "../image.js";
import { legTopY } from "../garment/leg-top.js";
import type { LowerSide } from "../garment/types.js";
import { along, distance, lerpPoint, pointAtY } from "../kernels/polyline.js";
import type { SideName } from "./arm-chain.js";
import { torsoPlace } from "./body-frame.js";
import {
  EDGE_SAMPLES,
  flatten,
  HANGING_SEAT,
  seatHalfWidth,
  seatPoint,
  showSurplus,
  smoothEdge,
  type LowerPlan,
} from "./lower-plan.js";
import type { Chain } from "./fit-torso.js";
import { legAxis, legLength, legOutward, legRadius, type LegChain, type LegEdge } from "./leg-chain.js";
import type { LegHems } from "./leg-hem.js";
import { wornRadius } from "./worn-lower.js";

/** Edges of one trouser leg on the body, by garment row. */
export interface LegFit {
  readonly outer: Chain;
  readonly inner: Chain;
  /** Chain position at which the leg ends. */
  readonly hem: number;
}

/** Part of a trouser leg's flat width that it shows when it hangs round a leg. */
const HANGING_LEG = 0.92;
/** Cloth over a bare leg's radius at its tightest. */
const CLOTH_OVER_LEG = 1.04;
/** Natural over worn radius within which the worn outline is taken. */
const SNAP_FROM = 0.8;
const SNAP_TO = 1.45;
/** From there on it is left gradually: a joint that moves by a few pixels must not move the edge by a third. */
const SNAP_FADE = 0.25;
/** Over this length of the leg past the crotch (1 is the knee) the edge passes from the seat's outline to the leg's. */
const SEAT_FADE = 0.3;
/** Legs that end here follow the wearer's wholly; those that end at the knee or above hang from the seat. */
const FOLLOW_FROM = 1.4;
const HANG_TO = 1;
/** Inner edges may pass the middle between the legs by this much, in units. */
const OVER_MIDDLE = 0.02;

/** Radii of cloth on one edge of the leg: body or cloth, whichever is wider, and the worn outline where that is near. */
function clothRadius(
  plan: LowerPlan,
  chain: LegChain,
  place: {
    readonly at: number;
    readonly edge: LegEdge;
    /** What shows of the cloth's width over the bare leg's, in px. */
    readonly surplus: number;
    /** Whether the worn legs are about as long, so that their outline may be followed. */
    readonly isSnapped: boolean;
  },
): number {
  const { at, edge, surplus, isSnapped } = place;
  const natural = legRadius(chain, at, edge) * CLOTH_OVER_LEG + surplus / 2;
  const worn = wornRadius(plan.frame, chain, at, edge);
  if (worn === null) return natural;
  if (!worn.isCloth) return Math.max(natural, worn.radius * CLOTH_OVER_LEG);
  const ratio = natural / worn.radius;
  if (!isSnapped || ratio <= SNAP_FROM) return natural;
  const far = Math.min(1, Math.max(0, (ratio - SNAP_TO) / SNAP_FADE));
  return worn.radius + (natural - worn.radius) * far;
}

/** Half the distance between the legs' axes at a chain position. */
function halfApart({ frame }: LowerPlan, chain: LegChain, at: number): number {
  const other = frame.legs[chain.name === "left" ? "right" : "left"];
  const a = legAxis(chain, at);
  const b = legAxis(other, at);
  const out = legOutward(chain, at);
  return Math.abs((a.x - b.x) * out.x + (a.y - b.y) * out.y) / 2;
}

/** How freely a leg hangs from the seat, 0 to 1, that ends at this place: short ones do, straight down. */
function hangFreely(end: number): number {
  return Math.min(1, Math.max(0, (FOLLOW_FROM - end) / (FOLLOW_FROM - HANG_TO)));
}

/** One leg while it is laid. */
interface LegTask {
  readonly plan: LowerPlan;
  readonly chain: LegChain;
  readonly side: LowerSide & { readonly inner: readonly Point[] };
  readonly crotch: Point;
  /** Row of the outer edge at which the leg begins. */
  readonly topY: number;
  /** Chain positions from the crotch to the hem, EDGE_SAMPLES of them. */
  readonly positions: readonly number[];
  readonly isSnapped: boolean;
}

const FRACTIONS: readonly number[] = Array.from({ length: EDGE_SAMPLES }, (_, i) => i / (EDGE_SAMPLES - 1));

/** Row of the i-th sample of an edge from `topY` to its end. */
function rowAt(topY: number, line: readonly Point[], i: number): number {
  return topY + (line.at(-1)!.y - topY) * FRACTIONS[i]!;
}

/** Distances from the leg's axis to one edge of the cloth at the task's positions. */
function layRadii(task: LegTask, edge: LegEdge): number[] {
  const { plan, chain, side, crotch, topY, positions, isSnapped } = task;
  const { garment, scale } = plan;
  return smoothEdge(
    positions.map((at, i) => {
      const a = pointAtY(side.outer, rowAt(topY, side.outer, i));
      const b = pointAtY(side.inner, rowAt(crotch.y, side.inner, i));
      const width = distance(a, b) * scale;
      const flat = HANGING_LEG * flatten(garment, width, HANGING_LEG);
      const bare = legRadius(chain, at, 1) + legRadius(chain, at, -1);
      const surplus = showSurplus(flat - bare * CLOTH_OVER_LEG, plan.wideness);
      const radius = clothRadius(plan, chain, { at, edge, surplus, isSnapped });
      const limit = edge === 1 ? Infinity : halfApart(plan, chain, at) + OVER_MIDDLE * chain.unit;
      return Math.min(limit, radius);
    }),
  );
}

/** Points of the seat's outline from the waistband to the crotch, EDGE_SAMPLES - 1 of them, and on down as far as the leg. */
function laySeat({ plan, chain, side, topY, positions }: LegTask): Point[] {
  const { garment, frame, scale, waistT, waistSlope } = plan;
  const { body, crotchT } = frame;
  const sign = chain.name === "left" ? 1 : -1;
  const sideT = waistT + sign * waistSlope;
  const middleX = (garment.left.waist.x + garment.right.waist.x) / 2;
  const from = legLength(chain, positions[0]!);
  const freedom = hangFreely(positions.at(-1)!);
  const above = FRACTIONS.slice(0, -1).map((f) => ({
    t: sideT + (crotchT - sideT) * f,
    y: side.waist.y + (topY - side.waist.y) * f,
  }));
  const below = positions.map((at, i) => ({
    t: crotchT + (legLength(chain, at) - from) / body.torsoLength,
    y: rowAt(topY, side.outer, i),
  }));
  const places = [...above, ...below];
  const widths = smoothEdge(
    places.map(({ t, y }) => {
      const width = Math.abs(pointAtY(side.outer, y).x - middleX) * scale;
      const flatHalf = flatten(garment, width, HANGING_SEAT);
      return seatHalfWidth(frame, chain.name, { t, flatHalf, wideness: plan.wideness, freedom });
    }),
  );
  return places.map(({ t }, i) => seatPoint(frame, t, sign * widths[i]!));
}

/** The share of the way from the seat's outline, gone on with below the crotch, to the leg's: less where the leg leaves room to hang. */
function followLeg({ plan, positions }: LegTask, i: number, points: readonly [Point, Point]): number {
  const near = Math.min(1, (positions[i]! - positions[0]!) / SEAT_FADE);
  const [seat, onLeg] = points;
  const { body } = plan.frame;
  const outside = (p: Point): number => Math.abs(torsoPlace(body, p.x, p.y).lateralPx);
  return outside(onLeg) >= outside(seat) ? near : near * (1 - hangFreely(positions.at(-1)!));
}

/** Lays one leg of trousers: its outer edge from the waist down hip and leg, its inner edge from the crotch. */
export function layLeg(plan: LowerPlan, name: SideName, crotch: Point, hems: LegHems): LegFit {
  const chain = plan.frame.legs[name];
  const side = plan.garment[name];
  const inner = side.inner!;
  const [from, to] = [hems.from[name], hems.to[name]];
  const topY = legTopY(side, crotch);
  const positions = FRACTIONS.map((f) => from + (to - from) * f);
  const task: LegTask = {
    plan,
    chain,
    side: { ...side, inner },
    crotch,
    topY,
    positions,
    isSnapped: hems.isSnapped[name],
  };
  const seat = laySeat(task);
  const upper = EDGE_SAMPLES - 1;
  const [outerRadii, innerRadii] = [layRadii(task, 1), layRadii(task, -1)];
  const outer = seat.map((point, k) => {
    const i = k - upper;
    if (i < 0) return point;
    const at = positions[i]!;
    const onLeg = along(legAxis(chain, at), legOutward(chain, at), outerRadii[i]!);
    return lerpPoint(point, onLeg, followLeg(task, i, [point, onLeg]));
  });
  const inside = positions.map((at, i) =>
    i === 0
      ? seatPoint(plan.frame, plan.frame.crotchT, 0)
      : along(legAxis(chain, at), legOutward(chain, at), -innerRadii[i]!),
  );
  const rowsAbove = FRACTIONS.slice(0, -1).map((f) => side.waist.y + (topY - side.waist.y) * f);
  const rowsDown = FRACTIONS.map((_, i) => rowAt(topY, side.outer, i));
  return {
    outer: { rows: [...rowsAbove, ...rowsDown], points: outer },
    inner: { rows: FRACTIONS.map((_, i) => rowAt(crotch.y, inner, i)), points: inside },
    hem: to,
  };
}
