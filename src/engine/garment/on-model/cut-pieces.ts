import { createMask, type Image8, type Mask, type Point } from "../../image.js";
import { findComponents } from "../../kernels/connected-components.js";
import { cropImage, cropMask, type Rect } from "../../kernels/crop.js";
import { distanceInside, distanceToMask } from "../../kernels/distance-transform.js";
import { fillPolygon } from "../../kernels/fill-polygon.js";
import { along, distanceToPolyline } from "../../kernels/polyline.js";
import { dilate, open } from "../../kernels/morphology.js";
import { smoothMask } from "../../kernels/smooth-mask.js";
import { resizeImage, resizeMask } from "../../kernels/resize.js";
import { buildMatte } from "../build-matte.js";
import { ARMPIT_DROP } from "../../fit/armpit-drop.js";
import { fillHidden, type Kin, type MirrorOf } from "./fill-hidden.js";
import { SIGHT, type WornView } from "./worn-view.js";

/** Long side in pixels at which the cut-out's edge is found before it is refined. */
const EDGE_SIZE = 640;
/** The cut-out's edge is smoothed over this length, in units. */
const EDGE_UNITS = 0.035;
/** The line between two pieces over this one. */
const OWNER_UNITS = 0.06;
/** Parts of the cut-out smaller than this share of the largest are specks. */
const SPECK_SHARE = 0.01;
/** Photo pixels a pixel of the masks that divide the cloth among the pieces. */
const COARSE = 3;
/** Cloth further from every piece's outline than this, in units, is not the garment: a shoe of its colour. */
const REACH = 0.42;
/** Width in units of the rim along an outline in which hair or a hand only touches the garment. */
const RIM = 0.05;
/** What is hidden is cut this much wider, in units: the parsing's edge is not exact, and hands cast shadows. */
const MARGIN = 0.025;
/** Nearer than this to a cuff's line (units) skin is the arm that comes out of the sleeve. */
const CUFF = 0.13;
/** A hole in the parsing smaller than this (square units) is an error of the parsing, or a button. */
const SPECK = 0.02;

/** Half width in units of the strip along an armhole that torso and sleeve both own: no gap opens there. The torso's stays within the seam, for it is seen under the sleeve. */
const ARMHOLE = { torso: 0.05, left: 0.08, right: 0.08 } as const;

/** Closed outlines of the pieces in the photo; a sleeve that is not there is empty. */
export interface PieceOutlines {
  readonly torso: readonly Point[];
  /** From the shoulder's end to the cuff, and back to the armpit. */
  readonly left: readonly Point[];
  readonly right: readonly Point[];
}

/** One piece cut out of the photo, whole: what hid it is painted over. */
export interface CutPiece {
  /** Three channels; outside the matte the cloth's colours run on. */
  readonly colour: Image8;
  readonly matte: Mask;
  /** Share 0..1 of the outline's area that was hidden. */
  readonly hiddenShare: number;
}

export interface CutPieces {
  /** The part of the photo that the pieces' pictures show. */
  readonly rect: Rect;
  readonly torso: CutPiece;
  readonly left: CutPiece | null;
  readonly right: CutPiece | null;
}

/** Cuts torso and sleeves out of the photo, each to a picture of its own, so that none covers another. */
export function cutPieces(
  photo: Image8,
  view: WornView,
  outlines: PieceOutlines,
  mirrorOf: MirrorOf,
): CutPieces {
  const rect = boundOutlines(outlines, view);
  const coarse = drawCoarse(view, outlines, rect);
  const owners = assignOwners(coarse);
  const cut = { ...cutCloth(cropImage(photo, rect), cropMask(view.sight, rect), view.body.unit), coarse };
  const inRect: MirrorOf = (x, y) => {
    const [mx, my] = mirrorOf(x + rect.left, y + rect.top);
    return [mx - rect.left, my - rect.top];
  };
  const { origin, down, unit } = view.body;
  const hang = { down, fromY: along(origin, down, ARMPIT_DROP * unit).y - rect.top };
  const sleeve = (name: "left" | "right"): CutPiece | null =>
    outlines[name].length === 0
      ? null
      : cutPiece(cut, { name, owner: owners[name], kin: { mirrorOf: () => [NaN, NaN], hang: null } });
  return {
    rect,
    torso: cutPiece(cut, {
      name: "torso",
      owner: owners.torso,
      kin: { mirrorOf: inRect, hang },
    }),
    left: sleeve("left"),
    right: sleeve("right"),
  };
}

