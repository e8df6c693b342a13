import type { Image8, Mask, Point } from "../../image.js";
import { dilateSquare, erodeSquare } from "../../kernels/square-morphology.js";
import { fillPolygon } from "../../kernels/fill-polygon.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import { accept, refuse, type Outcome } from "../../outcome.js";
import { buildMatte, takeAlpha } from "../build-matte.js";
import type { SymmetryAxis } from "../find-axis.js";
import { isCutOff } from "../judge-shape.js";
import { spaceBySteps, spaceInY } from "../locate-sides.js";
import type { LowerGarmentAnalysis, LowerSide } from "../types.js";
import { findWaist, type Waist } from "./find-waist.js";
import { widestExtent, type RowProfile } from "./measure-rows.js";
import { openGapTip } from "./open-gap-tip.js";
import { hasPointedHem, splitLegs, type LegSplit } from "./split-legs.js";
import { traceHem, traceSide, type SideEdges } from "./trace-edges.js";

const STAGE = "garment";
const EDGE_POINTS = 48;
const HEM_POINTS = 17;
/** A waistband of fewer pixels cannot be read. */
const WAIST_MIN_PX = 16;
/** A shape less symmetric than this is no lower garment seen from the front; most reach the second. */
const SYMMETRY_MIN = 0.6;
const SYMMETRY_USUAL = 0.9;
/** Seat over waist beyond which a landmark is wrong: gathered waists reach 2.2. */
const SEAT_MAX = 3;
/** Holes are filled this far inside the outline, in pixels of the mask: rips and pale prints are cloth. */
const INSIDE_PX = 4;
/** The seat lies within this share of the height (skirts), and it is looked for above the crotch (trousers). */
const SEAT_SHARE = 0.3;

/** What the garment stage knows before it looks for landmarks. Masks are at the size of `small`. */
export interface LowerPicture {
  readonly small: Image8;
  readonly lab: LabImage;
  /** The photo's own cut-out, if it has one. */
  readonly alpha: Mask | undefined;
  /** Everything that differs from the ground. */
  readonly mask: Mask;
  /** The garment's largest component, and its rows. */
  readonly shape: Mask;
  readonly rows: RowProfile;
  readonly axis: SymmetryAxis;
}

interface Reading {
  readonly waist: Waist;
  readonly split: LegSplit | undefined;
  readonly left: SideEdges;
  readonly right: SideEdges;
  /** The hem from right to left where it has a notch between its corners; else empty. */
  readonly notched: readonly Point[];
}

function topOf(mask: Mask): (x: number) => number {
  const { width, height, data } = mask;
  const tops = new Float64Array(width);
  for (let x = 0; x < width; x++) {
    let y = 0;
    while (y < height - 1 && data[y * width + x]! < 128) y++;
    tops[x] = y;
  }
  return (x) => tops[x]!;
}

/** Landmarks of a garment that hangs from the waist. */
function readLandmarks({ lab, shape, rows, axis }: LowerPicture): Reading {
  const waist = findWaist(lab, rows, topOf(shape));
  const split = splitLegs(shape, lab, rows, axis.x);
  const trace = (side: 1 | -1): SideEdges =>
    traceSide(shape, rows, side, { waist: side === 1 ? waist.left : waist.right, axisX: axis.x, split });
  const [left, right] = [trace(1), trace(-1)];
  const hasLegs = left.inner !== undefined && right.inner !== undefined;
  const isNotched = !hasLegs && hasPointedHem(shape, rows, axis.x);
  const notched = isNotched ? traceHem(shape, [right.outer.at(-1)!, left.outer.at(-1)!], 1) : [];
  return { waist, split: hasLegs ? split : undefined, left, right, notched };
}

/** Both legs' outlines, or the skirt's, as closed polygons in pixels of the mask. */
function outlinesOf({ waist, split, left, right, notched }: Reading): (readonly Point[])[] {
  if (!split) return [[...waist.front, ...right.outer, ...notched, ...left.outer.toReversed()]];
  const top = [waist.front[(waist.front.length - 1) / 2]!, split.crotch];
  return [left, right].map(({ outer, inner }) => [...outer, ...inner!.toReversed(), ...top.toReversed()]);
}

/** Fills what lies well inside the outline, and opens the tip of the gap between the legs. */
function mend({ mask, lab }: LowerPicture, reading: Reading): Mask {
  const inside = new Uint8Array(mask.data.length);
  for (const polygon of outlinesOf(reading)) {
    const filled = fillPolygon(polygon, mask.width, mask.height).data;
    for (let i = 0; i < inside.length; i++) if (filled[i]! >= 128) inside[i] = 255;
  }
  const sure = erodeSquare(dilateSquare({ ...mask, data: inside }, 1), INSIDE_PX + 1).data;
  const filled = { ...mask, data: mask.data.map((v, i) => (sure[i] === 0 ? v : 255)) };
  return reading.split ? openGapTip(filled, lab, reading.split) : filled;
}

