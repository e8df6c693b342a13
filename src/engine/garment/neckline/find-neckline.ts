import type { Mask, Point } from "../../image.js";
import { subtractMask } from "../../kernels/mask-logic.js";
import { erode } from "../../kernels/morphology.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import { findLabel, type Label } from "./find-label.js";
import {
  BELOW_TOP,
  drawCurve,
  halfWidth,
  listCurves,
  measureDip,
  type NeckCurve,
  type NeckHole,
} from "./neck-curve.js";
import { openNotch } from "./find-notch.js";
import { findRib } from "./find-rib.js";
import { listEnds } from "./list-ends.js";
import { findStand } from "./find-stand.js";
import { refineNeckline } from "./refine-neckline.js";
import { averageColours, measureContrast, scoreContrast, type NeckColours } from "./score-contrast.js";
import type { Colour } from "../colour-spread.js";
import { widenEnds } from "./widen-ends.js";
import { measureTexture, scoreEdge } from "./score-edge.js";

/** The front edge of the neck hole, in pixels of the mask. */
export interface Neckline {
  /** From the viewer's right (the wearer's left) neck point to the viewer's left one, both included; odd in number. */
  readonly points: readonly Point[];
  /** True when the inside of the back collar shows above it. */
  readonly hasInside: boolean;
  /** 0..1. */
  readonly confidence: number;
}

/** Score from which the inside of the collar is believed to show, also where a label hangs in it, from which nothing else is asked, and from which there is no doubt. */
const INSIDE_SCORE = 0.52;
const LABELLED_SCORE = 0.3;
const CLEAR_SCORE = 0.67;
const CERTAIN_SCORE = 0.85;
/** A curve's score is its contrast's and this much of its edge's. */
const EDGE_WEIGHT = 0.4;
/** Where none is clear, as between a collar's leaves or black on black, its edge's alone may do, this much of it. */
const EDGE_ALONE = 1.3;
/** A top edge that dips deeper than this, in units of half the neck's width, is the front neckline itself. */
const DIP_MAX = 0.45;
/** Six in seven backs hang less deep than this. Where one does not, only two cloths that clearly differ are front and inside. */
const DIP_USUAL = 0.3;
/** A top edge that stands higher than this belongs to a standing collar, whose inside does not show. */
const STAND_MAX = 0.3;
/** Prices in scores: for lying less than this below the top edge, like a back collar's seam, and for lying deep, like a print. */
const USUAL_GAP = 0.4;
const SHALLOW_COST = 0.5;
const USUAL_DEPTH = 1.3;
const DEEP_COST = 0.1;
const DEEP_COST_MAX = 0.15;
/** For beginning outward of the neck points, and the whole shoulder's more: a collar's rib lies there too. */
const SPREAD_COST = 0.04;
const SPREAD_COST_WHOLE = 0.08;
/** Fronts hardly lie less than this below the neck points, in chest widths; a front below a seam of the back's lies at least this much lower. */
const HIGH_DROP = 0.15;
const BELOW_SEAM = 0.06;
/** A back's collar hangs at least so deep; a straighter top edge is the top of a garment without shoulders. */
const HUNG_DIP = 0.1;
const SURE_SCORE = 0.75;
/** ... and this many points of the curve from its middle it is still so far below, as a share: 0.7 of the way to its end. */
const APART_AT = 15;
const APART_SHARE = 0.6;
/** For leaving the brand's label below. */
const LABEL_COST = 0.35;
/** Where the inside differs so much from the front (Lab), it is followed to its ends. */
const WIDEN_CONTRAST = 8.5;
/** Edges this close to the mask's own edge, in pixels, are its rim. */
const RIM_PX = 2;

/**
 * Finds the front neckline between the two neck points. Where the inside of the back collar shows it is an edge within the garment: the best
 * of a family of curves by the contrast of the cloths that it parts and the edge along it, then refined. Else it is the mask's own top edge.
 */