function boundOutlines(outlines: PieceOutlines, view: WornView): Rect {
  const points = [...outlines.torso, ...outlines.left, ...outlines.right];
  const pad = REACH * view.body.unit;
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const left = Math.max(0, Math.floor(Math.min(...xs) - pad));
  const top = Math.max(0, Math.floor(Math.min(...ys) - pad));
  const right = Math.min(view.sight.width, Math.ceil(Math.max(...xs) + pad));
  const bottom = Math.min(view.sight.height, Math.ceil(Math.max(...ys) + pad));
  return { left, top, width: right - left, height: bottom - top };
}

const PIECES = ["torso", "left", "right"] as const;
type PieceName = (typeof PIECES)[number];
type Regions = Readonly<Record<PieceName, Mask>>;

/** What decides over pieces, drawn at a third of the size: it is smooth, and edges come from the matte. */
interface CoarseView {
  readonly sight: Mask;
  readonly regions: Regions;
  /** Ends of each sleeve's first and last line across. */
  readonly armholes: Readonly<Record<"left" | "right", readonly Point[]>>;
  readonly cuffs: Readonly<Record<PieceName, readonly Point[]>>;
  /** The body's unit in coarse pixels. */
  readonly unit: number;
}

function drawCoarse(view: WornView, outlines: PieceOutlines, rect: Rect): CoarseView {
  const width = Math.ceil(rect.width / COARSE);
  const height = Math.ceil(rect.height / COARSE);
  const toCoarse = (p: Point): Point => ({ x: (p.x - rect.left) / COARSE, y: (p.y - rect.top) / COARSE });
  const fill = (outline: readonly Point[]): Mask =>
    outline.length === 0 ? createMask(width, height) : fillPolygon(outline.map(toCoarse), width, height);
  const sight = createMask(width, height);
  for (let y = 0; y < height; y++) {
    const row = Math.min(view.sight.height - 1, rect.top + y * COARSE + 1) * view.sight.width;
    for (let x = 0; x < width; x++) {
      sight.data[y * width + x] =
        view.sight.data[row + Math.min(view.sight.width - 1, rect.left + x * COARSE + 1)]!;
    }
  }
  const ends = (outline: readonly Point[]): readonly Point[] =>
    outline.length === 0 ? [] : [toCoarse(outline[0]!), toCoarse(outline.at(-1)!)];
  const cuff = (outline: readonly Point[]): readonly Point[] =>
    outline.slice(outline.length / 2 - 1, outline.length / 2 + 1).map(toCoarse);
  return {
    sight,
    regions: { torso: fill(outlines.torso), left: fill(outlines.left), right: fill(outlines.right) },
    armholes: { left: ends(outlines.left), right: ends(outlines.right) },
    cuffs: { torso: [], left: cuff(outlines.left), right: cuff(outlines.right) },
    unit: view.body.unit / COARSE,
  };
}

/** Matte of all cloth and its colour without the tint of what lies beside it. */
export function cutCloth(photo: Image8, sight: Mask, unit: number): { matte: Mask; colour: Image8 } {
  const scale = Math.min(1, EDGE_SIZE / Math.max(photo.width, photo.height));
  const width = Math.max(8, Math.round(photo.width * scale));
  const height = Math.max(8, Math.round(photo.height * scale));
  const cloth = { ...sight, data: sight.data.map((v) => (v === SIGHT.cloth ? 255 : 0)) };
  const small = resizeMask(cloth, width, height);
  const { matte, colour } = buildMatte(
    photo,
    { small: resizeImage(photo, width, height) },
    {
      ...small,
      data: small.data.map((v) => (v >= 128 ? 255 : 0)),
    },
  );
  return { matte: smoothEdge(matte, Math.max(2, Math.round(EDGE_UNITS * unit))), colour };
}

/** What is large of a mask: specks of hair beside a collar are not. */
function dropSpecks(mask: Mask): Mask {
  const { labels, list } = findComponents(mask);
  const least = SPECK_SHARE * Math.max(0, ...list.map(({ area }) => area));
  return { ...mask, data: mask.data.map((v, i) => (v > 0 && list[labels[i]! - 1]!.area < least ? 0 : v)) };
}

/** A matte without the fringe and the steps that the parsing's edge leaves: soft over about two pixels. */
function smoothEdge(matte: Mask, radiusPx: number): Mask {
  const solid = dropSpecks({ ...matte, data: matte.data.map((v) => (v >= 128 ? 255 : 0)) });
  return { ...matte, data: Uint8Array.from(smoothMask(solid, radiusPx), (v) => Math.round(255 * v)) };
}

