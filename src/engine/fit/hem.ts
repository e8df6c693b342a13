import { along } from "../kernels/polyline.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { halfWidthAt, type BodyFrame } from "./body-frame.js";
import { acrossAt, axisAt } from "./torso-axis.js";

/** Lateral positions, as fractions of the half width, at which the worn top's hem is read. */
const COLUMNS = [-0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6];
const STEP_T = 0.01;
const SEARCH_FROM_T = 0.35;
const SEARCH_TO_T = 1.9;
/** A waistband sits above this; a hem below it hangs loose. */
const TUCKED_BELOW_T = 0.93;
/** A natural hem up to this much past the waistband is tucked in again; a longer one is worn loose. */
const TUCK_REACH_T = 0.7;
/** Up to this much its cloth is rather shortened than tucked in, so that its own hem is seen: a print bears that. */
const SHORTENED_T = 0.1;
/** A hem that would end up to this much short of the worn one is drawn down to it, so that nothing shows between. */
const STRETCH_T = 0.16;
/** ... and one that would end this much lower is gathered to it. */
const GATHER_T = 0.25;

/** Of one column, as t: the worn top's lower end, and where the lower garment begins (null when it is not seen). */
interface ColumnEnds {
  readonly hem: number;
  readonly waist: number | null;
}

/** Reads a column downward; null when the photo ends or an arm hides the worn top. */
function readColumn(person: PersonAnalysis, body: BodyFrame, u: number): ColumnEnds | null {
  let hem: number | null = null;
  for (let t = SEARCH_FROM_T; t < SEARCH_TO_T; t += STEP_T) {
    const half = halfWidthAt(body, u < 0 ? "right" : "left", t);
    const p = along(axisAt(body, t), acrossAt(body, t), u * half);
    const x = Math.floor(p.x);
    const y = Math.floor(p.y);
    if (x < 0 || y < 0 || x >= person.width || y >= person.height) return null;
    const part = person.parts.data[y * person.width + x]!;
    if (part === PART.upper) hem = t;
    else if (part === PART.lower && hem !== null) return { hem, waist: t };
  }
  return hem === null ? null : { hem, waist: null };
}

/** A hem that takes the worn one's place is drawn over all columns but these few, yet not further past the middle one. */
const LOWEST_LEFT_OUT = 1;
const PAST_MIDDLE_T = 0.03;

/** A waist this far below the worn hem shows a bare midriff; less is a fold's shadow. */
const BARE_MIDRIFF_T = 0.04;

/** Where the worn top ends, as t. */
export interface WornHem {
  /** Median over the columns. */
  readonly middle: number;
  /** Where a new hem leaves nothing ragged of the old one below it. */
  readonly covered: number;
  /** Where the lower garment begins, below a bare midriff; absent when the top reaches it. */
  readonly waist?: number;
}

/** The worn top's end, or null when it cannot be seen. */
export function findWornHem(person: PersonAnalysis, body: BodyFrame): WornHem | null {
  const found = COLUMNS.map((u) => readColumn(person, body, u)).filter((t) => t !== null);
  if (found.length < 3) return null;
  const hem = spread(found.map((column) => column.hem));
  const seen = found.map(({ waist }) => waist).filter((t) => t !== null);
  if (seen.length < 3) return hem;
  const waist = spread(seen);
  return waist.middle - hem.middle > BARE_MIDRIFF_T ? { ...hem, waist: waist.covered } : hem;
}

/** Median of the columns' ends, and a line past it that hides all but the lowest. */
function spread(ends: readonly number[]): { readonly middle: number; readonly covered: number } {
  const sorted = ends.toSorted((a, b) => a - b);
  const middle = sorted[ends.length >> 1]!;
  const low = sorted[Math.max(ends.length >> 1, ends.length - 1 - LOWEST_LEFT_OUT)]!;
  return { middle, covered: Math.min(low, middle + PAST_MIDDLE_T) };
}

/** Where a top's hem goes, as t on the torso's axis (0 shoulders, 1 hip joints). */
export interface HemPlan {
  readonly t: number;
  /** The worn top's end, in which a longer one is tucked: the hem lies further down, out of sight. */
  readonly tuckedAt?: number;
}

/**
 * Chooses where the hem goes. The garment's own length counts; but where it comes near the worn top's end it takes that end, since a
 * photo of the same outfit shows a real waistband or hem there. `isSeenWorn`: the length was seen on a model's body.
 */
export function planHem(naturalT: number, worn: WornHem | null, isSeenWorn = false): HemPlan {
  if (worn === null) return { t: naturalT };
  const { middle, covered, waist } = worn;
  // a length that was seen on a body is right: it only moves to a waistband or hem close by
  if (isSeenWorn) return { t: Math.abs(naturalT - middle) < STRETCH_T ? covered : naturalT };
  // over a bare midriff the worn top ends where nothing holds it: a longer one goes on to the waist, and is tucked in there
  if (waist !== undefined && naturalT > middle + STRETCH_T)
    return planHem(naturalT, { middle: waist, covered: waist });
  const isTuckedNow = middle < TUCKED_BELOW_T;
  if (naturalT < middle - STRETCH_T) return { t: naturalT };
  if (isTuckedNow && naturalT > middle + SHORTENED_T && naturalT < middle + TUCK_REACH_T)
    return { t: naturalT, tuckedAt: middle };
  return { t: naturalT < middle + GATHER_T ? covered : naturalT };
}
