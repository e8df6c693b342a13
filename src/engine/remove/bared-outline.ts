import type { Mask } from "../image.js";
import { armAxis, armOutward, armRadius, type ArmChain } from "../fit/arm-chain.js";
import type { Rect } from "../kernels/crop.js";
import { fairCurve } from "../kernels/fair-curve.js";
import { along } from "../kernels/polyline.js";
import { medianOf } from "../kernels/median.js";
import { PART } from "../person/types.js";
import { shapeArm, type ArmForm } from "./arm-form.js";

/** Places for each bone at which the arm is looked at, and the last of them, on the heel of the hand. */
export const PLACES_PER_BONE = 20;
export const PLACES = 2.3 * PLACES_PER_BONE + 1;

/** Where an arm's two edges lie across its axis, in px, positive to its outer side. */
export interface Span {
  readonly inner: number;
  readonly outer: number;
}

/** Distances of an arm's edges from its axis over the usual radius, at chain positions i / {@link PLACES_PER_BONE}. */
export interface BaredOutline {
  readonly inner: Float32Array;
  readonly outer: Float32Array;
}

/** A sleeve's edge is looked for this far from the axis, in usual radii. */
const CLOTH_REACH = 2.2;
/** A sleeve no wider than this, against the usual arm, is a tight one, whose outline is the arm's; from the second on it tells nothing. */
const TIGHT = 1.25;
const LOOSE = 1.5;
/** A tight sleeve's cloth is so thick, in units. */
const CLOTH_UNITS = 0.008;
/** Trust in a tight sleeve's outline where both edges are free, against bare skin's; and in its outer edge where the torso hides the inner one. */
const TRUST_TIGHT = 0.3;
const TRUST_OUTER = 0.1;
const OUTER_MAX = 1.4;
/** So many places with two free edges tell whether a sleeve is tight. */
const FREE_MIN = 5;
/** So many bare places below the cuff tell how the arm goes on under it; of a hand, which widens, fewer. */
const NEAR = 8;
const NEAR_HAND = 2;
/**
 * A slanting cuff still hides a part of the arm where it is narrower than the first share of its usual width; where it is wider than the second, a cuff of
 * skin's colour was taken for it.
 * So many places are looked at for the first run that is neither. What is usual is a rank of the places below, low where a cuff may be among them: of the
 * forearm; a hand's palm and thumb differ.
 */
const SETTLED = 0.9;
const SETTLED_MAX = 1.12;
const SETTLED_PLACES = 10;
const SETTLED_ARM = { rank: 0.3, run: 4 };
const SETTLED_HAND = { rank: 0.5, run: 1 };
const TRUST_BARE = 6;
/** Bare places further down, which do not tell of the cuff, and an edge that cloth lies on: it is the cloth's, not the arm's. */
const TRUST_FAR = 1.5;
const TRUST_COVERED = 0.05;
/** Cloth is looked for so far past an edge, in px. */
const PAST_PX = 2;
const HAND_FROM = 1.8;
/**
 * A cuff at the hand hides a wrist that is narrower than the palm below it by this share (breadths of 58 and 85 mm: the 50th percentiles of
 * ANSUR, Gordon et al. 1989), and lies about so many places above it, where that is trusted as much.
 */
const WRIST_OF_HAND = 0.68;
const WRIST_ABOVE = 4;
const TRUST_WRIST = 1;
/** An edge is no further out, and no further in, than these ratios. */
const RATIO_MAX = 2.2;
const RATIO_MIN = -0.6;
/** The usual outline and a step between neighbours, weighed against bare skin. */
const USUAL_WEIGHT = 0.004;
const STEP_WEIGHT = 2;
/** The shoulder joint is where it was found. */
const JOINT_WEIGHT = 4;

function partAt(parts: Mask, rect: Rect, chain: ArmChain, at: number, d: number): number {
  const p = along(armAxis(chain, at), armOutward(chain, at), d);
  const x = Math.floor(p.x) - rect.left;
  const y = Math.floor(p.y) - rect.top;
  const isInside = x >= 0 && y >= 0 && x < parts.width && y < parts.height;
  return isInside ? parts.data[y * parts.width + x]! : PART.background;
}

/** An edge of a sleeve at a place: as a ratio, less its cloth, and whether background is beside it. */
interface SleeveEdge {
  readonly ratio: number;
  readonly isFree: boolean;
}