export function findNeckline(lab: LabImage, whole: Mask, hole: NeckHole): Neckline {
  const stand = findStand(hole);
  const opening = stand && searchCurves(lab, whole, stand);
  if (opening && opening.score > CLEAR_SCORE) return finish(lab, stand, opening);
  const dip = measureDip(hole);
  const outline: Neckline = {
    points: hole.topEdge,
    hasInside: false,
    confidence: dip > BELOW_TOP ? 0.9 : 0.5,
  };
  if (dip > DIP_MAX || dip < -STAND_MAX) return { ...outline, confidence: 0.9 };
  const best = searchCurves(lab, whole, hole);
  if (best === undefined || (dip > DIP_USUAL && !best.isByContrast)) return outline;
  return finish(lab, hole, best);
}

/** Moves the best curve onto its edge, out to its ends and up to a rib's upper edge. */
function finish(lab: LabImage, hole: NeckHole, best: FoundCurve): Neckline {
  const refined = refineNeckline(lab, best.points, halfWidth(hole), best.contrast);
  const isClear = Math.hypot(...best.contrast) > WIDEN_CONTRAST;
  const points = isClear ? widenEnds(lab, best.cloth, refined, halfWidth(hole)) : refined;
  const rib = findRib(lab, best.cloth, points, hole);
  const opened = rib ?? openNotch(lab, best.cloth, points, halfWidth(hole));
  return { points: opened, hasInside: true, confidence: Math.min(1, best.score / CERTAIN_SCORE) };
}

interface FoundCurve {
  readonly points: readonly Point[];
  readonly score: number;
  readonly contrast: Colour;
  /** False where its edge alone told it. */
  readonly isByContrast: boolean;
  /** The cloth that was looked at: within the mask's rim and without a label. */
  readonly cloth: Mask;
}

/** It keeps no points: of so many curves they would fill the heap. */
interface ScoredCurve {
  readonly curve: NeckCurve;
  /** How far its middle lies below the neck points, in chest widths. */
  readonly drop: number;
  /** By the contrast of its sides and the edge, and by the edge alone. */
  readonly score: number;
  readonly edgeScore: number;
}

/** What curves are scored in. */
interface CurveScene extends Pick<FoundCurve, "cloth"> {
  readonly lab: LabImage;
  readonly hole: NeckHole;
  readonly label: Label | undefined;
  readonly colours: NeckColours;
  readonly texture: number;
  readonly dip: number;
}

/** A curve with its scores; undefined where it parts nothing. */
function scoreCurve(scene: CurveScene, curve: NeckCurve): ScoredCurve | undefined {
  const { lab, hole, label, cloth, colours, texture, dip } = scene;
  const points = drawCurve(curve);
  const contrast = scoreContrast(colours, points);
  if (contrast === 0) return undefined;
  const edge = scoreEdge(lab, cloth, points, texture);
  const price = priceOf(curve, dip) + (label && isAbove(points, label) ? LABEL_COST : 0);
  return {
    curve,
    drop: measureDrop(points, hole),
    score: contrast + EDGE_WEIGHT * edge - price,
    edgeScore: EDGE_ALONE * edge - price,
  };
}

/** The curve with the best score, in all places, depths and forms, and the step of colour across it. */
function searchCurves(lab: LabImage, whole: Mask, hole: NeckHole): FoundCurve | undefined {
  const mask = erode(whole, RIM_PX);
  const label = findLabel(lab, mask, hole);
  const cloth = label === undefined ? mask : subtractMask(mask, label.mask);
  const colours = averageColours(lab, cloth, whole, hole);
  const texture = measureTexture(lab, whole, hole);
  const dip = measureDip(hole);
  const scene = { lab, hole, label, cloth, colours, texture, dip };
  const curves: ScoredCurve[] = [];
  for (const curve of listCurves(hole)) {
    const scored = scoreCurve(scene, curve);
    if (scored !== undefined) curves.push(scored);
  }
  // a label hangs in the inside, however little its cloth differs from the front's
  const enough = label === undefined ? INSIDE_SCORE : LABELLED_SCORE;
  const best = choose(curves);
  if (best === undefined || best.score < enough) return undefined;
  const isLabelBelow = label !== undefined && isAbove(drawCurve(best.curve), label);
  const front = passBackSeam(curves, best, { dip, isLabelBelow });
  const points = drawCurve(moveEnds(scene, front.curve));
  const contrast = measureContrast(colours, points);
  return { points, score: front.score, contrast, isByContrast: front.isByContrast, cloth };
}

