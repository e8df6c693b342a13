import type { Mask, Point } from "../image.js";
import { armChain, armPlacer, placeBy, type ArmPlacer, type SideName } from "../fit/arm-chain.js";
import { halfWidthAt, torsoPlace, type BodyFrame } from "../fit/body-frame.js";
import { laidHeight, shoulderHeight, shoulderPlace } from "../fit/shoulder-place.js";
import { findComponents } from "../kernels/connected-components.js";
import { halfCovered, intersectMasks, maskFrom, subtractMask, uniteMasks } from "../kernels/mask-logic.js";
import { markLabels } from "../kernels/mark-labels.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { fillHoles } from "../kernels/fill-holes.js";
import { PART } from "../person/types.js";
import { SKIN_PARTS } from "../remove/fill-skin.js";
import { REVEAL, type PersonCrop, type RemovalMarks, type Repainted } from "../remove/mod.js";
import type { ClothCover } from "./draw-cover.js";

/** Trimmed is the torso's side, further out than this share of its half width, and above this t the shoulder beside the neckline. */
const SIDE_FROM = 0.6;
const SHOULDER_TO_T = 0.15;
const SOLID = 200;
/** Beside the neckline's end the neck still rises so much above the cloth, in units, and by as much less as it is further out. */
const NECK_ROOM_UNITS = 0.03;
/** A seam further below the shoulder's outline, in units, is no shoulder's: the garment hangs below bare shoulders. */
const ON_SHOULDER_UNITS = 0.1;
/** Half the width, in units, of a gap that is too wide to be left out. */
const SLIVER_UNITS = 0.012;
/** Nothing gives way further than this, in units, from where the background is seen. */
const GROUND_UNITS = 0.05;
/** Beside a sleeve is the arm's outer side, from this share of its radius outward. */
const BESIDE_FROM = 0.6;
/** Between arm and torso is what lies further out than this share of the torso's half width. */
const BETWEEN_FROM = 0.85;

export interface TrimInput {
  readonly removal: RemovalMarks;
  readonly crop: PersonCrop;
  readonly body: BodyFrame;
  readonly cover: ClothCover;
  /** Where each sleeve ends on the arm's chain; undefined without one. */
  readonly sleeveEnds: Readonly<Record<SideName, number | undefined>>;
  /** The shoulder seams' places from the neck point outward. */
  readonly shoulders: Readonly<Record<SideName, readonly Point[]>>;
  /** Cloth 0..1 at each pixel, from all pieces as they were warped. */
  readonly covered: Float32Array;
  /** See {@link findNearGround}. */
  readonly nearGround: Mask;
}

/**
 * Where the cloth stops short of its outline on the body by a sliver, and outward of a sleeve, what was painted there gives way to the
 * background: the garment's own edge is the silhouette, and no skin looks out beside a seam. In place, in the base.
 */
export function trimBodyInto({ base, behind }: Repainted, input: TrimInput): void {
  const { removal, cover, covered, crop, body, nearGround } = input;
  const { removed, reveal } = removal;
  const { width, left, top } = crop.rect;
  const placers = placersOf(input);
  const seams = seamsOf(input);
  for (let i = 0; i < covered.length; i++) {
    const kind = reveal.data[i];
    if (
      removed.data[i] === 0 ||
      nearGround.data[i] === 0 ||
      covered[i] === 1 ||
      cover.opening.data[i]! >= 128 ||
      (kind !== REVEAL.skin && kind !== REVEAL.arm && kind !== REVEAL.background)
    )
      continue;
    const ofSleeves = Math.max(cover.leftSleeve?.data[i] ?? 0, cover.rightSleeve?.data[i] ?? 0);
    const x = left + (i % width) + 0.5;
    const y = top + Math.floor(i / width) + 0.5;
    // an arm goes on below the cuff and before the torso
    const outline = kind === REVEAL.arm ? ofSleeves : Math.max(ofSleeves, cover.torso.data[i]!);
    const isKept =
      kind === REVEAL.background || outline === 0 || !isAside(body, x, y) || isAtNeck(body, seams, { x, y });
    const beside = isKept ? 0 : (outline / 255) * (1 - covered[i]!);
    const within = isKept && kind !== REVEAL.arm ? overShoulder(body, seams, { x, y }) : beside;
    // the background beside a sleeve has the painted arm's soft edge on it
    const w = ofSleeves < 255 && isBesideSleeve(input, placers, { x, y }) ? 1 : within;
    if (w === 0) continue;
    for (let c = 0; c < 3; c++)
      base.data[3 * i + c]! += w * (behind.data[3 * i + c]! - base.data[3 * i + c]!);
  }
}

/** Lateral positions, in units from the middle, between which the shoulder seams lie on the shoulders; null where one hangs below a bare shoulder. */
type Seams = Readonly<Record<SideName, readonly [from: number, to: number] | null>>;

function seamsOf({ body, shoulders }: TrimInput): Seams {
  const seamOf = (name: SideName): Seams[SideName] => {
    const seam = shoulders[name];
    const { u, height } = shoulderPlace(body, seam[0]!);
    if (height <= laidHeight(body, u) - ON_SHOULDER_UNITS) return null;
    return [Math.abs(u), Math.abs(shoulderPlace(body, seam.at(-1)!).u)];
  };
  return { left: seamOf("left"), right: seamOf("right") };
}