/** Which piece owns a pixel: those whose outline holds it, outside all the nearest within reach. */
function assignOwners({ regions, armholes, unit }: CoarseView): Regions {
  const distance = {
    torso: distanceToMask(regions.torso).data,
    left: distanceToMask(regions.left).data,
    right: distanceToMask(regions.right).data,
  };
  const own = (name: PieceName): Mask => {
    const mine = distance[name];
    const others = PIECES.filter((other) => other !== name).map((other) => distance[other]);
    const lines = name === "torso" ? [armholes.left, armholes.right] : [armholes[name]];
    const mask = createMask(regions[name].width, regions[name].height);
    for (let i = 0; i < mask.data.length; i++) {
      const nearest = Math.min(others[0]![i]!, others[1]![i]!);
      const isNear = mine[i] === 0 || (mine[i]! < nearest && mine[i]! < REACH * unit);
      const x = (i % mask.width) + 0.5;
      const y = Math.floor(i / mask.width) + 0.5;
      const strip = ARMHOLE[name] * unit;
      const isStrip = mine[i]! < strip && lines.some((line) => distanceToPolyline(line, x, y) < strip);
      if (isNear || isStrip) mask.data[i] = 255;
    }
    return mask;
  };
  return { torso: own("torso"), left: own("left"), right: own("right") };
}

interface Cut {
  readonly matte: Mask;
  readonly colour: Image8;
  readonly coarse: CoarseView;
}

function cutPiece(
  { matte: cloth, colour, coarse }: Cut,
  piece: { readonly name: PieceName; readonly owner: Mask; readonly kin: Kin },
): CutPiece {
  const { width, height } = cloth;
  const region = coarse.regions[piece.name];
  const owner = smoothOwner(piece.owner, { width, height }, coarse.unit * COARSE);
  const matte = { ...cloth, data: cloth.data.map((v, i) => Math.round(v * owner[i]!)) };
  const found = findHidden(coarse, piece.name);
  const hiddenShare = sum(found) / Math.max(1, sum(region));
  if (hiddenShare === 0) return { colour, matte, hiddenShare };
  const hidden = resizeMask(found, width, height);
  const inside = resizeMask(region, width, height);
  const known = {
    ...matte,
    data: matte.data.map((v, i) => (v > 250 && inside.data[i]! > 250 && hidden.data[i] === 0 ? 255 : 0)),
  };
  return {
    colour: fillHidden(colour, known, hidden, piece.kin),
    // two soft edges of one cloth that meet close up
    matte: { ...matte, data: matte.data.map((v, i) => Math.min(255, v + hidden.data[i]!)) },
    hiddenShare,
  };
}

/** Coverage 0..1 of a piece's own part at the photo's size, without the coarse mask's steps: between arm and torso they would be the garment's edge. */
function smoothOwner(
  owner: Mask,
  size: { readonly width: number; readonly height: number },
  unit: number,
): Float32Array {
  const large = resizeMask(owner, size.width, size.height);
  const solid = { ...large, data: large.data.map((v) => (v >= 128 ? 255 : 0)) };
  return smoothMask(solid, Math.max(2 * COARSE, Math.round(OWNER_UNITS * unit)));
}

function sum(mask: Mask): number {
  let total = 0;
  for (const v of mask.data) total += v;
  return total;
}

/** The part of a piece's outline that hair, hands, a bag or another piece covers, and specks that the parsing lost. */
function findHidden({ sight, regions, unit, cuffs }: CoarseView, name: PieceName): Mask {
  const depth = distanceInside(regions[name]).data;
  const isCovered = (i: number): boolean =>
    name === "torso" && Math.max(regions.left.data[i]!, regions.right.data[i]!) >= 128;
  const touch = {
    ...sight,
    data: sight.data.map((v, i) => (depth[i]! > 0 && (v === SIGHT.veil || isCovered(i)) ? 255 : 0)),
  };
  const solid = open(touch, RIM * unit);
  const core = {
    ...sight,
    data: touch.data.map((v, i) => (solid.data[i]! > 0 || (v > 0 && depth[i]! > RIM * unit) ? 255 : 0)),
  };
  addSpecks(core, sight, depth, unit);
  const grown = dilate(core, Math.max(1, MARGIN * unit));
  const isAtCuff = (i: number): boolean =>
    distanceToPolyline(cuffs[name], (i % grown.width) + 0.5, Math.floor(i / grown.width) + 0.5) < CUFF * unit;
  return { ...grown, data: grown.data.map((v, i) => (v > 0 && depth[i]! > 0 && !isAtCuff(i) ? v : 0)) };
}

/** Marks small holes of the parsing that lie inside the outline. */
function addSpecks(hidden: Mask, sight: Mask, depth: Float32Array, unit: number): void {
  const holes = { ...sight, data: sight.data.map((v, i) => (v === SIGHT.other && depth[i]! > 0 ? 255 : 0)) };
  const { labels, list } = findComponents(holes);
  const isSpeck = list.map((c) => c.area < SPECK * unit * unit);
  for (let i = 0; i < labels.length; i++) {
    if (labels[i]! > 0 && isSpeck[labels[i]! - 1]! && depth[i]! > RIM * unit) hidden.data[i] = 255;
  }
}
