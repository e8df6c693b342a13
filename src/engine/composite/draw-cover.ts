import type { Mask, Point } from "../image.js";
import { armChain, armPlacer, placeBy, type ArmPlacer, type SideName } from "../fit/arm-chain.js";
import { torsoPlace, type BodyFrame } from "../fit/body-frame.js";
import { TOP_SAMPLES } from "../fit/bare-top.js";
import type { Fit, FittedSide } from "../fit/types.js";
import type { UpperGarmentAnalysis } from "../garment/types.js";
import { fillInCrop } from "./fill-in-crop.js";
import { halfCovered } from "../kernels/mask-logic.js";
import { markLabels } from "../kernels/mark-labels.js";
import { smoothMask } from "../kernels/smooth-mask.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { PART } from "../person/types.js";
import { REVEAL, type PersonCrop, type RemovalMarks } from "../remove/mod.js";
import { PIECE, placePoints, type Piece, type PlacedMesh } from "../warp/mod.js";

/** What each piece is to cover on the person, soft at the edge, at the crop's size. Null without that piece. */
export interface ClothCover {
  readonly torso: Mask;
  readonly leftSleeve: Mask | null;
  readonly rightSleeve: Mask | null;
  /** The neckline's opening and what lies above it, where skin shows and nothing is continued or cut. */
  readonly opening: Mask;
  /** Ends of each sleeve's cuff, outer and inner, in pixels of the photo. */
  readonly cuffs: Readonly<Record<SideName, readonly [Point, Point] | undefined>>;
}

export interface CoverInput {
  readonly crop: PersonCrop;
  readonly removal: RemovalMarks;
  readonly body: BodyFrame;
  readonly garment: UpperGarmentAnalysis;
  readonly fit: Fit;
  readonly placed: PlacedMesh;
  /** The worn top's, from {@link smoothWorn}. */
  readonly silhouette: Float32Array;
}

/** Where the worn top reaches this far past the fitted outline, in units, the photo's own edge is taken. */
const SNAP_UNITS = 0.045;
/** A sleeve follows its own outline more than the worn one's, whose cuff and folds are others. */
const SNAP_SLEEVE_UNITS = 0.006;
/** The worn top's outline is smoothed over this length, in units. */
const SMOOTH_UNITS = 0.03;
/** A widened outline is smoothed over this length, in units. */
const EVEN_UNITS = 0.05;
/** The neckline's opening reaches this far up, in units. */
const OPENING_UP = 1.5;

/** Bare shoulders are covered if they stand out no further than this, in units; from here outward across, and above this t. */
const SHOULDER_UNITS = 0.1;
const SHOULDER_FROM = 0.36;
const SHOULDER_TO_T = 0.12;
const WORN = [PART.upper];
const BARE = [PART.neck, PART.leftArm, PART.rightArm];

