import { createImage, createMask, type Image8, type Mask, type Point } from "../../image.js";
import type { SideName } from "../../fit/arm-chain.js";
import type { BodyFrame } from "../../fit/body-frame.js";
import { distance, lerpPoint } from "../../kernels/polyline.js";
import { pushPullFill } from "../../kernels/push-pull.js";
import { rasteriseMesh } from "../../warp/rasterise-mesh.js";
import { sampleLayer } from "../../warp/sample-layer.js";
import { PIECE } from "../../warp/types.js";
import type { Sleeve } from "../types.js";
import type { CutPiece, CutPieces } from "./cut-pieces.js";
import type { WornSleeve } from "./measure-sleeve.js";

/** Angle of a laid-out sleeve from the torso's axis: far enough out to lie beside every coat. */
const SLEEVE_ANGLE_RAD = (50 * Math.PI) / 180;
/** Share of the sleeve over which its cross lines turn from the armhole's direction to square. */
const TURN_SHARE = 0.35;
/** Lines across a sleeve and how far they reach beyond its edges, in sleeve widths, so that soft edges are carried along. */
const ACROSS = [-0.25, 0, 0.25, 0.5, 0.75, 1, 1.25];
/** One more line lies past the cuff, in steps from line to line: no further, for a ragged rest of the cuff would show. */
const PAST_CUFF = 1.3;
/** A torso that leans less is left as it is, to the pixel. */
const UPRIGHT_RAD = (2.5 * Math.PI) / 180;
/** Free border of the picture in px. */
const BORDER = 8;

/** From the photo to the picture of the garment laid flat: a turn about the body's origin and a shift. */
export type Placement = (p: Point) => Point;

/** The garment laid flat: one picture in which no piece covers another. */
export interface FlatGarment {
  readonly colour: Image8;
  readonly matte: Mask;
  readonly place: Placement;
  readonly sleeves: Readonly<Record<SideName, Sleeve | null>>;
}

/** One sleeve to lay out. */
export interface SleevePlan {
  readonly worn: WornSleeve;
  /** The side in whose place in the photo it is seen: the other one's, when its own arm is hidden. */
  readonly seenOn: SideName;
  /** What is seen on its own arm, whichever is laid out; null when that is hidden. */
  readonly own: WornSleeve | null;
  /** Where it joins the torso in the photo. */
  readonly shoulder: Point;
  readonly armpit: Point;
}

/** Lays the cut pieces out: the torso upright, the sleeves straight and spread. */
export function layFlat(
  pieces: CutPieces,
  body: BodyFrame,
  sleeves: Readonly<Record<SideName, SleevePlan | null>>,
): FlatGarment {
  const turn = turnUpright(body);
  const spread = {
    left: sleeves.left && straighten(sleeves.left, "left", turn),
    right: sleeves.right && straighten(sleeves.right, "right", turn),
  };
  const { rect } = pieces;
  const corners = [
    { x: rect.left, y: rect.top },
    { x: rect.left + rect.width, y: rect.top },
    { x: rect.left, y: rect.top + rect.height },
    { x: rect.left + rect.width, y: rect.top + rect.height },
  ].map(turn);
  const reach = [
    corners,
    spread.left?.outer,
    spread.left?.inner,
    spread.right?.outer,
    spread.right?.inner,
  ].flatMap((line) => line ?? []);
  // whole pixels, so that an upright torso is copied and not resampled
  const left = Math.floor(Math.min(...reach.map((p) => p.x))) - BORDER;
  const top = Math.floor(Math.min(...reach.map((p) => p.y))) - BORDER;
  const width = Math.ceil(Math.max(...reach.map((p) => p.x))) + BORDER - left;
  const height = Math.ceil(Math.max(...reach.map((p) => p.y))) + BORDER - top;
  const shift = (p: Point): Point => ({ x: p.x - left, y: p.y - top });
  const canvas = { colour: createImage(width, height, 3), matte: createMask(width, height) };
  drawPiece(canvas, pieces.torso, { from: cornersOf(rect), to: corners.map(shift), columns: 2 });
  for (const side of ["left", "right"] as const) {
    const [plan, flat] = [sleeves[side], spread[side]];
    const piece = plan && pieces[plan.seenOn];
    if (plan === null || flat === null || piece === null) continue;
    const local = (p: Point): Point => ({ x: p.x - rect.left, y: p.y - rect.top });
    drawPiece(canvas, piece, {
      from: ladder(plan.worn.outer.map(local), plan.worn.inner.map(local)),
      to: ladder(flat.outer.map(shift), flat.inner.map(shift)),
      columns: ACROSS.length,
    });
  }
  const place = (p: Point): Point => shift(turn(p));
  const shifted = (s: Sleeve | null): Sleeve | null =>
    s && { outer: s.outer.map(shift), inner: s.inner.map(shift) };
  return {
    colour: runOn(canvas.colour, canvas.matte),
    matte: canvas.matte,
    place,
    sleeves: { left: shifted(spread.left), right: shifted(spread.right) },
  };
}

function turnUpright({ origin, down }: BodyFrame): Placement {
  const angle = Math.atan2(down.x, down.y);
  if (Math.abs(angle) < UPRIGHT_RAD) return (p) => p;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return ({ x, y }) => ({
    x: origin.x + c * (x - origin.x) - s * (y - origin.y),
    y: origin.y + s * (x - origin.x) + c * (y - origin.y),
  });
}