function findHip(outer: readonly Point[], toY: number, side: 1 | -1): Point {
  let best = outer[0]!;
  for (const p of outer) if (p.y <= toY && side * (p.x - best.x) >= 0) best = p;
  return best;
}

function confidenceOf({ waist, split, left, right }: Reading, picture: LowerPicture): number {
  const { symmetry } = picture.axis;
  const likeness = Math.min(1, symmetry / SYMMETRY_USUAL) ** 2;
  const level = Math.abs(waist.left.y - waist.right.y) / (waist.left.x - waist.right.x);
  const ends = Math.abs(left.outer.at(-1)!.y - right.outer.at(-1)!.y) / picture.rows.first.length;
  const hasOwnGap = !split || split.crotch.y < picture.rows.bottom;
  return likeness * Math.exp(-2 * level - 3 * ends) * (hasOwnGap ? 1 : 0.7);
}

function listHems(shape: Mask, { split, left, right, notched }: Reading): Point[][] {
  if (notched.length > 0) return [spaceBySteps(notched.toReversed(), 2 * HEM_POINTS)];
  const leftEnd = left.outer.at(-1)!;
  const rightEnd = right.outer.at(-1)!;
  if (!split) return [spaceBySteps(traceHem(shape, [leftEnd, rightEnd]), 2 * HEM_POINTS)];
  return [
    spaceBySteps(traceHem(shape, [leftEnd, left.inner!.at(-1)!]), HEM_POINTS),
    spaceBySteps(traceHem(shape, [right.inner!.at(-1)!, rightEnd]), HEM_POINTS),
  ];
}

/** The matte above the front waistband's edge. */
function buildBackWaist(matte: Mask, waist: Waist, enlarge: (p: Point) => Point): Mask {
  const empty = { width: matte.width, height: matte.height, data: new Uint8Array(matte.data.length) };
  if (!waist.hasInside) return empty;
  const front = waist.front.map(enlarge);
  const [first, last] = [front[0]!, front.at(-1)!];
  const area = fillPolygon([...front, { x: last.x, y: 0 }, { x: first.x, y: 0 }], matte.width, matte.height);
  return { ...empty, data: area.data.map((v, i) => Math.round((v * matte.data[i]!) / 255)) };
}

/**
 * Reads trousers, shorts or a skirt: matte, waistband, outer and inner edges, crotch and hems.
 * Refuses with GARMENT_CUT_OFF or GARMENT_UNREADABLE.
 */
export function analyseLower(image: Image8, picture: LowerPicture): Outcome<LowerGarmentAnalysis> {
  const { shape, rows, axis } = picture;
  if (isCutOff(shape)) return refuse("GARMENT_CUT_OFF", STAGE);
  const reading = readLandmarks(picture);
  const { waist, split, left, right } = reading;
  const width = waist.left.x - waist.right.x;
  const seat = widestExtent(rows, 0, 0.5);
  if (width < WAIST_MIN_PX || axis.symmetry < SYMMETRY_MIN || seat > SEAT_MAX * width)
    return refuse("GARMENT_UNREADABLE", STAGE);
  const toPhoto = { x: image.width / shape.width, y: image.height / shape.height };
  const enlarge = (p: Point): Point => ({ x: p.x * toPhoto.x, y: p.y * toPhoto.y });
  const { matte, colour } = picture.alpha
    ? takeAlpha(image, picture.alpha)
    : buildMatte(image, picture, mend(picture, reading));
  const confidence = confidenceOf(reading, picture);
  const seatY = split ? split.crotch.y : rows.top + SEAT_SHARE * rows.first.length;
  const buildSide = ({ outer, inner }: SideEdges, side: 1 | -1): LowerSide => ({
    waist: { ...enlarge(outer[0]!), confidence },
    hip: { ...enlarge(findHip(outer, seatY, side)), confidence },
    hem: { ...enlarge(outer.at(-1)!), confidence },
    outer: spaceInY(outer, EDGE_POINTS).map(enlarge),
    ...(split && inner ? { inner: spaceInY(inner, EDGE_POINTS).map(enlarge) } : {}),
  });
  return accept({
    width: image.width,
    height: image.height,
    kind: "lower",
    style: split ? "trousers" : "skirt",
    matte,
    colour,
    backWaist: buildBackWaist(matte, waist, enlarge),
    waistline: waist.front.map(enlarge),
    ...(split ? { crotch: { ...enlarge(split.crotch), confidence } } : {}),
    hemlines: listHems(shape, reading).map((hem) => hem.map(enlarge)),
    left: buildSide(left, 1),
    right: buildSide(right, -1),
    confidence,
    warnings: [
      ...(axis.symmetry < SYMMETRY_USUAL ? (["garment-asymmetric"] as const) : []),
      ...(confidence < 0.5 ? (["garment-landmarks-doubtful"] as const) : []),
    ],
  });
}