/** Leaves off the end of an edge that lies past the line from `a` to `b`, seen from the edge's start. */
function trimPast(edge: readonly Point[], a: Point, b: Point): readonly Point[] {
  const sideOf = (p: Point): number => (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
  const near = Math.sign(sideOf(edge[0]!));
  let count = edge.length;
  while (count > 1 && Math.sign(sideOf(edge[count - 1]!)) !== near) count--;
  return edge.slice(0, count);
}

/** Where the relaxed mesh has a sleeve's cuff, a little further up than fitted, maybe. */
function placeCuff({ fit, placed }: CoverInput, name: SideName): readonly [Point, Point] | undefined {
  const { sleeve } = fit.sides[name];
  const [a, b] = sleeve === undefined ? [] : placePoints(placed, sleevePiece(name), sleeve.cuff);
  return a === undefined || b === undefined ? undefined : [a, b];
}

const sleevePiece = (name: SideName): Piece => (name === "left" ? PIECE.leftSleeve : PIECE.rightSleeve);

/** The sleeve's fitted outline as far as its own cuff. */
function sleeveOutline({ sleeve }: FittedSide, cuff: readonly [Point, Point] | undefined): Point[] {
  if (sleeve === undefined || cuff === undefined) return [];
  const [a, b] = cuff;
  return [...trimPast(sleeve.outer, a, b), a, b, ...trimPast(sleeve.inner, a, b).toReversed()];
}

/** A shirt without sleeves ends at its armholes, which only the garment's own matte knows: it is covered below the armpits. */
function torsoOutline({ garment, fit, placed }: CoverInput): Point[] {
  const { left, right } = fit.sides;
  const place = (points: readonly Point[]): Point[] => placePoints(placed, PIECE.torso, points);
  const bottom = [...left.seam, ...place(garment.hemline), ...right.seam.toReversed()];
  if (garment.sleeveLength === "none") return bottom;
  return [
    ...left.shoulder,
    ...bottom,
    ...right.shoulder.toReversed(),
    ...place(garment.neckline).toReversed(),
  ];
}

/** Parts with a smooth outline, soft at the edge: labels are ragged by a pixel or three. */
function smoothParts(parts: Mask, unit: number, wanted: readonly number[]): Float32Array {
  return smoothMask(markLabels(parts, wanted), Math.max(1, Math.round(SMOOTH_UNITS * unit)));
}

/** The worn top's silhouette 0..1, soft at the edge. */
export function smoothWorn(crop: PersonCrop, unit: number): Float32Array {
  return smoothParts(crop.parts, unit, WORN);
}

/**
 * The pixels to which a piece's outline might be widened: not full yet, on the worn top and within `reachPx`. `worn` may end above the
 * outline's last row: nothing grows below it.
 */
function listGrowth(outline: Mask, worn: Float32Array, reachPx: number): readonly number[] {
  const top = {
    ...outline,
    height: worn.length / outline.width,
    data: outline.data.subarray(0, worn.length),
  };
  const near = dilateSquare(top, Math.max(1, Math.round(reachPx))).data;
  const pixels: number[] = [];
  for (let i = 0; i < worn.length; i++)
    if (outline.data[i]! < 255 && near[i]! > 127 && worn[i]! > 0) pixels.push(i);
  return pixels;
}

/** Widens an outline to the worn top at the given pixels. */
function growTo(outline: Mask, worn: Float32Array, pixels: readonly number[]): Mask {
  const data = outline.data.slice();
  for (const i of pixels) data[i] = Math.max(data[i]!, Math.round(255 * worn[i]!));
  return { ...outline, data };
}

/** The neckline as it was placed, with bare shoulders the whole top edge, closed upward. */
function drawOpening({ crop, body, garment, fit, placed }: CoverInput): Mask {
  const neckline = placePoints(placed, PIECE.torso, garment.neckline);
  const { left, right } = fit.sides;
  const line =
    garment.bareTop === undefined
      ? neckline
      : [...topOfSleeve(left), ...neckline, ...topOfSleeve(right).toReversed()];
  const up = { x: -OPENING_UP * body.unit * body.down.x, y: -OPENING_UP * body.unit * body.down.y };
  const raise = (p: Point): Point => ({ x: p.x + up.x, y: p.y + up.y });
  const [first, last] = [line[0], line[line.length - 1]];
  if (first === undefined || last === undefined) return fillInCrop([], crop);
  return fillInCrop([...line, raise(last), raise(first)], crop);
}

/** A bare-shouldered sleeve's top edge, from its tip to the armhole. */
function topOfSleeve({ sleeve }: FittedSide): Point[] {
  return sleeve === undefined ? [] : sleeve.outer.slice(0, TOP_SAMPLES + 1).toReversed();
}

/** Whether the arm on the pixel's side comes out of a worn top without sleeves, so that cloth on it belongs to the torso. */
function isBesideBareArm({ body, crop }: CoverInput, i: number): boolean {
  const dx = (i % crop.rect.width) + crop.rect.left - body.origin.x;
  const dy = Math.floor(i / crop.rect.width) + crop.rect.top - body.origin.y;
  const isLeft = dx * body.acrossShoulders.x + dy * body.acrossShoulders.y > 0;
  return body.arms[isLeft ? "left" : "right"].isSleeveless;
}

/** The silhouette 0..1 of shoulders that are bare in the photo, down to the row where they end. */
function readBareShoulders({ crop, body }: CoverInput): Float32Array {
  const { origin, down, torsoLength, unit } = body;
  // a leaning body's shoulders end at different heights
  const lowest = origin.y + SHOULDER_TO_T * torsoLength * down.y + 2 * unit * Math.abs(down.x);
  const { width, height, data } = crop.parts;
  const rows = Math.min(height, Math.max(1, Math.ceil(lowest - crop.rect.top + unit * SMOOTH_UNITS)));
  const parts: Mask = { width, height: rows, data: data.subarray(0, rows * width) };
  return smoothParts(parts, unit, BARE);
}

/** Shoulders that are bare in the photo, and where nothing is to be covered. */
interface Shoulders {
  readonly bare: Float32Array | null;
  readonly opening: Mask;
}

/** Shoulders that are bare in the photo, which a raised forearm beside them is not: a garment with sleeves lies on them, wherever its seam was fitted. */
function coverShoulders(piece: Mask, { bare, opening }: Shoulders, input: CoverInput): Mask {
  if (bare === null) return piece;
  const near = listGrowth(piece, bare, SHOULDER_UNITS * input.body.unit);
  const { body } = input;
  const placers = { left: armPlacer(armChain(body, "left")), right: armPlacer(armChain(body, "right")) };
  return growTo(
    piece,
    bare,
    near.filter((i) => opening.data[i]! < 128 && isShoulder(input, placers, i)),
  );
}

function isShoulder(
  { body, crop }: CoverInput,
  placers: Readonly<Record<SideName, ArmPlacer>>,
  i: number,
): boolean {
  const x = (i % crop.rect.width) + crop.rect.left;
  const y = Math.floor(i / crop.rect.width) + crop.rect.top;
  const { t, lateralPx } = torsoPlace(body, x, y);
  if (t >= SHOULDER_TO_T || Math.abs(lateralPx) <= SHOULDER_FROM * body.unit) return false;
  return placeBy(placers[lateralPx > 0 ? "left" : "right"], x, y).at <= 1;
}

function sleeveCover(input: CoverInput, name: SideName, shoulders: Shoulders): Mask | null {
  const { crop, body, fit, silhouette: worn } = input;
  const { sleeve } = fit.sides[name];
  if (sleeve === undefined) return null;
  const placer = armPlacer(armChain(body, name));
  const outline = fillInCrop(sleeveOutline(fit.sides[name], placeCuff(input, name)), crop);
  const isAboveCuff = (i: number): boolean => {
    const x = (i % crop.rect.width) + crop.rect.left;
    const y = Math.floor(i / crop.rect.width) + crop.rect.top;
    return placeBy(placer, x, y).at < sleeve.end;
  };
  const near = listGrowth(outline, worn, SNAP_SLEEVE_UNITS * body.unit);
  return coverShoulders(growTo(outline, worn, near.filter(isAboveCuff)), shoulders, input);
}

/** Takes steps and tails off an outline that was widened pixel by pixel. */
function smoothGrown(outline: Mask, unit: number): Mask {
  const even = smoothMask(halfCovered(outline), Math.max(2, Math.round(EVEN_UNITS * unit)));
  const data = new Uint8Array(even.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.round(255 * even[i]!);
  return { ...outline, data };
}

/** Whether the torso may grow over a pixel. */
function isTorso(input: CoverInput, i: number): boolean {
  const { garment, removal } = input;
  const reveal = removal.reveal.data[i];
  // bare shoulders of a sleeveless garment are not to be covered, nor arms: what the photo shows there was a sleeve
  if (garment.sleeveLength === "none" && reveal === REVEAL.skin) return false;
  if (reveal === REVEAL.arm && !isBesideBareArm(input, i)) return false;
  // what a plain background is painted on needs no cloth: the garment's own edge is better than a continued one
  return !(removal.isGroundPlain && reveal === REVEAL.background);
}

/** Takes from a soft mask what another hides. In place. */
function hideInto({ data }: Mask, front: Mask): void {
  for (let i = 0; i < data.length; i++) data[i] = Math.min(data[i]!, 255 - front.data[i]!);
}

/** Draws the fitted outline of each piece, widened to the worn top's edge where that is near: the silhouette that the cloth is to fill. */
export function drawCover(input: CoverInput): ClothCover {
  const { crop, body, garment, fit, silhouette: worn } = input;
  const hasSleeves = garment.sleeveLength !== "none";
  const opening = drawOpening(input);
  const outline = fillInCrop(torsoOutline(input), crop);
  const near = listGrowth(outline, worn, SNAP_UNITS * body.unit);
  const torso = growTo(
    outline,
    worn,
    near.filter((i) => opening.data[i]! < 128 && isTorso(input, i)),
  );
  const isOnShoulders = hasSleeves && garment.bareTop === undefined;
  const shoulders = { bare: isOnShoulders ? readBareShoulders(input) : null, opening };
  const even = smoothGrown(coverShoulders(torso, shoulders, input), body.unit);
  if (fit.tuck !== undefined) hideInto(even, fillInCrop(fit.tuck, crop));
  return {
    torso: even,
    leftSleeve: sleeveCover(input, "left", shoulders),
    rightSleeve: sleeveCover(input, "right", shoulders),
    opening,
    cuffs: { left: placeCuff(input, "left"), right: placeCuff(input, "right") },
  };
}
