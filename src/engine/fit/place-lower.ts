import { legTopY } from "../garment/leg-top.js";
import type { LowerGarmentAnalysis } from "../garment/types.js";
import type { Point } from "../image.js";
import { lerpPoint, pointAtY } from "../kernels/polyline.js";
import { PIECE } from "../warp/types.js";
import type { SideName } from "./arm-chain.js";
import { chainAt, type Chain } from "./fit-torso.js";
import type { LowerEdges } from "./lower-plan.js";
import type { Placement } from "./types.js";

/** How far beyond a leg's ends points are looked for, as a part of its length, and halvings of that range: to 1/2000 of the length. */
const BEYOND = 0.3;
const HALVINGS = 12;

/** An edge of the garment, and where it goes. */
interface Edge {
  readonly line: readonly Point[];
  readonly chain: Chain;
  /** Row at which the leg begins. */
  readonly topY: number;
}

/** The point at fraction `f` of a line of evenly spaced points; its first and last steps go on beyond its ends. */
function atFraction(line: readonly Point[], f: number): Point {
  const last = line.length - 1;
  const i = Math.min(last - 1, Math.max(0, Math.floor(f * last)));
  return lerpPoint(line[i]!, line[i + 1]!, f * last - i);
}

/** Maps points of a leg by the line across it on which they lie, at one fraction of both edges: a flared leg's hem rises outward. */
function legPlacer(outer: Edge, inner: Edge): (from: Point) => Point {
  const count = inner.chain.rows.length;
  const below = ({ line, chain }: Edge): { from: readonly Point[]; to: readonly Point[] } => ({
    from: chain.rows.slice(-count).map((row) => pointAtY(line, row)),
    to: chain.points.slice(-count),
  });
  const [a, b] = [below(outer), below(inner)];
  return (from) => {
    let [low, high] = [-BEYOND, 1 + BEYOND];
    for (let k = 0; k < HALVINGS; k++) {
      const f = (low + high) / 2;
      const [p, q] = [atFraction(a.from, f), atFraction(b.from, f)];
      const y = p.y + ((from.x - p.x) * (q.y - p.y)) / (q.x - p.x || Number.EPSILON);
      if (from.y < y) high = f;
      else low = f;
    }
    const f = (low + high) / 2;
    const [p, q] = [atFraction(a.from, f), atFraction(b.from, f)];
    const u = Math.min(1.3, Math.max(-0.3, (from.x - p.x) / (q.x - p.x || Number.EPSILON)));
    return lerpPoint(atFraction(a.to, f), atFraction(b.to, f), u);
  };
}

/** Maps points of the seat by their share of the way between the outer edges, and of that from the waist to the legs. */
function seatPlacer(edges: readonly [Edge, Edge], crotchY: number): (from: Point) => Point {
  const [right, left] = edges;
  return (from) => {
    const a = pointAtY(right.line, from.y).x;
    const b = pointAtY(left.line, from.y).x;
    const u = Math.abs(b - a) < 1 ? 0.5 : Math.min(1.3, Math.max(-0.3, (from.x - a) / (b - a)));
    const inside = Math.max(0, 1 - Math.abs(2 * u - 1));
    const at = ({ line, chain, topY }: Edge): Point => {
      const waistY = line[0]!.y;
      const bottom = topY + (crotchY - topY) * inside;
      return chainAt(chain, waistY + ((from.y - waistY) * (topY - waistY)) / (bottom - waistY));
    };
    return lerpPoint(at(right), at(left), u);
  };
}

/** Where any point of a lower garment goes, its edges being laid. */
export function lowerPlacer(garment: LowerGarmentAnalysis, edges: LowerEdges): Placement["place"] {
  const { crotch } = garment;
  const edge = (name: SideName): Edge => ({
    line: garment[name].outer,
    chain: edges.outer[name],
    topY: crotch ? legTopY(garment[name], crotch) : garment[name].hem.y,
  });
  const [right, left] = [edge("right"), edge("left")];
  const leg = (outer: Edge, name: SideName): ((from: Point) => Point) | null => {
    const line = garment[name].inner;
    return line && edges.inner ? legPlacer(outer, { ...outer, line, chain: edges.inner[name] }) : null;
  };
  const [onRight, onLeft] = [leg(right, "right"), leg(left, "left")];
  const onSeat = seatPlacer([right, left], crotch?.y ?? Math.max(right.topY, left.topY));
  return (from, piece) => {
    if (piece === PIECE.leftLeg && onLeft) return onLeft(from);
    if (piece === PIECE.rightLeg && onRight) return onRight(from);
    return onSeat(from);
  };
}
