import type { LowerGarmentAnalysis } from "../garment/types.js";
import type { Point } from "../image.js";
import { along } from "../kernels/polyline.js";
import type { SideName } from "./arm-chain.js";
import { halfWidthAt, torsoPlace, wornHalfWidthAt } from "./body-frame.js";
import { acrossAt, axisAt } from "./torso-axis.js";
import type { Chain } from "./fit-torso.js";
import { legAxis, legLength, legOutward, legRadius } from "./leg-chain.js";
import { CROTCH_T, wornSeat, type LowerFrame } from "./worn-lower.js";

/** Anchors along each edge: closer than the mesh's cells. */
export const EDGE_SAMPLES = 33;
/** Natural over worn half width within which the worn outline is taken: a real edge lies there in the photo. */
const SNAP_FROM = 0.8;
const SNAP_TO = 1.2;
/**
 * From the hips, at this t, down to the crotch the outline draws in to the thighs', and cloth that is wide there falls with it: up to this
 * ratio, left over so much more, as on the legs.
 */
const HIPS_T = 1.1;
const THIGH_SNAP_TO = 1.45;
const THIGH_FADE = 0.25;
/** Part of a flat tube's width that it shows when it hangs round hips. */
export const HANGING_SEAT = 0.93;
/**
 * Part of what a wide garment has over the body that lies in front of it and behind: as a round tube, one 1.35 times as wide as the body would
 * show .2 of it, and cloth hangs flatter than that.
 */
const DEPTH_OF_WIDE = 0.5;
const CLOTH_OVER_BODY = 1.02;
/** t at which trousers are worn. */
export const USUAL_WAIST_T = 0.78;
/** Above this t the worn outline is the torso's, below it the seat's. */
const BELT_T = 0.8;
/** Thighs' outline over the hips'; below the crotch a leg that is put out goes further. */
const THIGHS_MIN = 0.95;
const THIGHS_MAX = 1.12;

/** What laying a garment on hips and legs starts from. */
export interface LowerPlan {
  readonly garment: LowerGarmentAnalysis;
  readonly frame: LowerFrame;
  readonly scale: number;
  /** t of the waistband's top edge: waistT + waistSlope · u. */
  readonly waistT: number;
  readonly waistSlope: number;
  /** How wide the seat is cut, from 0, as a body is, to 1: wide shorts. */
  readonly wideness: number;
}

/** A place of the seat's outline: its t, and half the garment's width there laid flat, in px. */
export interface SeatPlace {
  readonly t: number;
  readonly flatHalf: number;
  /** See LowerPlan. */
  readonly wideness: number;
  /** How freely it hangs from the hips, from 0, about the legs, to 1: a garment that ends above the knees. */
  readonly freedom?: number;
}

/** Edges of a garment on the body by garment row: both outer edges, and the inner ones of legs. */
export interface LowerEdges {
  readonly outer: Readonly<Record<SideName, Chain>>;
  readonly inner?: Readonly<Record<SideName, Chain>>;
  /** Chain position of each leg at which the garment ends. */
  readonly hem: Readonly<Record<SideName, number>>;
}

/** Half width of the bare body at t: the torso's above the hip joints, the thighs' below. */
function bodyHalfWidth({ body, legs }: LowerFrame, side: SideName, t: number): number {
  const torso = halfWidthAt(body, side, Math.min(1, t));
  if (t <= 1) return torso;
  const leg = legs[side];
  const at = ((t - 1) * body.torsoLength) / Math.max(1, legLength(leg, 1));
  const p = along(legAxis(leg, at), legOutward(leg, at), legRadius(leg, at, 1));
  const place = torsoPlace(body, p.x, p.y);
  const most = torso * THIGHS_MAX + Math.max(0, t - CROTCH_T) * body.torsoLength;
  return Math.max(torso * THIGHS_MIN, Math.min(most, Math.abs(place.lateralPx)));
}

/** What shows of so much cloth over a body's width, in px. */
export function showSurplus(surplus: number, wideness: number): number {
  return Math.max(0, surplus) * (1 - DEPTH_OF_WIDE * wideness);
}

/**
 * The new garment's half width at a place of the seat: never inside the body; the worn outline where that is near. Below the hips what
 * hangs freely does so in its own way.
 */
export function seatHalfWidth(frame: LowerFrame, side: SideName, place: SeatPlace): number {
  const { t, flatHalf, wideness, freedom = 0 } = place;
  const seat = t < BELT_T ? null : wornSeat(frame, side, t);
  const canShow = frame.hangsWorn || t > frame.crotchT;
  const skin = canShow && seat?.isCloth === false ? seat.radius : 0;
  const bare = Math.max(skin, bodyHalfWidth(frame, side, t)) * CLOTH_OVER_BODY;
  const natural = bare + showSurplus(flatHalf * HANGING_SEAT - bare, wideness);
  if (skin > 0) return natural;
  const worn = t < BELT_T ? wornHalfWidthAt(frame.body, side, t) : (seat?.radius ?? null);
  if (worn === null || natural <= worn * SNAP_FROM) return natural;
  const low = Math.min(1, Math.max(0, (t - HIPS_T) / (frame.crotchT - HIPS_T)));
  if (frame.hangsWorn) return natural + Math.max(0, 1 - 4 * low) * (worn - natural);
  const over = natural / worn - (SNAP_TO + (THIGH_SNAP_TO - SNAP_TO) * low);
  const far = Math.min(1, Math.max(0, over) / (THIGH_FADE * low || Number.EPSILON));
  return worn + (natural - worn) * Math.max(far, freedom * Math.min(1, 2 * low));
}

/** Median of five, then a mean of three: edges of cloth are smooth. */
export function smoothEdge(values: readonly number[]): number[] {
  const at = (list: readonly number[], i: number): number => list[Math.min(list.length - 1, Math.max(0, i))]!;
  const median = values.map(
    (_, i) => [-2, -1, 0, 1, 2].map((k) => at(values, i + k)).toSorted((a, b) => a - b)[2]!,
  );
  return median.map((_, i) => [-2, -1, 0, 1, 2].reduce((sum, k) => sum + at(median, i + k), 0) / 5);
}

/** Half width of cloth laid flat, of which a hanging tube shows the share `hanging`: a model's photo shows it hanging already. */
export function flatten({ model }: LowerGarmentAnalysis, width: number, hanging: number): number {
  return model === undefined ? width : width / hanging;
}

/** The point `offsetPx` to the wearer's left of the body's middle at t. */
export function seatPoint(frame: LowerFrame, t: number, offsetPx: number): Point {
  return along(axisAt(frame.body, t), acrossAt(frame.body, t), offsetPx);
}
