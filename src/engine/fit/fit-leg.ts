import type { Point } from "../image.js";
import { along, lerpPoint, pointAtY } from "../kernels/polyline.js";
import type { SideName } from "./arm-chain.js";
import {
  EDGE_SAMPLES,
  flatten,
  HANGING_SEAT,
  seatHalfWidth,
  seatPoint,
  smoothEdge,
  type LowerPlan,
} from "./lower-plan.js";
import type { Chain } from "./fit-torso.js";
import {
  legAxis,
  legLength,
  legOutward,
  legPosition,
  legRadius,
  type LegChain,
  type LegEdge,
} from "./leg-chain.js";
import { findWornHem, wornRadius } from "./worn-lower.js";

/** Edges of one trouser leg on the body, by garment row. */
export interface LegFit {
  readonly outer: Chain;
  readonly inner: Chain;
  /** Chain position at which the leg ends. */
  readonly hem: number;
}

/** Part of a trouser leg's flat width that it shows when it hangs round a leg. */
const HANGING_LEG = 0.92;
/** Cloth over a bare leg's radius at its tightest. */
const CLOTH_OVER_LEG = 1.04;
/** Natural over worn radius within which the worn outline is taken. */
const SNAP_FROM = 0.8;
const SNAP_TO = 1.45;
/** From there on it is left gradually: a joint that moves by a few pixels must not move the edge by a third. */
const SNAP_FADE = 0.25;
/** Over this length of the leg past the crotch (1 is the knee) the edge passes from the seat's outline to the leg's. */
const SEAT_FADE = 0.3;
/** Inseam over rise of full-length trousers; they end at the ankle, where not told otherwise. */
const FULL_INSEAM = 1.9;
const ANKLE = 2.04;
/** Longer trousers stand on the shoe. */
const LONGEST = 2.14;
/** A hem this near to the worn one, along the chain, takes its place. */
const HEM_SNAP = 0.3;
/** Inner edges may pass the middle between the legs by this much, in units. */
const OVER_MIDDLE = 0.02;

/** Where the leg's hem goes, as a chain position. */
function planHem(plan: LowerPlan, chain: LegChain, crotch: Point, from: number): number {
  const { garment, frame, scale } = plan;
  const { inner = [], waist } = garment[chain.name];
  const inseam = inner.at(-1)!.y - crotch.y;
  const natural = legPosition(chain, legLength(chain, from) + inseam * scale);
  const isFull = inseam > FULL_INSEAM * (crotch.y - waist.y);
  const wanted = isFull ? Math.max(natural, ANKLE) : natural;
  const worn = findWornHem(frame.person, chain);
  if (worn !== null && Math.abs(worn - Math.min(wanted, LONGEST)) < HEM_SNAP) return worn;
  return Math.min(wanted, LONGEST);
}

/** Radii of cloth on one edge of the leg: body or cloth, whichever is wider, and the worn outline where that is near. */
function clothRadius(
  plan: LowerPlan,
  chain: LegChain,
  place: {
    readonly at: number;
    readonly edge: LegEdge;
    readonly surplus: number;
    /** Whether the worn legs are about as long, so that their outline may be followed. */
    readonly isSnapped: boolean;
  },
): number {
  const { at, edge, surplus, isSnapped } = place;
  const natural = legRadius(chain, at, edge) * CLOTH_OVER_LEG + Math.max(0, surplus) / 2;
  const worn = wornRadius(plan.frame, chain, at, edge);
  if (worn === null) return natural;
  if (!worn.isCloth) return Math.max(natural, worn.radius * CLOTH_OVER_LEG);
  const ratio = natural / worn.radius;
  if (!isSnapped || ratio <= SNAP_FROM) return natural;
  const far = Math.min(1, Math.max(0, (ratio - SNAP_TO) / SNAP_FADE));
  return worn.radius + (natural - worn.radius) * far;
}

/** Half the distance between the legs' axes at a chain position. */
function halfApart({ frame }: LowerPlan, chain: LegChain, at: number): number {
  const other = frame.legs[chain.name === "left" ? "right" : "left"];
  const a = legAxis(chain, at);
  const b = legAxis(other, at);
  const out = legOutward(chain, at);
  return Math.abs((a.x - b.x) * out.x + (a.y - b.y) * out.y) / 2;
}

