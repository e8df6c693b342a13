import type { Mask, Point } from "../../image.js";
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
import { refineNeckline } from "./refine-neckline.js";
import { averageColours, measureContrast, scoreContrast, type Colour } from "./score-contrast.js";
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
/** A top edge that stands higher than this belongs to a standing collar, whose inside does not show. */
const STAND_MAX = 0.3;
/** Prices in scores: for lying less than this below the top edge, like a back collar's seam, and for lying deep, like a print. */
const USUAL_GAP = 0.4;
const SHALLOW_COST = 0.5;
const USUAL_DEPTH = 1.3;
const DEEP_COST = 0.1;
/** For beginning outward of the neck points, and the whole shoulder's more: a collar's rib lies there too. */
const SPREAD_COST = 0.04;
const SPREAD_COST_WHOLE = 0.08;
/** For leaving the brand's label below. */
const LABEL_COST = 0.35;
/** Edges this close to the mask's own edge, in pixels, are its rim. */
const RIM_PX = 2;

/**
 * Finds the front neckline between the two neck points. Where the inside of the back collar shows it is an edge within the garment: the best
 * of a family of curves by the contrast of the cloths that it parts and the edge along it, then refined. Else it is the mask's own top edge.
 */
export function findNeckline(lab: LabImage, mask: Mask, hole: NeckHole): Neckline {
  const dip = measureDip(hole);
  const outline: Neckline = {
    points: hole.topEdge,
    hasInside: false,
    confidence: dip > BELOW_TOP ? 0.9 : 0.5,
  };
  if (dip > DIP_MAX || dip < -STAND_MAX) return { ...outline, confidence: 0.9 };
  const best = searchCurves(lab, mask, hole);
  if (best === undefined) return outline;
  const points = refineNeckline(lab, best.points, halfWidth(hole), best.contrast);
  return { points, hasInside: true, confidence: Math.min(1, best.score / CERTAIN_SCORE) };
}

interface ScoredCurve {
  readonly points: readonly Point[];
  readonly score: number;
}

/** The curve with the best score, in all places, depths and forms, and the step of colour across it. */
function searchCurves(
  lab: LabImage,
  whole: Mask,
  hole: NeckHole,
): (ScoredCurve & { readonly contrast: Colour }) | undefined {
  const mask = erode(whole, RIM_PX);
  const label = findLabel(lab, mask, hole);
  const cloth = { ...mask, data: mask.data.map((v, i) => (label && label.mask.data[i]! > 0 ? 0 : v)) };
  const colours = averageColours(lab, cloth, whole, hole);
  const texture = measureTexture(lab, whole, hole);
  const dip = measureDip(hole);
  let byContrast: ScoredCurve = { points: [], score: 0 };
  let byEdge = byContrast;
  for (const curve of listCurves(hole)) {
    const points = drawCurve(curve);
    const contrast = scoreContrast(colours, points);
    if (contrast === 0) continue;
    const edge = scoreEdge(lab, cloth, points, texture);
    const price = priceOf(curve, dip) + (label && isAbove(points, label) ? LABEL_COST : 0);
    const score = contrast + EDGE_WEIGHT * edge - price;
    if (score > byContrast.score) byContrast = { points, score };
    const alone = EDGE_ALONE * edge - price;
    if (alone > byEdge.score) byEdge = { points, score: alone };
  }
  const best = byContrast.score >= Math.min(CLEAR_SCORE, byEdge.score) ? byContrast : byEdge;
  // a label hangs in the inside, however little its cloth differs from the front's
  if (best.score < (label === undefined ? INSIDE_SCORE : LABELLED_SCORE)) return undefined;
  return { ...best, contrast: measureContrast(colours, best.points) };
}

function priceOf({ depth, spread }: NeckCurve, dip: number): number {
  const outward = spread === 0 ? 0 : SPREAD_COST + SPREAD_COST_WHOLE * spread;
  const shallow = SHALLOW_COST * Math.max(0, USUAL_GAP - (depth - dip));
  return outward + shallow + DEEP_COST * Math.max(0, depth - USUAL_DEPTH);
}

/** Whether the label hangs below the curve. */
function isAbove(points: readonly Point[], { middle }: Label): boolean {
  const nearest = points.reduce((a, b) => (Math.abs(b.x - middle.x) < Math.abs(a.x - middle.x) ? b : a));
  return nearest.y < middle.y;
}