/** How far 0..1 a point lies above cloth on the shoulder, outward of the neckline's end: cloth lies on the body, so that nothing of it stands out there. */
function overShoulder(body: BodyFrame, seams: Seams, p: Point): number {
  const { u, height } = shoulderPlace(body, p);
  const seam = seams[u > 0 ? "left" : "right"];
  if (seam === null || Math.abs(u) > seam[1]) return 0;
  const outward = Math.abs(u) - seam[0];
  if (outward < 0) return 0;
  const above = height - shoulderHeight(body, u);
  return Math.min(1, Math.max(0, (above + outward - NECK_ROOM_UNITS) * body.unit));
}

/** Where (255) background is close, in the photo or where the worn top was: between an arm and the body that touch there is none. */
export function findNearGround({ crop, removal, body }: Pick<TrimInput, "crop" | "removal" | "body">): Mask {
  const ground = uniteMasks(
    markLabels(removal.reveal, [REVEAL.background]),
    markLabels(crop.parts, [PART.background]),
  );
  return dilateSquare(ground, Math.max(1, Math.round(GROUND_UNITS * body.unit)));
}

/** Whether a point lies past the line of a cuff, which may be cut aslant, seen from the shoulder: past it the arm is bare. */
function isPastCuff({ arms }: BodyFrame, { name, cuff }: NamedCuff, p: Point): boolean {
  if (cuff === undefined) return false;
  const [a, b] = cuff;
  const sideOf = (q: Point): number => (b.x - a.x) * (q.y - a.y) - (b.y - a.y) * (q.x - a.x);
  return sideOf(p) * sideOf(arms[name].shoulder) < 0;
}

interface NamedCuff {
  readonly name: SideName;
  readonly cuff: readonly [Point, Point] | undefined;
}

/** The arms that have sleeves. */
type SleevePlacers = Readonly<Record<SideName, ArmPlacer | null>>;

function placersOf({ body, sleeveEnds }: TrimInput): SleevePlacers {
  const placer = (name: SideName): ArmPlacer | null =>
    sleeveEnds[name] === undefined ? null : armPlacer(armChain(body, name));
  return { left: placer("left"), right: placer("right") };
}

/** Whether a point lies beside a sleeve, above the cuff: on the arm's outer side, or between arm and torso. */
function isBesideSleeve(input: TrimInput, placers: SleevePlacers, p: Point): boolean {
  const { body, sleeveEnds, cover } = input;
  const { x, y } = p;
  const { t, lateralPx } = torsoPlace(body, x, y);
  const name = lateralPx > 0 ? "left" : "right";
  const placer = placers[name];
  if (placer === null) return false;
  const place = placeBy(placer, x, y);
  if (place.at >= sleeveEnds[name]! || place.rho < BESIDE_FROM) return false;
  if (isPastCuff(body, { name, cuff: cover.cuffs[name] }, p)) return false;
  return place.side === 1 || Math.abs(lateralPx) > BETWEEN_FROM * halfWidthAt(body, name, t);
}

function isAside(body: BodyFrame, x: number, y: number): boolean {
  const { t, lateralPx } = torsoPlace(body, x, y);
  if (t < SHOULDER_TO_T) return true;
  return Math.abs(lateralPx) > SIDE_FROM * halfWidthAt(body, lateralPx < 0 ? "right" : "left", t);
}

/** Whether a point lies between the neckline's ends and no lower than shoulders reach: behind what is missing there is the neck. */
function isAtNeck(body: BodyFrame, seams: Seams, p: Point): boolean {
  if (torsoPlace(body, p.x, p.y).t >= SHOULDER_TO_T) return false;
  const { u } = shoulderPlace(body, p);
  const seam = seams[u > 0 ? "left" : "right"];
  return seam !== null && Math.abs(u) < seam[0];
}

function raiseInto(data: Mask["data"], other: Mask["data"]): void {
  for (let i = 0; i < data.length; i++) if (other[i]! > data[i]!) data[i] = other[i]!;
}

/** The outline of all pieces together. */
function uniteCovers({ torso, leftSleeve, rightSleeve }: ClothCover): Mask {
  const data = torso.data.slice();
  for (const sleeve of [leftSleeve, rightSleeve]) if (sleeve !== null) raiseInto(data, sleeve.data);
  return { ...torso, data };
}

/** The connected parts of `whole` that a seed lies in: what is wide somewhere is wanted all along, without a step where it grows thin. */
function spreadInto(seeds: Mask, whole: Mask): Mask {
  const { labels, list } = findComponents(whole);
  const isWanted = new Uint8Array(list.length + 1);
  for (let i = 0; i < labels.length; i++) if (seeds.data[i] !== 0) isWanted[labels[i]!] = 255;
  isWanted[0] = 0;
  const data = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i++) data[i] = isWanted[labels[i]!]!;
  return { ...whole, data };
}

/**
 * Where cloth is missing and cannot be left out: more than a sliver, or the person's own skin shows there in the photo, or cloth is all round
 * (between sleeve and torso).
 * 255 for such pixels.
 */
export function findUncovered({ removal, crop, body, cover, covered }: TrimInput): Mask {
  const cloth = maskFrom({ ...cover.torso, data: covered }, SOLID / 255);
  const missing = subtractMask(halfCovered(uniteCovers(cover)), cloth);
  const thin = Math.max(1, Math.round(SLIVER_UNITS * body.unit));
  const thick = spreadInto(erodeSquare(missing, thin), missing);
  const skin = markLabels(crop.parts, SKIN_PARTS, removal.removed);
  return intersectMasks(missing, uniteMasks(thick, fillHoles(cloth), skin));
}