/** Lays one leg of trousers: its outer edge from the waist down hip and leg, its inner edge from the crotch. */
export function layLeg(plan: LowerPlan, name: SideName, crotch: Point): LegFit {
  const { garment, frame, scale, waistT, waistSlope } = plan;
  const chain = frame.legs[name];
  const side = garment[name];
  const sign = name === "left" ? 1 : -1;
  const inner = side.inner!;
  const crotchAt = ((frame.crotchT - 1) * frame.body.torsoLength) / Math.max(1, legLength(chain, 1));
  const from = Math.min(0.6, Math.max(0.2, crotchAt));
  const end = planHem(plan, chain, crotch, from);
  const isSnapped = end - (findWornHem(frame.person, chain) ?? Infinity) < HEM_SNAP;
  const middleX = (garment.left.waist.x + garment.right.waist.x) / 2;
  const sideT = waistT + sign * waistSlope;

  const fractions = Array.from({ length: EDGE_SAMPLES }, (_, i) => i / (EDGE_SAMPLES - 1));
  const hemY = { outer: side.outer.at(-1)!.y, inner: inner.at(-1)!.y };
  const positions = fractions.map((f) => from + (end - from) * f);
  const belowTs = positions.map(
    (at) => frame.crotchT + (legLength(chain, at) - legLength(chain, from)) / frame.body.torsoLength,
  );
  const radii = (edge: LegEdge): number[] =>
    smoothEdge(
      positions.map((at, i) => {
        const y = crotch.y + (hemY.inner - crotch.y) * fractions[i]!;
        const width = Math.abs(pointAtY(side.outer, y).x - pointAtY(inner, y).x) * scale;
        const flat = HANGING_LEG * flatten(garment, width, HANGING_LEG);
        const bare = legRadius(chain, at, 1) + legRadius(chain, at, -1);
        const radius = clothRadius(plan, chain, {
          at,
          edge,
          surplus: flat - bare * CLOTH_OVER_LEG,
          isSnapped,
        });
        const limit = edge === 1 ? Infinity : halfApart(plan, chain, at) + OVER_MIDDLE * chain.unit;
        return Math.min(limit, radius);
      }),
    );

  const seatTs = [...fractions.slice(0, -1).map((f) => sideT + (frame.crotchT - sideT) * f), ...belowTs];
  const seatWidths = smoothEdge(
    seatTs.map((t) => {
      const y = side.waist.y + (crotch.y - side.waist.y) * Math.min(1, (t - sideT) / (frame.crotchT - sideT));
      return seatHalfWidth(
        frame,
        name,
        t,
        flatten(garment, Math.abs(pointAtY(side.outer, y).x - middleX) * scale, HANGING_SEAT),
      );
    }),
  );
  const seat = seatTs.map((t, i) => seatPoint(frame, t, sign * seatWidths[i]!));
  const upper = fractions.slice(0, -1).map((f, i) => ({
    row: side.waist.y + (crotch.y - side.waist.y) * f,
    point: seat[i]!,
  }));
  const outerRadii = radii(1);
  const lower = positions.map((at, i) => {
    const onLeg = along(legAxis(chain, at), legOutward(chain, at), outerRadii[i]!);
    const w = Math.min(1, (at - from) / SEAT_FADE);
    const row = crotch.y + (hemY.outer - crotch.y) * fractions[i]!;
    return { row, point: lerpPoint(seat[upper.length + i]!, onLeg, w) };
  });
  const outer = [...upper, ...lower];
  const innerRadii = radii(-1);
  const top = seatPoint(frame, frame.crotchT, 0);
  const inside = positions.map((at, i) => {
    const p = along(legAxis(chain, at), legOutward(chain, at), -innerRadii[i]!);
    return { row: crotch.y + (hemY.inner - crotch.y) * fractions[i]!, point: i === 0 ? top : p };
  });
  return {
    outer: { rows: outer.map((o) => o.row), points: outer.map((o) => o.point) },
    inner: { rows: inside.map((o) => o.row), points: inside.map((o) => o.point) },
    hem: end,
  };
}
