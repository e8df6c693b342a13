import type { Image8, Mask, Point } from "../image.js";
import { fillPolygon } from "../kernels/fill-polygon.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";
import { buildMatte, takeAlpha } from "./build-matte.js";
import type { Skirt } from "./dress/trace-skirt.js";
import { findBareTop } from "./find-bare-top.js";
import type { SymmetryAxis } from "./find-axis.js";
import { evenEdges } from "./even-edges.js";
import { findNeckline, type Neckline } from "./neckline/find-neckline.js";
import { NECKLINE_POINTS } from "./neckline/neck-curve.js";
import { measureTorsoWidth, traceHalfOutlines, type OutlineFrame } from "./half-outline.js";
import { keepLargest } from "./keep-largest.js";
import { buildSide, spaceBySteps, spaceInY } from "./locate-sides.js";
import { matchSides, type LabelledHalf, type MatchedSides } from "./match-sides.js";
import { openSleeveGaps } from "./open-sleeve-gaps.js";
import { repairMask } from "./repair-mask.js";
import type { GarmentSide, Landmark, Sleeve, SleeveLength, UpperGarmentAnalysis } from "./types.js";
import type { Warning } from "../warning.js";

/** Overlap with their mirror image that most garments reach. */
const SYMMETRY_USUAL = 0.88;
/** Distance between mirrored landmarks, in torso widths, that halves the trust in them. */
const DIFFERENCE_HALF = 0.25;
/** Share by which the chest may differ from the torso's width before the outline is read anew. */
const CHEST_DRIFT = 0.1;
/** Confidence in the landmarks from which they may mend the mask. */
const MEND_FROM = 0.6;
const HEMLINE_POINTS = 33;
const SHOULDER_POINTS = 41;
/** Points of a dress's side, from armpit to hem. */
const SKIRT_SEAM_POINTS = 64;
/** A sleeve is long if it reaches farther than this, in chest widths: about the elbow. */
const LONG_SLEEVE = 1.08;
/** Fewer pixels across the torso cannot be read. */
const TORSO_MIN_PX = 24;

/** The labelled outline of what hangs from the shoulders. */
export interface ReadOutline {
  readonly frame: OutlineFrame;
  readonly sides: MatchedSides;
}

/** Labels the outline of a shape whose axis is known; undefined when it is too narrow or fits no upper garment. */
export function readOutline(whole: Mask, lab: LabImage, axis: SymmetryAxis): ReadOutline | undefined {
  const shape = keepLargest(openSleeveGaps(whole, lab, axis.x));
  const torso = { axisX: axis.x, unitPx: measureTorsoWidth(shape, axis.x) };
  return torso.unitPx < TORSO_MIN_PX ? undefined : readSides(shape, torso, axis.symmetry);
}

/** Labels the outline, and once more in units of the chest found, should they be quite different. */
function readSides(shape: Mask, torso: OutlineFrame, symmetry: number): ReadOutline | undefined {
  let frame = torso;
  let sides: MatchedSides | undefined;
  for (let round = 0; round < 2; round++) {
    const halves = traceHalfOutlines(shape, frame);
    sides = halves && matchSides(halves, symmetry);
    if (!sides) return undefined;
    const chest = armpitReach(sides.left) + armpitReach(sides.right);
    if (round === 1 || Math.abs(chest - 1) < CHEST_DRIFT) break;
    frame = { ...torso, unitPx: torso.unitPx * Math.min(1.3, Math.max(0.7, chest)) };
  }
  return sides && { frame, sides };
}

function armpitReach({ outline, labels }: LabelledHalf): number {
  return outline.u[labels.armpit]!;
}

/** What is known of a garment that hangs from the shoulders. Masks are at the size of `small`. */
export interface Reading {
  readonly small: Image8;
  readonly lab: LabImage;
  /** The photo's own cut-out, if it has one. */
  readonly alpha: Mask | undefined;
  readonly mask: Mask;
  /** What is no part of the garment as worn although it has its colours, 255, if there is any. */
  readonly dropped?: Mask | undefined;
  readonly symmetry: number;
  readonly frame: OutlineFrame;
  readonly sides: MatchedSides;
  /** Of a dress: what goes on below the hips, where its bodice's outline was read. In pixels of the mask. */
  readonly skirt?: Skirt;
}

