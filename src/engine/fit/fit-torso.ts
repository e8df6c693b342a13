import type { Point } from "../image.js";
import type { GarmentSide, UpperGarmentAnalysis } from "../garment/types.js";
import { along, lerpPoint, resamplePolyline } from "../kernels/polyline.js";
import { PIECE, type Anchor } from "../warp/types.js";
import { halfWidthAt, wornHalfWidthAt, type BodyFrame } from "./body-frame.js";
import { acrossAt, axisAt } from "./torso-axis.js";
import { shoulderPoint } from "./shoulder-place.js";
import type { SideName } from "./arm-chain.js";
import { armpitDrop, type ArmpitPlan } from "./armpit-drop.js";
import { BARE_DROP } from "./bare-top.js";
import { besideArm } from "./beside-arm.js";
import { HANGING_WIDTH, SHOULDER_TIPS } from "./scale.js";
import type { Tuck } from "./tuck-line.js";

/** Garment rows and the points of the photo that belong to them, top to bottom. */
export interface Chain {
  readonly rows: readonly number[];
  readonly points: readonly Point[];
}

export interface TorsoFit {
  readonly anchors: readonly Anchor[];
  readonly place: (from: Point) => Point;
  readonly edges: Readonly<Record<SideName, Chain>>;
  /** The shoulder seams' places, from the neck point outward. */
  readonly shoulders: Readonly<Record<SideName, readonly Point[]>>;
}

/** Anchors along each side seam and the hem: closer than the mesh's cells, so that the edge cannot sag between two. */
const SEAM_SAMPLES = 33;
/** How far from the middle the sleeves of a garment worn off the shoulders begin, in units. */
const BARE_TIP = 0.46;

/** Natural over worn half widths at which the worn outline is taken: not at all, fully, fully, not at all. */
const SNAP = [0.7, 0.8, 1.1, 1.2] as const;
/** ... on the mean over so many samples to both sides. */
const SNAP_REACH = 5;

const STRONG = 8;
const FIRM = 3;

/** The point of a chain at a garment row, extended straight past its ends with the scale. */
export function chainAt(chain: Chain, row: number): Point {
  const { rows, points } = chain;
  let i = 1;
  while (i < rows.length - 1 && row > rows[i]!) i++;
  const span = rows[i]! - rows[i - 1]!;
  return lerpPoint(points[i - 1]!, points[i]!, span === 0 ? 0 : (row - rows[i - 1]!) / span);
}

/** x of the garment's edge on one side at a row: shoulder seam, armhole, side seam. */
function garmentEdgeX(side: GarmentSide, row: number): number {
  const line = [side.shoulder, side.armpit, ...side.seam.slice(1)];
  if (row <= line[0]!.y) return line[0]!.x;
  for (let i = 1; i < line.length; i++) {
    const a = line[i - 1]!;
    const b = line[i]!;
    if (row <= b.y && b.y > a.y) return a.x + ((b.x - a.x) * (row - a.y)) / (b.y - a.y);
  }
  return line[line.length - 1]!.x;
}

/** Lateral position in units where a sleeveless top's shoulder ends at the latest: on the bone, which bare arms round off from. */
const SLEEVELESS_TIP = 0.6;
const NARROWEST_TIP = 0.3;
/** ... and a strap, which is narrower than the first number: it is drawn in. */
const STRAP = 0.12;
const STRAP_TIP = 0.42;

/** A neck hole leaves at least this share of the shoulder, or the strap's own width, and is at least so wide to each side, in units. */
const SHOULDER_MIN = 0.2;
const NECK_MIN = 0.19;

/** Lateral position in units where a shoulder seam ends: at the shoulder's end with sleeves, where the cloth ends without. */
function shoulderU(garment: UpperGarmentAnalysis, body: BodyFrame, side: SideName, scale: number): number {
  if (garment.bareTop !== undefined) return BARE_TIP;
  if (garment.sleeveLength !== "none") return SHOULDER_TIPS / 2;
  const middle = (garment.left.neck.x + garment.right.neck.x) / 2;
  const natural = (Math.abs(garment[side].shoulder.x - middle) * scale) / body.unit;
  const strap = (Math.abs(garment[side].shoulder.x - garment[side].neck.x) * scale) / body.unit;
  return Math.min(strap < STRAP ? STRAP_TIP : SLEEVELESS_TIP, Math.max(NARROWEST_TIP, natural));
}

/**
 * The point of the top edge at lateral position `u` in units: on the shoulder's silhouette, on the bare shoulder where no sleeve hides that, or level across
 * the chest below bare shoulders.
 */
function topPoint({ garment, body }: TorsoPlan, u: number): Point {
  if (garment.bareTop === undefined) return shoulderPoint(body, u, garment.sleeveLength === "none");
  return along(along(body.origin, body.acrossShoulders, u * body.unit), body.down, BARE_DROP * body.unit);
}

/** How a torso is to be laid. */
export interface TorsoPlan extends ArmpitPlan {
  /** t on the torso's axis where the hem goes. */
  readonly hemT: number;
  /** Chain positions of the cuffs. */
  readonly sleeveEnds: Readonly<Record<SideName, number>>;
  /** How it is tucked in, if it is. */
  readonly tuck?: Tuck;
  /** Lays a seam that does not end on the torso: a dress's. */
  readonly laySeam?: (name: SideName, seam: readonly Point[]) => Point[];
}

/** Half width of new cloth at t: it hangs in a tube round the body, never narrower than the body. */
export function clothHalfWidth(body: BodyFrame, side: SideName, t: number, flatHalf: number): number {
  return Math.max(halfWidthAt(body, side, t), flatHalf * HANGING_WIDTH);
}

