import type { Point } from "../image.js";
import { along, distance, lerpPoint } from "../kernels/polyline.js";
import { ARM_PART, HAND_PART, PART, type PersonAnalysis } from "../person/types.js";
import { partAt } from "./part-at.js";
import type { Bones, SideName } from "./arm-chain.js";
import { foldOf, type Fold } from "./folded-arm.js";
import { medianOf } from "../kernels/median.js";
import { normalise, subtract } from "./torso-axis.js";

/** How far from a bone its arm's skin is looked for, across the arm, folded arms' further; and between which widths of skin is an arm; in units. */
const REACH = 0.3;
const REACH_FOLDED = 0.5;
const NARROWEST = 0.09;
const WIDEST = 0.42;
/** Fractions of a bone at which the skin's middle is read, how many must tell it, and the span from which they tell its direction too. */
const FRACTIONS = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1];
const COUNT_MIN = 4;
const SPAN_MIN = 0.4;
/** A joint moves at most this far, in units. */
const SHIFT_MAX = 0.15;
/** A shoulder has at least this much body outward of it and above it, in units; shares of its move that are tried. */
const SHOULDER_INSIDE = 0.08;
const SHOULDER_SHARES = [1, 0.75, 0.5, 0.25];

interface ArmSkin {
  readonly parts: readonly number[];
  readonly unit: number;
  readonly fold?: Fold | undefined;
}

/** Offset in px from `p` along `across` to the middle of the nearest run of an arm's skin; null without one. */
function findMiddle(person: PersonAnalysis, p: Point, across: Point, skin: ArmSkin): number | null {
  const { parts, unit, fold } = skin;
  const reach = Math.round((fold === undefined ? REACH : REACH_FOLDED) * unit);
  let best: number | null = null;
  let start: number | null = null;
  for (let d = -reach; d <= reach + 1; d++) {
    const part = d <= reach ? partAt(person, along(p, across, d)) : null;
    if (part !== null && parts.includes(part)) {
      start ??= d;
      continue;
    }
    if (start === null) continue;
    const width = (d - start) / unit;
    const isPair = fold !== undefined && width > WIDEST;
    const middle = isPair ? middleOfPair(start, d - 1, fold) : (start + d - 1) / 2;
    const isNarrow = width <= (isPair ? fold.widest : WIDEST);
    const isWhole = start > -reach && d <= reach && width >= NARROWEST && isNarrow;
    if (isWhole && (best === null || Math.abs(middle) < Math.abs(best))) best = middle;
    start = null;
  }
  return best;
}

/** The middle of a bone's own share of a run of skin that is both a folded arm's. */
function middleOfPair(first: number, last: number, { toward, share }: Fold): number {
  const own = share * (last - first);
  return toward === 1 ? first + own / 2 : last - own / 2;
}

/** One bone of an arm. */
interface Bone {
  readonly from: Point;
  readonly to: Point;
  readonly bone: "upper" | "fore";
  readonly bones: Bones;
}

/** A bone moved to the middle of the bare skin along it: how far its two ends go, as vectors. Null where too little shows. */
function centreBone(
  person: PersonAnalysis,
  { from, to, bones, bone }: Bone,
  skin: ArmSkin,
): { readonly from: Point; readonly to: Point; readonly isLong: boolean } | null {
  const direction = normalise(subtract(to, from));
  const across = { x: -direction.y, y: direction.x };
  const fold = foldOf(person, bones, { bone, across, unit: skin.unit });
  // a sleeve over one of both ends no run
  const parts = fold !== undefined && fold.isSleeved ? [...skin.parts, PART.upper] : skin.parts;
  const found = FRACTIONS.flatMap((at) => {
    const offset = findMiddle(person, lerpPoint(from, to, at), across, { ...skin, parts, fold });
    return offset === null ? [] : [{ at, offset }];
  });
  if (found.length < COUNT_MIN) return null;
  const { start, end, isLong } = fitLine(found);
  const most = SHIFT_MAX * skin.unit;
  const move = (offset: number): Point =>
    along({ x: 0, y: 0 }, across, Math.min(most, Math.max(-most, offset)));
  return { from: move(start), to: move(end), isLong };
}

/** Offsets at both ends of a bone by Theil–Sen's line: median slope, median offset (Sen 1968). Level where the samples lie close together. */
export function fitLine(found: readonly { readonly at: number; readonly offset: number }[]): {
  start: number;
  end: number;
  isLong: boolean;
} {
  const slopes = found.flatMap((a, i) =>
    found.slice(i + 1).flatMap((b) => (b.at - a.at < 0.15 ? [] : [(b.offset - a.offset) / (b.at - a.at)])),
  );
  const isLong = found.at(-1)!.at - found[0]!.at >= SPAN_MIN;
  const slope = isLong ? medianOf(slopes) : 0;
  const start = medianOf(found.map(({ at, offset }) => offset - slope * at));
  return { start, end: start + slope, isLong };
}

/**
 * The bones of an arm, moved to the middle of its bare skin where that shows: the pose network knows the joints to about half an arm's
 * width only. A clothed bone stays where it is.
 */
export function centreArm(person: PersonAnalysis, bones: Bones, name: SideName, unit: number): Bones {
  const { shoulder, elbow, wrist } = bones;
  if (distance(shoulder, elbow) === 0 || distance(elbow, wrist) === 0) return bones;
  const skin = { parts: [ARM_PART[name], HAND_PART[name]], unit };
  const cloth = { parts: [PART.upper], unit };
  const upperBone = { from: shoulder, to: elbow, bones, bone: "upper" } as const;
  const foreBone = { from: elbow, to: wrist, bones, bone: "fore" } as const;
  const upper = centreBone(person, upperBone, skin) ?? centreBone(person, upperBone, cloth);
  const fore = centreBone(person, foreBone, skin) ?? centreBone(person, foreBone, cloth);
  const toElbow =
    upper !== null && fore !== null ? lerpPoint(upper.to, fore.from, 0.5) : (upper?.to ?? fore?.from);
  return {
    // skin near the elbow alone says nothing about the shoulder
    shoulder: upper?.isLong !== true ? shoulder : moveShoulder(person, shoulder, upper.from, unit),
    elbow: shift(elbow, toElbow),
    wrist: shift(wrist, fore?.to),
  };
}

/** Moves a shoulder as far as it stays inside the silhouette. */
function moveShoulder(person: PersonAnalysis, shoulder: Point, by: Point, unit: number): Point {
  const length = Math.hypot(by.x, by.y);
  if (length < 1) return shoulder;
  const reach = SHOULDER_INSIDE * unit;
  const out = { x: (by.x / length) * reach, y: (by.y / length) * reach };
  const isBody = (x: number, y: number): boolean => {
    const part = partAt(person, { x, y });
    return part !== null && part !== PART.background;
  };
  for (const share of SHOULDER_SHARES) {
    const p = { x: shoulder.x + share * by.x, y: shoulder.y + share * by.y };
    if (isBody(p.x + out.x, p.y + out.y) && isBody(p.x + 0.7 * out.x, p.y - reach)) return p;
  }
  return shoulder;
}

function shift(p: Point, by: Point | undefined): Point {
  return by === undefined ? p : { x: p.x + by.x, y: p.y + by.y };
}