/** Builds the analysis from what was read. A dress comes out as an upper garment with long seams. */
export function assembleUpper(image: Image8, reading: Reading): UpperGarmentAnalysis {
  const { lab, mask, frame, sides, skirt } = reading;
  // the half on the viewer's right is the wearer's left
  const leftTop = buildSide(sides.right.outline, sides.right.labels, {
    frame,
    side: 1,
    confidence: sides.right.confidence,
  });
  const rightTop = buildSide(sides.left.outline, sides.left.labels, {
    frame,
    side: -1,
    confidence: sides.left.confidence,
  });
  const left = skirt ? lengthenSide(leftTop, skirt.left) : leftTop;
  const right = skirt ? lengthenSide(rightTop, skirt.right) : rightTop;
  const topEdge = traceTop(sides, frame);
  const bareTop = findBareTop(left, right, topEdge);
  const neckline = bareTop
    ? { points: topEdge, hasInside: false, confidence: left.neck.confidence }
    : findNeckline(lab, mask, {
        left: left.neck,
        right: right.neck,
        topEdge,
        leftShoulder: traceShoulder(sides.right, frame, 1),
        rightShoulder: traceShoulder(sides.left, frame, -1),
        chest: left.armpit.x - right.armpit.x,
      });
  const hemline = skirt ? spaceBySteps(skirt.hemline, HEMLINE_POINTS) : traceHem(reading);
  const toPhoto = { x: image.width / mask.width, y: image.height / mask.height };
  const enlarge = (p: Point): Point => ({ x: p.x * toPhoto.x, y: p.y * toPhoto.y });
  const { matte, colour } = reading.alpha
    ? takeAlpha(image, reading.alpha)
    : buildMatte(image, reading, mend(reading, { left, right, neckline: neckline.points, hemline }));
  const bottom = neckline.points[(neckline.points.length - 1) / 2]!;
  const warnings = listWarnings(reading, neckline);
  return {
    width: image.width,
    height: image.height,
    kind: "upper",
    matte,
    colour,
    backCollar: buildBackCollar(matte, neckline, enlarge),
    sleeveLength: measureSleeves(left, right),
    neckFront: { ...enlarge(bottom), confidence: neckline.confidence },
    neckline: neckline.points.map(enlarge),
    hemline: hemline.map(enlarge),
    left: enlargeSide(left, enlarge),
    right: enlargeSide(right, enlarge),
    ...(bareTop && { bareTop: { left: enlarge(bareTop.left), right: enlarge(bareTop.right) } }),
    confidence: confidenceOf(sides, reading.symmetry),
    warnings,
  };
}

/** An outline that is trusted mends the mask. */
function mend(reading: Reading, outline: Parameters<typeof repairMask>[2]): Mask {
  if (confidenceOf(reading.sides, reading.symmetry) < MEND_FROM) return reading.mask;
  return evenEdges(repairMask(reading.mask, reading.lab, outline), reading.lab, reading);
}

function listWarnings({ sides, symmetry }: Reading, neckline: Neckline): Warning[] {
  const warnings: Warning[] = [];
  if (sides.left.isMirrored || sides.right.isMirrored) warnings.push("garment-side-mirrored");
  if (symmetry < SYMMETRY_USUAL) warnings.push("garment-asymmetric");
  if (confidenceOf(sides, symmetry) < 0.5) warnings.push("garment-landmarks-doubtful");
  if (neckline.confidence < 0.6) warnings.push("garment-neckline-doubtful");
  return warnings;
}

/** The weaker side's confidence, less where the sides are unlike or their landmarks disagree. */
function confidenceOf(sides: MatchedSides, symmetry: number): number {
  const likeness = Math.min(1, symmetry / SYMMETRY_USUAL) ** 2;
  const agreement = 1 / (1 + (sides.difference / DIFFERENCE_HALF) ** 2);
  return Math.min(sides.left.confidence, sides.right.confidence) * likeness * (0.5 + 0.5 * agreement);
}

