import type { SideName } from "../fit/arm-chain.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { bareHeight, NECK_ASIDE, shoulderPlace } from "../fit/shoulder-place.js";
import type { Mask, Point } from "../image.js";
import { distanceToSegment, lerpPoint } from "../kernels/polyline.js";
import { PART } from "../person/types.js";
import type { PersonCrop } from "./types.js";

/** The neck's round end lies this share of the way up to the mouth; aside, so far from the ears' middle to the mouth. */
const CHIN = 0.72;
const CHIN_ASIDE = 0.3;
/** Up to the first lateral position, in units, the slope leans with the neck, from the second on not at all. */
const NECK_TO = 0.2;
const JOINTS_FROM = 0.4;

/** The neck's seen outline is followed in steps of this, in units, from so far above the chin down to this height and out to this lateral position. */
const STEP = 0.01;
const ABOVE_CHIN = 0.1;
const LOWEST = 0.12;
const WIDEST = 0.55;
/** A body's slope differs from the usual one by no more than this aside, in units; what is seen of it counts so far outward. */
const SHIFT_MAX = 0.08;
const SHIFT_REACH = 0.2;
/** How far down, in units, the outline's direction at its end is told by, and the least that it falls per unit outward. */
const FALL_OVER = 0.03;
const FALL_MIN = 0.6;

/** Lateral position and height above the joints' line in units, see {@link shoulderPlace}. */
type Place = ReturnType<typeof shoulderPlace>;

/** Where a side of the neck's outline is seen last, above what is worn. */
interface SeenEnd {
  /** Lateral position, outward, and height. */
  readonly aside: number;
  readonly height: number;
  /** By how much further out it lies than a usual one. */
  readonly shift: number;
  /** How much it falls per unit outward there. */
  readonly fall: number;
}

/** Neck and shoulders behind the worn top. */
export interface BareShoulders {
  readonly body: BodyFrame;
  /** The neck's upper end, in the photo and beside the shoulders. */
  readonly chin: Point;
  readonly neckEnd: Place;
  /** Null where hair or a collar hides a side. */
  readonly seen: Readonly<Record<SideName, SeenEnd | null>>;
}

/** Reads what shows of the neck. */
export function readBareShoulders(crop: Pick<PersonCrop, "parts" | "rect">, body: BodyFrame): BareShoulders {
  const chin = chinOf(body);
  const base = { body, chin, neckEnd: shoulderPlace(body, chin), seen: { left: null, right: null } };
  const seenOf = (name: SideName): SeenEnd | null => {
    const outline = followNeck(crop, base, name);
    const end = outline.at(-1);
    if (end === undefined) return null;
    const aside = Math.abs(end.u);
    const shift = aside - usualAside(body, name, end.height);
    const from = outline.at(-1 - Math.round(FALL_OVER / STEP)) ?? outline[0]!;
    const fall = (from.height - end.height) / Math.max(STEP / 2, aside - Math.abs(from.u));
    return {
      aside,
      height: end.height,
      shift: Math.min(SHIFT_MAX, Math.max(-SHIFT_MAX, shift)),
      fall: Math.max(FALL_MIN, fall),
    };
  };
  return { ...base, seen: { left: seenOf("left"), right: seenOf("right") } };
}

/** Whether a point is on the bare neck, however far up that goes. */
export function isOnNeck({ body, chin, seen }: BareShoulders, x: number, y: number): boolean {
  if (distanceToSegment(body.origin, chin, x, y) >= body.neckHalfWidth) return false;
  const { u } = shoulderPlace(body, { x, y });
  const end = seen[sideOf(u)];
  return end === null || Math.abs(u) <= end.aside;
}

/** Height in units of the bare shoulder above the joints' line beside a point: it goes over into the neck, as that is seen or as it leans. */
export function bareHeightAt({ body, neckEnd, seen }: BareShoulders, { u, height }: Place): number {
  const aside = Math.abs(u);
  const end = seen[sideOf(u)];
  if (end !== null) {
    const share = Math.min(1, Math.max(0, (end.aside + SHIFT_REACH - aside) / SHIFT_REACH));
    const goesOn = end.height - end.fall * Math.max(0, aside - end.aside);
    return Math.max(goesOn, bareHeight(body, u, aside - share * end.shift));
  }
  const share = Math.min(1, Math.max(0, (JOINTS_FROM - aside) / (JOINTS_FROM - NECK_TO)));
  return bareHeight(body, u, Math.abs(u - share * leanAt(neckEnd, height)));
}

const sideOf = (u: number): SideName => (u > 0 ? "left" : "right");

/** Lateral position of the neck's middle at a height, both in units. */
function leanAt({ u, height: end }: Place, height: number): number {
  return u * Math.min(1, Math.max(0, height / end));
}

/** How far aside a usual slope has this height, in units: at least as far as it goes over into the neck. */
function usualAside(body: BodyFrame, name: SideName, height: number): number {
  const sign = name === "left" ? 1 : -1;
  let aside = WIDEST;
  while (aside > NECK_ASIDE && bareHeight(body, sign * aside, aside) < height) aside -= STEP;
  return Math.max(NECK_ASIDE, aside);
}

/** The neck's upper end: below the mouth, and less aside than it when the head is turned. */
function chinOf({ origin, mouth, ears, down, acrossShoulders: across }: BodyFrame): Point {
  const up = CHIN * ((mouth.x - origin.x) * down.x + (mouth.y - origin.y) * down.y);
  const lean = lerpPoint(ears, mouth, CHIN_ASIDE);
  const aside = CHIN * ((lean.x - origin.x) * across.x + (lean.y - origin.y) * across.y);
  return { x: origin.x + up * down.x + aside * across.x, y: origin.y + up * down.y + aside * across.y };
}

/** A side of the neck's outline against the background, downward to what is worn; empty where it does not show. */
function followNeck(
  crop: Pick<PersonCrop, "parts" | "rect">,
  { body, neckEnd }: Pick<BareShoulders, "body" | "neckEnd">,
  name: SideName,
): readonly Place[] {
  const sign = name === "left" ? 1 : -1;
  let outline: Place[] = [];
  for (let height = neckEnd.height + ABOVE_CHIN; height > LOWEST; height -= STEP) {
    let u = leanAt(neckEnd, height);
    while (sign * u < WIDEST && isSkin(partAt(crop, body, { u, height }))) u += sign * STEP;
    const beside = partAt(crop, body, { u, height });
    if (beside === PART.upper) return outline;
    if (beside === PART.background) outline.push({ u: u - (sign * STEP) / 2, height });
    else outline = [];
  }
  return [];
}

const isSkin = (part: number | undefined): boolean => part === PART.neck || part === PART.face;

/** The part at a place; undefined outside the crop. */
function partAt(
  { parts, rect }: { readonly parts: Mask; readonly rect: PersonCrop["rect"] },
  { origin, acrossShoulders: across, down, unit }: BodyFrame,
  { u, height }: Place,
): number | undefined {
  const x = Math.floor(origin.x + unit * (u * across.x - height * down.x)) - rect.left;
  const y = Math.floor(origin.y + unit * (u * across.y - height * down.y)) - rect.top;
  if (x < 0 || y < 0 || x >= parts.width || y >= parts.height) return undefined;
  return parts.data[y * parts.width + x];
}