/** The edge of the sleeve that lies on the axis; null where there is none within reach. */
function findClothEdge(seen: Labels, at: number, side: 1 | -1): SleeveEdge | null {
  const { chain, parts, rect } = seen;
  const radius = armRadius(chain, at);
  for (let d = 0; d < CLOTH_REACH * radius; d++) {
    const part = partAt(parts, rect, chain, at, side * d);
    if (part === PART.upper) continue;
    const ratio = (d - CLOTH_UNITS * chain.unit) / radius;
    return d === 0 ? null : { ratio, isFree: part === PART.background };
  }
  return null;
}

interface Labels {
  readonly chain: ArmChain;
  readonly parts: Mask;
  readonly rect: Rect;
}

type SleeveEdges = readonly (SleeveEdge | null)[];

/** The sleeve's edges at each place, and how wide it is against the usual arm; null when too little of it shows both. */
function readSleeve(seen: Labels): {
  readonly inner: SleeveEdges;
  readonly outer: SleeveEdges;
  readonly width: number | null;
} {
  const read = (side: 1 | -1): SleeveEdges =>
    Array.from({ length: PLACES }, (_, i) => findClothEdge(seen, i / PLACES_PER_BONE, side));
  const inner = read(-1);
  const outer = read(1);
  const widths = inner.flatMap((v, i) => {
    const other = outer[i];
    return v === null || other === null || other === undefined ? [] : [(v.ratio + other.ratio) / 2];
  });
  return { inner, outer, width: widths.length < FREE_MIN ? null : medianOf(widths) };
}

/** The first bare place, at `first` or later, where the arm is about as wide, against the usual one, as it is further down to the wrist. */
function findSettled(chain: ArmChain, spans: readonly (Span | null)[], first: number): number {
  if (first < 0) return first;
  const { rank, run: length } = first / PLACES_PER_BONE >= HAND_FROM ? SETTLED_HAND : SETTLED_ARM;
  const ratios = spans.map((span, i) =>
    span === null ? null : (span.outer - span.inner) / armRadius(chain, i / PLACES_PER_BONE),
  );
  const below = ratios.slice(first, Math.max(first + SETTLED_PLACES, HAND_FROM * PLACES_PER_BONE));
  const sorted = below.filter((ratio) => ratio !== null).toSorted((a, b) => a - b);
  const usual = sorted[Math.floor(rank * sorted.length)]!;
  for (let i = first, run = 0; i < first + SETTLED_PLACES + length - 1; i++) {
    const ratio = ratios[i] ?? 0;
    run = ratio >= SETTLED * usual && ratio <= SETTLED_MAX * usual ? run + 1 : 0;
    if (run === length) return i + 1 - length;
  }
  return first;
}

function formOf({ inner, outer }: ArmForm, side: 1 | -1): Float32Array {
  return side === 1 ? outer : inner;
}

function clampRatio(ratio: number): number {
  return Math.min(RATIO_MAX, Math.max(RATIO_MIN, ratio));
}

/** What the photo tells of an arm's outline. */
interface Seen extends Labels {
  readonly spans: readonly (Span | null)[];
  readonly sleeve: ReturnType<typeof readSleeve>;
  /** How much a sleeve's outline is the arm's, 0..1. */
  readonly tight: number;
  /** The first place with the arm's own width; -1 without one. */
  readonly from: number;
  /** Whether only the hand is bare. */
  readonly isHand: boolean;
  readonly form: ArmForm;
}

/** Edges of an arm as they are seen, as ratios, and how far each is believed. */
interface Edge {
  readonly values: Float32Array;
  readonly trusts: Float32Array;
}

/** Takes the tight sleeve's outline, and of any other what is narrower than the `usual` arm: none is wider than its sleeve. In place. */
function readClothInto(
  { values, trusts }: Edge,
  { sleeve, tight, form }: Seen,
  { side, usual }: { readonly side: 1 | -1; readonly usual: number },
): void {
  const offsets = formOf(form, side);
  for (let i = 1; i < PLACES; i++) {
    const own = (side === 1 ? sleeve.outer : sleeve.inner)[i] ?? null;
    const other = (side === 1 ? sleeve.inner : sleeve.outer)[i] ?? null;
    if (own === null) continue;
    const isNarrow = own.isFree && own.ratio < usual + offsets[i]!;
    const isHalf = other === null && (side === -1 || own.ratio > OUTER_MAX);
    if (isHalf && !isNarrow) continue;
    values[i] = clampRatio(own.ratio) - offsets[i]!;
    trusts[i] = isNarrow ? TRUST_TIGHT : tight * (other === null ? TRUST_OUTER : TRUST_TIGHT);
  }
}