/** How much of the worn top's outline a new one takes that is so much wider or narrower: near it, all, since a real edge lies there in the photo. */
function snapShare(natural: number, worn: number): number {
  const [none, full, stillFull, noMore] = SNAP;
  const q = natural / worn;
  return Math.max(0, Math.min(1, (q - none) / (full - none), (noMore - q) / (noMore - stillFull)));
}

/** Mean of the values within `reach` samples. */
function meanNear(values: readonly number[], reach: number): number[] {
  return values.map((_, i) => {
    const near = values.slice(Math.max(0, i - reach), i + reach + 1);
    return near.reduce((sum, v) => sum + v, 0) / near.length;
  });
}

/**
 * Half widths of new cloth down one side: its own, or those of the worn top's outline where they are close for a while, and no further out than an arm
 * that hangs there.
 */
export function layHalfWidths(
  body: BodyFrame,
  name: SideName,
  rows: readonly { readonly t: number; readonly flatHalf: number }[],
): number[] {
  const natural = rows.map(({ t, flatHalf }) => clothHalfWidth(body, name, t, flatHalf));
  const worn = rows.map(({ t }) => wornHalfWidthAt(body, name, t));
  const share = meanNear(
    natural.map((v, i) => snapShare(v, worn[i]!)),
    SNAP_REACH,
  );
  const most = besideArm(body, name);
  return rows.map(({ t }, i) => Math.min(most(t), natural[i]! + share[i]! * (worn[i]! - natural[i]!)));
}

/** Targets of one side: shoulder end, armpit, side seam. */
function sideChain(plan: TorsoPlan, name: SideName): Chain {
  const { garment, body, scale, hemT } = plan;
  const side = garment[name];
  const sign = name === "left" ? 1 : -1;
  const middle = (garment.left.armpit.x + garment.right.armpit.x) / 2;
  const shoulder = topPoint(plan, sign * shoulderU(garment, body, name, scale));
  const armpitT = (armpitDrop(plan, name) * body.unit) / body.torsoLength;
  const seam = resamplePolyline(side.seam, SEAM_SAMPLES);
  const bottom = seam[seam.length - 1]!.y;
  const rows = seam.map((p) => {
    const f = (p.y - side.armpit.y) / Math.max(1, bottom - side.armpit.y);
    const flat = Math.abs(p.x - middle) * scale;
    return { t: armpitT + (hemT - armpitT) * f, flatHalf: garment.model ? flat / HANGING_WIDTH : flat };
  });
  const loose = layHalfWidths(body, name, rows);
  const halves = loose.map((half, i) => Math.min(half, plan.tuck?.mostAt(name, rows[i]!.t) ?? half));
  const points = rows.map(({ t }, i) => along(axisAt(body, t), acrossAt(body, t), sign * halves[i]!));
  return {
    rows: [side.shoulder.y, ...seam.map((p) => p.y)],
    points: [shoulder, ...(plan.laySeam?.(name, seam) ?? points)],
  };
}

/** Pulls the shoulder seams onto the shoulders. */
function shoulderAnchors(plan: TorsoPlan, name: SideName): Anchor[] {
  const { garment, body, scale } = plan;
  const side = garment[name];
  const sign = name === "left" ? 1 : -1;
  const middle = (garment.left.neck.x + garment.right.neck.x) / 2;
  const tip = shoulderU(garment, body, name, scale);
  const toUnits = scale / body.unit;
  const width = Math.min(SHOULDER_MIN * tip, Math.abs(side.shoulder.x - side.neck.x) * toUnits);
  const neck = Math.min(tip - width, Math.max(NECK_MIN, Math.abs(side.neck.x - middle) * toUnits));
  return [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1].map((f) => ({
    piece: PIECE.torso,
    from: lerpPoint(side.neck, side.shoulder, f),
    to: topPoint(plan, sign * (neck + (tip - neck) * f)),
    weight: f === 0 || f === 1 ? STRONG : FIRM,
  }));
}

function seamAnchors(side: GarmentSide, chain: Chain): Anchor[] {
  return resamplePolyline(side.seam, SEAM_SAMPLES).map((from, i) => ({
    piece: PIECE.torso,
    from,
    to: chain.points[i + 1]!,
    weight: i === 0 ? FIRM : STRONG,
  }));
}

/** Draws the hem to its line, keeping the garment's own curve. */
function hemAnchors(plan: TorsoPlan, place: (from: Point) => Point): Anchor[] {
  return resamplePolyline(plan.garment.hemline, SEAM_SAMPLES)
    .slice(1, -1)
    .map((from) => ({ piece: PIECE.torso, from, to: place(from), weight: FIRM }));
}

/** Fits the garment's torso: side seams on the body's sides (or beyond, where the cloth is wide), hem at the plan's line. */
export function fitTorso(plan: TorsoPlan): TorsoFit {
  const { garment } = plan;
  const edges = { left: sideChain(plan, "left"), right: sideChain(plan, "right") };
  const place = (from: Point): Point => {
    const l = garmentEdgeX(garment.left, from.y);
    const r = garmentEdgeX(garment.right, from.y);
    const u = (from.x - r) / Math.max(1, l - r);
    return lerpPoint(chainAt(edges.right, from.y), chainAt(edges.left, from.y), u);
  };
  const shoulders = { left: shoulderAnchors(plan, "left"), right: shoulderAnchors(plan, "right") };
  const anchors = [
    ...shoulders.left,
    ...shoulders.right,
    ...seamAnchors(garment.left, edges.left),
    ...seamAnchors(garment.right, edges.right),
    ...hemAnchors(plan, place),
  ];
  return {
    anchors,
    place,
    edges,
    shoulders: { left: shoulders.left.map((a) => a.to), right: shoulders.right.map((a) => a.to) },
  };
}