/** Unbends a sleeve: it keeps its widths and its armhole, its lengths are those of an arm that is not foreshortened. */
function straighten(plan: SleevePlan, side: SideName, turn: Placement): Sleeve {
  const { outer, inner, stretch: stretches, end } = plan.worn;
  const [shoulder, armpit] = [turn(plan.shoulder), turn(plan.armpit)];
  const sign = side === "left" ? 1 : -1;
  const along = { x: sign * Math.sin(SLEEVE_ANGLE_RAD), y: Math.cos(SLEEVE_ANGLE_RAD) };
  const square = Math.atan2(-along.x * sign, along.y * sign);
  const start = Math.atan2(shoulder.y - armpit.y, shoulder.x - armpit.x);
  const flat: { outer: Point[]; inner: Point[] } = { outer: [shoulder], inner: [armpit] };
  let middle = lerpPoint(shoulder, armpit, 0.5);
  for (let i = 1; i < outer.length; i++) {
    const share = i / (outer.length - 1);
    const stretch = stretches[share * end < 1 ? 0 : 1];
    const step =
      stretch * distance(lerpPoint(outer[i - 1]!, inner[i - 1]!, 0.5), lerpPoint(outer[i]!, inner[i]!, 0.5));
    middle = { x: middle.x + along.x * step, y: middle.y + along.y * step };
    const angle = turnTowards(start, square, Math.min(1, share / TURN_SHARE));
    const half = distance(outer[i]!, inner[i]!) / 2;
    const across = { x: Math.cos(angle) * half, y: Math.sin(angle) * half };
    flat.outer.push({ x: middle.x + across.x, y: middle.y + across.y });
    flat.inner.push({ x: middle.x - across.x, y: middle.y - across.y });
  }
  return flat;
}

/** The angle a share of the shorter way from one angle to another. */
function turnTowards(from: number, to: number, share: number): number {
  const way = Math.atan2(Math.sin(to - from), Math.cos(to - from));
  return from + share * way;
}

/** Points of the lines across a sleeve, row by row, with one row more past the cuff. */
function ladder(outer: readonly Point[], inner: readonly Point[]): Point[] {
  const rungs = outer.map((o, i) => [o, inner[i]!] as const);
  const [a, b] = [rungs.at(-2)!, rungs.at(-1)!];
  rungs.push([lerpPoint(a[0], b[0], PAST_CUFF), lerpPoint(a[1], b[1], PAST_CUFF)]);
  return rungs.flatMap(([o, i]) => ACROSS.map((share) => lerpPoint(o, i, share)));
}

function cornersOf({ width, height }: { readonly width: number; readonly height: number }): Point[] {
  return [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: 0, y: height },
    { x: width, y: height },
  ];
}

/** Draws a piece through a grid of points over what is on the canvas. */
function drawPiece(
  canvas: { readonly colour: Image8; readonly matte: Mask },
  piece: CutPiece,
  grid: { readonly from: readonly Point[]; readonly to: readonly Point[]; readonly columns: number },
): void {
  const { from, to, columns } = grid;
  const cells: number[] = [];
  for (let i = 0; i + columns < from.length; i++) {
    if (i % columns < columns - 1) cells.push(i, i + 1, i + columns, i + columns + 1);
  }
  const flatten = (points: readonly Point[]): Float32Array =>
    Float32Array.from(points.flatMap((p) => [p.x, p.y]));
  const mesh = {
    cellPx: 1,
    vertexCount: from.length,
    rest: flatten(from),
    vertexPiece: new Uint8Array(from.length),
    cells: Uint32Array.from(cells),
    cellPiece: new Uint8Array(cells.length / 4),
  };
  const { width, height } = canvas.colour;
  const rect = { left: 0, top: 0, width, height };
  const field = rasteriseMesh({ mesh, position: flatten(to) }, PIECE.torso, { within: rect });
  const everywhere = { width: 2, height: 2, data: new Uint8Array(4).fill(255) };
  const { image } = sampleLayer(
    {
      colour: piece.colour,
      coverage: piece.matte,
      origin: rect,
      sourceScale: 1,
      share: everywhere,
      shareStep: Math.max(piece.matte.width, piece.matte.height),
    },
    field,
    rect,
  );
  for (let i = 0; i < canvas.matte.data.length; i++) {
    const alpha = image.data[4 * i + 3]!;
    if (alpha === 0) continue;
    const below = canvas.matte.data[i]!;
    // two soft edges of one cloth that meet, as at the armhole, close up
    const share = alpha / Math.max(alpha, below, 1) < 1 ? alpha / 255 : 1;
    for (let c = 0; c < 3; c++) {
      const k = 3 * i + c;
      canvas.colour.data[k] = share * image.data[4 * i + c]! + (1 - share) * canvas.colour.data[k]!;
    }
    canvas.matte.data[i] = Math.min(255, Math.max(alpha, below));
  }
}

/** Lets the cloth's colours run on where nothing was drawn. */
function runOn(colour: Image8, matte: Mask): Image8 {
  return pushPullFill(colour, { ...matte, data: matte.data.map((v) => (v > 0 ? 255 : 0)) });
}