/** Takes the bare skin's outline below the cuff. In place. */
function readSkinInto({ values, trusts }: Edge, seen: Seen, side: 1 | -1): void {
  const { chain, parts, rect, spans, from, isHand } = seen;
  const offsets = formOf(seen.form, side);
  for (let i = Math.max(0, from); from >= 0 && i < PLACES; i++) {
    const span = spans[i];
    if (span === null || span === undefined) continue;
    const d = side === 1 ? span.outer : -span.inner;
    const at = i / PLACES_PER_BONE;
    values[i] = clampRatio(d / armRadius(chain, at)) - offsets[i]!;
    const isCovered = partAt(parts, rect, chain, at, side * (d + PAST_PX)) === PART.upper;
    if (isCovered) trusts[i] = TRUST_COVERED;
    else if (i >= from + (isHand ? NEAR_HAND : NEAR)) trusts[i] = TRUST_FAR;
    else trusts[i] = isHand ? 1 : TRUST_BARE;
  }
}

/** Takes the wrist above a hand, about the hand's middle. In place. */
function guessWristInto({ values, trusts }: Edge, { chain, spans, from }: Seen, side: 1 | -1): void {
  const hand = spans[from];
  const wrist = from - WRIST_ABOVE;
  if (hand === null || hand === undefined || wrist < 1) return;
  const middle = (hand.outer + hand.inner) / 2;
  const half = (WRIST_OF_HAND * (hand.outer - hand.inner)) / 2;
  values[wrist] = clampRatio((side * middle + half) / armRadius(chain, wrist / PLACES_PER_BONE));
  trusts[wrist] = TRUST_WRIST;
}

/** One edge of the arm, 1 for the outer one, as ratios. */
function traceEdge(seen: Seen, side: 1 | -1): Float32Array {
  const edge: Edge = { values: new Float32Array(PLACES), trusts: new Float32Array(PLACES) };
  const { thickness } = seen.chain.arm;
  const usual = (side === 1 ? thickness.outer : thickness.inner) / ((thickness.outer + thickness.inner) / 2);
  [edge.values[0], edge.trusts[0]] = [usual, JOINT_WEIGHT];
  readClothInto(edge, seen, { side, usual });
  readSkinInto(edge, seen, side);
  if (seen.isHand) guessWristInto(edge, seen, side);
  const fairness = { usual, usualWeight: USUAL_WEIGHT, stepWeight: STEP_WEIGHT };
  const fair = fairCurve(edge.values, edge.trusts, fairness);
  const offsets = formOf(seen.form, side);
  for (let i = 0; i < PLACES; i++) fair[i]! += offsets[i]!;
  return fair;
}

/**
 * The outline that an arm has under its sleeve: it goes over into the bare skin below the cuff (`first` is the first of these places, -1
 * for none), and where the sleeve is tight it is the sleeve's; elsewhere it is the usual one. Both edges are smooth, about the elbow too.
 */
export function traceBaredOutline(
  chain: ArmChain,
  { parts, rect }: { readonly parts: Mask; readonly rect: Rect },
  spans: readonly (Span | null)[],
  first: number,
): BaredOutline {
  const sleeve = readSleeve({ chain, parts, rect });
  const { width } = sleeve;
  const tight = width === null ? 0 : Math.min(1, Math.max(0, (LOOSE - width) / (LOOSE - TIGHT)));
  const isHand = first / PLACES_PER_BONE >= HAND_FROM;
  const from = findSettled(chain, spans, first);
  const seen = {
    chain,
    parts,
    rect,
    spans,
    sleeve,
    tight,
    from,
    isHand,
    form: shapeArm(chain, PLACES, PLACES_PER_BONE),
  };
  return { inner: traceEdge(seen, -1), outer: traceEdge(seen, 1) };
}

/** Distance of one of an outline's edges from the axis, in usual radii of the arm, at a chain position. */
export function edgeAt(edge: Float32Array, at: number): number {
  const f = Math.min(PLACES - 1.001, Math.max(0, at * PLACES_PER_BONE));
  const i = Math.floor(f);
  return edge[i]! + (edge[i + 1]! - edge[i]!) * (f - i);
}
