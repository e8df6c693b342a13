import type { Mask, Point } from "../image.js";
import { fairLine } from "../kernels/fair-line.js";
import { fillPolygon } from "../kernels/fill-polygon.js";
import { length2 } from "../kernels/length.js";
import { invertMask } from "../kernels/mask-logic.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";
import { groundDistance, measureContrast, measureGround, type GroundColour } from "./ground-colour.js";
import type { OutlineFrame, Side } from "./half-outline.js";
import type { LabelledHalf, MatchedSides } from "./match-sides.js";

/** Cloth that differs from the ground by less than this (Lab), so many px inside its edge, has an edge that was guessed. */
const PALE = 6;
const INSIDE_PX = 3;
/** Weight of a point of a clear edge, and of one of a guessed edge that lies inside the curve: pale edges are eaten into, hardly ever added to. */
const CLEAR_WEIGHT = 10;
const EATEN_WEIGHT = 0.06;
/** How stiff the curve is: nibbles are a few points of the outline wide, waves of twice ten are form. */
const BEND_WEIGHT = 100;
/** The weights settle in so many rounds. */
const ROUNDS = 6;
/** The edge moves no further than this, in torso widths: what is deeper is the garment's form. */
const MOVE_MAX = 0.04;
/** The outline that was read is smooth: the mask's own edge strays from it by so many px. */
const NIBBLE_PX = 3;
/** Normals are measured over so many points to either side. */
const NORMAL_REACH = 5;
/** Fewer points between two corners have no course to tell. */
const POINTS_MIN = 6;
/** What is taken off lies this near to the ground, in px: an armpit that was cut open to be read is none. */
const OFF_PX = 3;

/** The garment as it was seen and how its outline was read, in pixels of the mask. */
interface Scene {
  readonly lab: LabImage;
  readonly ground: GroundColour;
  readonly frame: OutlineFrame;
}

/** A half outline, evened, and how far (px) from each of its points the mask may change; 0 where the edge is clear. */
interface Course {
  readonly points: readonly Point[];
  readonly reach: Float32Array;
}

/**
 * Evens out the edges of a mask where the cloth there is nearly as pale as its ground: between two corners they are smooth curves, drawn
 * along the outermost of what was found (Whittaker 1923; asymmetric weights: Eilers & Boelens 2005). Clear edges stay as they are.
 * Shape    mask and picture of one size, the outline in its frame.
 */
export function evenEdges(
  mask: Mask,
  lab: LabImage,
  { sides, frame }: { readonly sides: MatchedSides; readonly frame: OutlineFrame },
): Mask {
  const scene = { lab, ground: measureGround(lab, mask), frame };
  // where cloth has the ground's colour nowhere, what looks pale is ground that a gap shows
  if (measureContrast(lab, mask, scene.ground) !== null) return mask;
  let even = mask;
  for (const side of [1, -1] as const) {
    const course = courseOf(side === 1 ? sides.right : sides.left, side, scene);
    if (course.reach.some((px) => px > 0)) even = followCourse(even, course, { axisX: frame.axisX, side });
  }
  return even;
}

/** The mask with its edge on the course, within that one's reach. */
function followCourse(
  mask: Mask,
  { points, reach }: Course,
  { axisX, side }: { readonly axisX: number; readonly side: Side },
): Mask {
  const { width, height } = mask;
  const ends = [points.at(-1)!, points[0]!].map(({ y }) => ({ x: axisX, y }));
  const inside = fillPolygon([...points, ...ends], width, height);
  const nearGround = dilateSquare(invertMask(mask), OFF_PX);
  const even: Mask = { ...mask, data: mask.data.slice() };
  points.forEach((p, k) => {
    const px = reach[k]!;
    if (px === 0) return;
    const x0 = Math.max(side === 1 ? Math.ceil(axisX) : 0, Math.floor(p.x - px));
    const x1 = Math.min(side === 1 ? width - 1 : Math.ceil(axisX) - 1, Math.ceil(p.x + px));
    for (let y = Math.max(0, Math.floor(p.y - px)); y <= Math.min(height - 1, Math.ceil(p.y + px)); y++) {
      for (let x = x0; x <= x1; x++) {
        const i = y * width + x;
        if (inside.data[i]! >= 128) even.data[i] = 255;
        else if (nearGround.data[i] !== 0) even.data[i] = 0;
      }
    }
  });
  return even;
}

