import type { Point } from "../image.js";
import { legTopY } from "../garment/leg-top.js";
import type { LowerGarmentAnalysis } from "../garment/types.js";
import { pointAtY, resamplePolyline } from "../kernels/polyline.js";
import { PIECE, type Anchor, type Piece } from "../warp/types.js";
import type { SideName } from "./arm-chain.js";
import { halfWidthAt, torsoPlace } from "./body-frame.js";
import type { Chain } from "./fit-torso.js";
import { layLeg } from "./fit-leg.js";
import { laySkirt } from "./fit-skirt.js";
import { lowerPlacer } from "./place-lower.js";
import { planHems } from "./leg-hem.js";
import { seatPoint, USUAL_WAIST_T, type LowerEdges, type LowerPlan } from "./lower-plan.js";
import type { Placement } from "./types.js";
import type { LowerFrame } from "./worn-lower.js";

/** Seat width of a close-fitting garment against the body's at the hips, and its waist against the body's waist. */
const SEAT_EASE = 1.03;
const WAIST_EASE = 1.02;
/** A seat wider than this times the waist is no body's (1.36 is the most of the evaluation set), but cut wide: the less it tells, fully at so much more. */
const WIDE_SEAT = 1.3;
const WIDE_FADE = 0.3;
/** t at which hips and waist are measured for the scale. */
const HIPS_T = 1.1;
/** Skirts sit at the natural waist. */
const NATURAL_WAIST_T = 0.68;
/** A waistband that a loose top hides lies at least this far under the top's hem. */
const UNDER_TOP_T = 0.06;
/** ... and this far above the highest place at which the worn one shows: a shirt's hem is cut up at the hips. */
const UNDER_HIGHEST_T = 0.02;
const HIGHEST_WAIST_T = 0.55;
const STRONG = 8;
const FIRM = 3;
const BAND_SAMPLES = 13;

/** See LowerPlan. */
function measureWideness({ left, right, crotch, model }: LowerGarmentAnalysis): number {
  if (crotch === undefined || model !== undefined) return 0;
  const ratio = (left.hip.x - right.hip.x) / (left.waist.x - right.waist.x);
  return Math.min(1, Math.max(0, (ratio - WIDE_SEAT) / WIDE_FADE));
}

/** Pixels of the person photo a pixel of the garment photo, from waist and seat; a skirt's seat tells nothing, it may be wide. */
function chooseScale(garment: LowerGarmentAnalysis, { body, waist }: LowerFrame): number {
  const { model } = garment;
  if (model !== undefined) return 0.5 * (body.unit / model.unit + body.torsoLength / model.torsoLength);
  const usual = garment.crotch ? USUAL_WAIST_T : NATURAL_WAIST_T;
  const waistT = waist && !waist.isHidden ? waist.middle : usual;
  const bodyWidth = (t: number): number => halfWidthAt(body, "left", t) + halfWidthAt(body, "right", t);
  const byWaist = (WAIST_EASE * bodyWidth(waistT)) / (garment.left.waist.x - garment.right.waist.x);
  if (!garment.crotch) return byWaist;
  const seat = garment.left.hip.x - garment.right.hip.x;
  const bySeat = (SEAT_EASE * bodyWidth(HIPS_T)) / seat;
  const trust = 0.5 + 0.5 * measureWideness(garment);
  return byWaist ** trust * bySeat ** (1 - trust);
}

function planWaist(
  garment: LowerGarmentAnalysis,
  frame: LowerFrame,
  scale: number,
): { readonly waistT: number; readonly waistSlope: number } {
  const { body, waist, crotchT } = frame;
  if (waist && !waist.isHidden) return { waistT: waist.middle, waistSlope: waist.slope };
  const waistY = (garment.left.waist.y + garment.right.waist.y) / 2;
  const riseT = garment.crotch
    ? ((garment.crotch.y - waistY) * scale) / body.torsoLength
    : crotchT - NATURAL_WAIST_T;
  const natural = Math.max(HIGHEST_WAIST_T, crotchT - riseT);
  return {
    waistT: waist ? Math.min(natural, waist.middle - UNDER_TOP_T, waist.highest - UNDER_HIGHEST_T) : natural,
    waistSlope: 0,
  };
}

/** Anchors of an edge, garment points at the chain's own rows. */
function edgeAnchors(line: readonly Point[], chain: Chain, pieceAt: (row: number) => Piece): Anchor[] {
  return chain.rows.map((row, i) => ({
    piece: pieceAt(row),
    from: pointAtY(line, row),
    to: chain.points[i]!,
    weight: STRONG,
  }));
}

/** The waistband's top edge on the line across the body that the plan gives it. */
function bandAnchors({ garment, frame, waistT, waistSlope }: LowerPlan, edges: LowerEdges): Anchor[] {
  const [l, r] = [edges.outer.left.points[0]!, edges.outer.right.points[0]!];
  return resamplePolyline(garment.waistline, BAND_SAMPLES)
    .slice(1, -1)
    .map((from) => {
      const f = (from.x - garment.right.waist.x) / (garment.left.waist.x - garment.right.waist.x);
      const { lateralPx } = torsoPlace(frame.body, r.x + (l.x - r.x) * f, r.y + (l.y - r.y) * f);
      const to = seatPoint(frame, waistT + waistSlope * (2 * f - 1), lateralPx);
      return { piece: PIECE.hips, from, to, weight: STRONG };
    });
}

/** Where a lower garment goes, and where its hems end on the legs as chain positions. */
export interface LowerFit extends Placement {
  readonly hem: LowerEdges["hem"];
}

/** Decides where a lower garment goes on the person. */
export function fitLower(garment: LowerGarmentAnalysis, frame: LowerFrame): LowerFit {
  const scale = chooseScale(garment, frame);
  const wideness = measureWideness(garment);
  const plan: LowerPlan = { garment, frame, scale, wideness, ...planWaist(garment, frame, scale) };
  const edges = garment.crotch ? layLegs(plan, garment.crotch) : laySkirt(plan);
  const place = lowerPlacer(garment, edges);
  const legOf = (name: SideName): Piece => (name === "left" ? PIECE.leftLeg : PIECE.rightLeg);
  const anchors = (["left", "right"] as const).flatMap((name) => {
    const side = garment[name];
    const topY = garment.crotch ? legTopY(side, garment.crotch) : Infinity;
    const pieceAt = (row: number): Piece => (row > topY ? legOf(name) : PIECE.hips);
    const outer = edgeAnchors(side.outer, edges.outer[name], pieceAt);
    if (!edges.inner || !side.inner) return outer;
    return [...outer, ...edgeAnchors(side.inner, edges.inner[name], () => legOf(name))];
  });
  const hems = garment.hemlines.flatMap((hem, i) =>
    resamplePolyline(hem, BAND_SAMPLES)
      .slice(1, -1)
      .map((from) => ({ from, piece: edges.inner ? legOf(i === 0 ? "left" : "right") : PIECE.hips })),
  );
  return {
    scale,
    anchors: [
      ...anchors,
      ...bandAnchors(plan, edges),
      ...hems.map(({ from, piece }) => ({ piece, from, to: place(from, piece), weight: FIRM })),
    ],
    place,
    hem: edges.hem,
    warnings: [],
  };
}

function layLegs(plan: LowerPlan, crotch: Point): LowerEdges {
  const hems = planHems(plan, crotch);
  const left = layLeg(plan, "left", crotch, hems);
  const right = layLeg(plan, "right", crotch, hems);
  return {
    outer: { left: left.outer, right: right.outer },
    inner: { left: left.inner, right: right.inner },
    hem: { left: left.hem, right: right.hem },
  };
}
