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

/** A mouth so far aside of the ears' middle, in units, is a turned head's, which tells less of a lean, and from the second on nothing. */
const TURNED_FROM = 0.06;
const TURNED_TO = 0.12;

/** The neck's seen outline is followed in steps of this down and of this aside, in units, from so far above the chin, of a bowed head from this height, down to the next one and out to this lateral position. */
const STEP = 0.01;
const FINE_STEP = 0.0025;
const ABOVE_CHIN = 0.1;
const HIGHEST = 0.5;
const LOWEST = 0.12;
const WIDEST = 0.55;
/** A body's slope differs from the usual one by no more than this aside, in units; what is seen of it counts so far outward. */
const SHIFT_MAX = 0.08;
const SHIFT_REACH = 0.2;
/** So many steps down tell the outline's direction at its end, which runs outward more and more; the least that it falls per unit outward. */
const FALL_STEPS = [3, 5];
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
  /** The neck's upper end, in the photo and beside the shoulders, without the turn of a head. */
  readonly chin: Point;
  readonly neckEnd: Place;
  /** Null where hair or a collar hides a side. */
  readonly seen: Readonly<Record<SideName, SeenEnd | null>>;
}

/** Reads what shows of the neck. */
export function readBareShoulders(crop: Pick<PersonCrop, "parts" | "rect">, body: BodyFrame): BareShoulders {
  const chin = chinOf(body);
  const { u, height } = shoulderPlace(body, chin);
  const neckEnd = { u: u * (1 - turnOf(body)), height };
  const base = { body, chin, neckEnd, seen: { left: null, right: null } };
  const seenOf = (name: SideName): SeenEnd | null => {
    const outline = followNeck(crop, base, name);
    const end = outline.at(-1);
    if (end === undefined) return null;
    const aside = Math.abs(end.u);
    const shift = aside - usualAside(body, name, end.height);
    const falls = FALL_STEPS.map((steps) => {
      const from = outline.at(-1 - steps) ?? outline[0]!;
      return (from.height - end.height) / Math.max(FINE_STEP, aside - Math.abs(from.u));
    });
    return {
      aside,
      height: end.height,
      shift: Math.min(SHIFT_MAX, Math.max(-SHIFT_MAX, shift)),
      fall: Math.max(FALL_MIN, Math.min(...falls)),
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

/** How far 0..1 the head is turned aside. */
function turnOf(body: BodyFrame): number {
  const aside = Math.abs(shoulderPlace(body, body.mouth).u - shoulderPlace(body, body.ears).u);
  return Math.min(1, Math.max(0, (aside - TURNED_FROM) / (TURNED_TO - TURNED_FROM)));
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
  const from = Math.max(neckEnd.height + ABOVE_CHIN, HIGHEST);
  for (let height = from; height > LOWEST; height -= STEP) {
    let u = leanAt(neckEnd, height);
    let within: number | undefined;
    let beside = partAt(crop, body, { u, height });
    while (sign * u < WIDEST && (isSkin(beside) || beside === PART.hair)) {
      within = beside;
      u += sign * FINE_STEP;
      beside = partAt(crop, body, { u, height });
    }
    const at = { u: u - (sign * FINE_STEP) / 2, height };
    if (beside === PART.upper) {
      const above = partAt(crop, body, { ...at, height: height + 2 * STEP });
      return outline.length === 0 && isSkin(within) && above === PART.background ? [at] : outline;
    }
    // locks of hair may hang before the neck, but not end its outline, nor does a jaw
    const isNeck = height < neckEnd.height + ABOVE_CHIN ? isSkin(within) : within === PART.neck;
    if (beside === PART.background && isNeck) outline.push(at);
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