/** The curve from those ends near the neck points from which it parts the cloths most clearly. */
function moveEnds({ lab, hole, cloth, colours, texture }: CurveScene, curve: NeckCurve): NeckCurve {
  if (curve.spread !== 0) return curve;
  const scoreOf = (moved: NeckCurve): number => {
    const points = drawCurve(moved);
    return scoreContrast(colours, points) + EDGE_WEIGHT * scoreEdge(lab, cloth, points, texture);
  };
  let [best, most] = [curve, scoreOf(curve)];
  for (const ends of listEnds(hole)) {
    const moved = { ...curve, ...ends, depth: (curve.depth * halfWidth(hole)) / halfWidth(ends) };
    const score = scoreOf(moved);
    if (score > most) [best, most] = [moved, score];
  }
  return best;
}

interface Chosen extends Pick<ScoredCurve, "curve" | "drop" | "score"> {
  readonly isByContrast: boolean;
}

/** The best by contrast where that is clear, else the better one of that and the best by its edge. */
function choose(curves: readonly ScoredCurve[]): Chosen | undefined {
  let [byContrast, byEdge] = [curves[0], curves[0]];
  for (const curve of curves) {
    if (curve.score > byContrast!.score) byContrast = curve;
    if (curve.edgeScore > byEdge!.edgeScore) byEdge = curve;
  }
  if (byContrast === undefined || byEdge === undefined) return undefined;
  return byContrast.score >= Math.min(CLEAR_SCORE, byEdge.edgeScore)
    ? { ...byContrast, isByContrast: true }
    : { ...byEdge, score: byEdge.edgeScore, isByContrast: false };
}

/**
 * What lies so high may be the seam of the back's tape or lace: then a clear edge further down is the front's. Where the brand's label
 * hangs below it, it surely is, and one that parts two cloths at all will do.
 */
function passBackSeam(
  curves: readonly ScoredCurve[],
  best: Chosen,
  { dip, isLabelBelow }: { readonly dip: number; readonly isLabelBelow: boolean },
): Chosen {
  if (best.drop > HIGH_DROP || dip < HUNG_DIP) return best;
  const seam = drawCurve(best.curve);
  const below = curves.filter(
    ({ curve, drop }) => drop > best.drop + BELOW_SEAM && isApart(drawCurve(curve), seam),
  );
  if (isLabelBelow) {
    const front = below.reduce<ScoredCurve | undefined>(
      (a, b) => (a && a.score >= b.score ? a : b),
      undefined,
    );
    return front && front.score >= INSIDE_SCORE ? { ...front, isByContrast: true } : best;
  }
  const front = choose(below);
  return front !== undefined && front.score >= SURE_SCORE ? front : best;
}

/** Whether a curve is another edge all along, not the upper one's sides with a deeper tip. */
function isApart(below: readonly Point[], above: readonly Point[]): boolean {
  const middle = (below.length - 1) / 2;
  const gapAt = (p: Point): number => p.y - above[nearestInX(above, p.x)]!.y;
  const apart = APART_SHARE * gapAt(below[middle]!);
  return [1, -1].every((side) => gapAt(below[middle + side * APART_AT]!) > apart);
}

function nearestInX(points: readonly Point[], x: number): number {
  let best = 0;
  for (let i = 1; i < points.length; i++)
    if (Math.abs(points[i]!.x - x) < Math.abs(points[best]!.x - x)) best = i;
  return best;
}

function measureDrop(points: readonly Point[], { left, right, chest }: NeckHole): number {
  return (points[(points.length - 1) / 2]!.y - (left.y + right.y) / 2) / chest;
}

function priceOf({ depth, spread }: NeckCurve, dip: number): number {
  const outward = spread === 0 ? 0 : SPREAD_COST + SPREAD_COST_WHOLE * spread;
  const shallow = SHALLOW_COST * Math.max(0, USUAL_GAP - (depth - dip));
  return outward + shallow + Math.min(DEEP_COST_MAX, DEEP_COST * Math.max(0, depth - USUAL_DEPTH));
}

/** Whether the label hangs below the curve. */
function isAbove(points: readonly Point[], { middle }: Label): boolean {
  return points[nearestInX(points, middle.x)]!.y < middle.y;
}