function measureSleeves(left: GarmentSide, right: GarmentSide): SleeveLength {
  const chest = Math.max(1, left.armpit.x - right.armpit.x);
  const lengths = [left, right].flatMap(({ sleeve }) => (sleeve ? [reach(sleeve) / chest] : []));
  if (lengths.length === 0) return "none";
  return Math.max(...lengths) > LONG_SLEEVE ? "long" : "short";
}

function reach(sleeve: Sleeve): number {
  const [a, b] = [sleeve.outer[0]!, sleeve.outer.at(-1)!];
  return Math.hypot(b.x - a.x, b.y - a.y);
}

/** The bottom edge from the wearer's left (viewer's right) hem corner to the right one, in pixels of the mask. */
export function traceHem({ sides, frame }: ReadOutline): Point[] {
  const end = ({ outline, labels }: LabelledHalf): [number, number] => [labels.hem, outline.u.length - 1];
  const path = [...pathOf(sides.right, frame, 1, end), ...pathOf(sides.left, frame, -1, end).toReversed()];
  return spaceBySteps(path, HEMLINE_POINTS);
}

/** The mask's top edge from the wearer's left neck point to the right one, in pixels of the mask. */
function traceTop(sides: MatchedSides, frame: OutlineFrame): Point[] {
  const start = ({ labels }: LabelledHalf): [number, number] => [0, labels.neck];
  const right = spaceBySteps(pathOf(sides.right, frame, 1, start).toReversed(), (NECKLINE_POINTS + 1) / 2);
  const left = spaceBySteps(pathOf(sides.left, frame, -1, start), (NECKLINE_POINTS + 1) / 2);
  return [...right, ...left.slice(1)];
}

/** The outline from the neck point to the shoulder's end, in pixels of the mask. */
function traceShoulder(half: LabelledHalf, frame: OutlineFrame, side: 1 | -1): Point[] {
  const range = ({ labels }: LabelledHalf): [number, number] => [labels.neck, labels.shoulder];
  return spaceBySteps(pathOf(half, frame, side, range), SHOULDER_POINTS);
}

/** A part of a half outline in pixels of the mask. */
function pathOf(
  half: LabelledHalf,
  frame: OutlineFrame,
  side: 1 | -1,
  range: (half: LabelledHalf) => [number, number],
): Point[] {
  const [from, to] = range(half);
  const { u, v } = half.outline;
  return Array.from({ length: to - from + 1 }, (_, k) => ({
    x: frame.axisX + side * u[from + k]! * frame.unitPx,
    y: v[from + k]! * frame.unitPx,
  }));
}

/** The matte above the front neckline and between the neck points. */
function buildBackCollar(matte: Mask, neckline: Neckline, enlarge: (p: Point) => Point): Mask {
  const empty = { width: matte.width, height: matte.height, data: new Uint8Array(matte.data.length) };
  if (!neckline.hasInside) return empty;
  const front = neckline.points.map(enlarge);
  const [first, last] = [front[0]!, front.at(-1)!];
  const area = fillPolygon([...front, { x: last.x, y: 0 }, { x: first.x, y: 0 }], matte.width, matte.height);
  for (let i = 0; i < area.data.length; i++)
    if (area.data[i] !== 0) empty.data[i] = Math.round((area.data[i]! * matte.data[i]!) / 255);
  return empty;
}

/** A bodice's side with the skirt's edge below it. */
function lengthenSide(side: GarmentSide, edge: readonly Point[]): GarmentSide {
  const seam = spaceInY([...side.seam.filter((p) => p.y < edge[0]!.y), ...edge], SKIRT_SEAM_POINTS);
  return { ...side, seam, hem: { ...edge.at(-1)!, confidence: side.hem.confidence } };
}

function enlargeSide(side: GarmentSide, enlarge: (p: Point) => Point): GarmentSide {
  const mark = (l: Landmark): Landmark => ({ ...enlarge(l), confidence: l.confidence });
  const { neck, shoulder, armpit, hem, seam, sleeve } = side;
  const base = {
    neck: mark(neck),
    shoulder: mark(shoulder),
    armpit: mark(armpit),
    hem: mark(hem),
    seam: seam.map(enlarge),
  };
  return sleeve
    ? { ...base, sleeve: { outer: sleeve.outer.map(enlarge), inner: sleeve.inner.map(enlarge) } }
    : base;
}
