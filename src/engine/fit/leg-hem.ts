import type { Point } from "../image.js";
import type { SideName } from "./arm-chain.js";
import { legLength, legPosition } from "./leg-chain.js";
import { USUAL_WAIST_T, type LowerPlan } from "./lower-plan.js";
import { findWornHem, type LowerFrame } from "./worn-lower.js";

/** Inseam over rise of full-length trousers; they end at the ankle, where not told otherwise. */
const FULL_INSEAM = 1.9;
const ANKLE = 2.04;
/** Longer trousers stand on the shoe. */
const LONGEST = 2.14;
/** Hems this near to the worn ones, along the chain, take their place, ... */
const HEM_SNAP = 0.3;
/** ... if that changes the leg's length below the crotch by less than this part of it: a short leg would lose its shape. */
const LENGTH_SNAP = 0.4;
/** The crotch's place on a leg. */
const CROTCH_MIN = 0.2;
const CROTCH_MAX = 0.6;

/** Where trouser legs begin and end, as chain positions. */
export interface LegHems {
  readonly from: Readonly<Record<SideName, number>>;
  readonly to: Readonly<Record<SideName, number>>;
  /** Whether the worn legs are about as long, so that their outline may be followed. */
  readonly isSnapped: Readonly<Record<SideName, boolean>>;
}

/** Chain position of the crotch on a leg. */
export function crotchOnLeg({ legs, body, crotchT }: LowerFrame, name: SideName): number {
  const at = ((crotchT - 1) * body.torsoLength) / Math.max(1, legLength(legs[name], 1));
  return Math.min(CROTCH_MAX, Math.max(CROTCH_MIN, at));
}

/** By how much, in px, the garment's crotch hangs below the body's: wide shorts' do, which then end so much lower. */
export function crotchDrop({ garment, frame, scale, waistT }: LowerPlan, crotch: Point): number {
  const { body, crotchT, waist } = frame;
  const from = waist && !waist.isHidden ? waistT : Math.max(waistT, USUAL_WAIST_T);
  const rise = (crotch.y - (garment.left.waist.y + garment.right.waist.y) / 2) * scale;
  return Math.max(0, rise - (crotchT - from) * body.torsoLength);
}

/** Chain position at which the leg's own length lets it end. */
function naturalHem(plan: LowerPlan, name: SideName, crotch: Point): number {
  const { garment, frame, scale } = plan;
  const { inner = [], waist } = garment[name];
  const chain = frame.legs[name];
  const inseam = inner.at(-1)!.y - crotch.y;
  const length = inseam * scale + crotchDrop(plan, crotch);
  const natural = legPosition(chain, legLength(chain, crotchOnLeg(frame, name)) + length);
  const isFull = inseam > FULL_INSEAM * (crotch.y - waist.y);
  return Math.min(LONGEST, isFull ? Math.max(natural, ANKLE) : natural);
}

/** Where both legs' hems go: to the worn ones, or to their natural places. */
export function planHems(plan: LowerPlan, crotch: Point): LegHems {
  const { person, legs } = plan.frame;
  const both = <T>(value: (name: SideName) => T): Record<SideName, T> => ({
    left: value("left"),
    right: value("right"),
  });
  const from = both((name) => crotchOnLeg(plan.frame, name));
  const natural = both((name) => naturalHem(plan, name, crotch));
  const worn = both((name) => findWornHem(person, legs[name]));
  const isFar = (["left", "right"] as const).some((name) => {
    const off = Math.abs((worn[name] ?? natural[name]) - natural[name]);
    return off > Math.min(HEM_SNAP, LENGTH_SNAP * (natural[name] - from[name]));
  });
  const to = both((name) => (isFar ? natural[name] : (worn[name] ?? natural[name])));
  return { from, to, isSnapped: both((name) => to[name] - (worn[name] ?? Infinity) < HEM_SNAP) };
}