/** The corners that part an outline's edges, from the neck to the bottom of the axis. */
function cornersOf({ outline, labels, isMirrored }: LabelledHalf): number[] {
  if (isMirrored) return [];
  const { neck, shoulder, cuff, armpit, hem } = labels;
  return [
    neck,
    shoulder,
    ...(cuff === undefined ? [] : [cuff.outer, cuff.inner]),
    armpit,
    hem,
    outline.u.length - 1,
  ];
}

function courseOf(half: LabelledHalf, side: Side, scene: Scene): Course {
  const { u, v } = half.outline;
  const { axisX, unitPx } = scene.frame;
  const points = Array.from(u, (x, i) => ({ x: axisX + side * x * unitPx, y: v[i]! * unitPx }));
  const reach = new Float32Array(points.length);
  const corners = cornersOf(half);
  for (let k = 1; k < corners.length; k++) {
    const [from, to] = [corners[k - 1]!, corners[k]!];
    if (to - from < POINTS_MIN) continue;
    const edge = points.slice(from, to + 1);
    const outward = edge.map((_, i) => normalAt(edge, i, side));
    const moves = measureMoves(edge, outward, scene);
    for (let i = 0; i < edge.length; i++) {
      const move = moves[i]!;
      if (Number.isNaN(move)) continue;
      points[from + i] = { x: edge[i]!.x + move * outward[i]!.x, y: edge[i]!.y + move * outward[i]!.y };
      reach[from + i] = NIBBLE_PX + Math.abs(move);
    }
  }
  return { points, reach };
}

/** How far, in px, each point of an edge moves outward; NaN where the edge is clear or has a form of its own. */
function measureMoves(edge: readonly Point[], outward: readonly Point[], scene: Scene): Float32Array {
  const isClear = edge.map((p, i) => isClearAt(p, outward[i]!, scene));
  const moves = new Float32Array(edge.length).fill(NaN);
  if (isClear.every(Boolean)) return moves;
  const wanted = drawAlong(edge, outward, isClear);
  const limit = MOVE_MAX * scene.frame.unitPx;
  // a bay or a bulge is left alone from end to end
  for (let from = 0; from < edge.length;) {
    let to = from + 1;
    while (to < edge.length && Math.sign(wanted[to]!) === Math.sign(wanted[from]!)) to++;
    const run = wanted.subarray(from, to);
    if (run.every((move) => Math.abs(move) <= limit)) moves.set(run, from);
    from = to;
  }
  for (let i = 0; i < edge.length; i++) if (isClear[i]) moves[i] = NaN;
  return moves;
}

/** How far outward from each point the curve along the outermost ones lies. The ends stay. */
function drawAlong(
  edge: readonly Point[],
  outward: readonly Point[],
  isClear: readonly boolean[],
): Float32Array {
  const last = edge.length - 1;
  const [x, y] = [Float32Array.from(edge, (p) => p.x), Float32Array.from(edge, (p) => p.y)];
  const moves = new Float32Array(edge.length);
  for (let round = 0; round < ROUNDS; round++) {
    const trusts = moves.map((move, i) => {
      if (isClear[i] || i === 0 || i === last) return CLEAR_WEIGHT;
      return move > 0 ? EATEN_WEIGHT : 1;
    });
    const [fairX, fairY] = [fairLine(x, trusts, BEND_WEIGHT), fairLine(y, trusts, BEND_WEIGHT)];
    for (let i = 0; i <= last; i++)
      moves[i] = (fairX[i]! - x[i]!) * outward[i]!.x + (fairY[i]! - y[i]!) * outward[i]!.y;
  }
  return moves;
}

/** The outline's normal, at the scale of what is evened out. It runs clockwise on the viewer's right: outward is to the left of its course there. */
function normalAt(edge: readonly Point[], i: number, side: Side): Point {
  const a = edge[Math.max(0, i - NORMAL_REACH)]!;
  const b = edge[Math.min(edge.length - 1, i + NORMAL_REACH)]!;
  const length = length2(b.x - a.x, b.y - a.y) || 1;
  return { x: (side * (b.y - a.y)) / length, y: (-side * (b.x - a.x)) / length };
}

function isClearAt(p: Point, outward: Point, { lab, ground }: Scene): boolean {
  const x = Math.round(p.x - INSIDE_PX * outward.x - 0.5);
  const y = Math.round(p.y - INSIDE_PX * outward.y - 0.5);
  if (x < 0 || y < 0 || x >= lab.width || y >= lab.height) return true;
  return groundDistance(ground, lab, y * lab.width + x) >= PALE;
}
