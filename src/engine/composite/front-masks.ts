import type { Mask, Point } from "../image.js";
import { armAxis, armChain, armPlacer, placeBy, type ArmPlacer, type SideName } from "../fit/arm-chain.js";
import type { Fit } from "../fit/types.js";
import { halfWidthAt, torsoPlace, type BodyFrame } from "../fit/body-frame.js";
import { ARMPIT_DROP } from "../fit/armpit-drop.js";
import { uniteMasks } from "../kernels/mask-logic.js";
import { markLabels } from "../kernels/mark-labels.js";
import { smoothCoarsely } from "../kernels/smooth-mask.js";
import { softenMask } from "../kernels/soften-mask.js";
import { PART } from "../person/types.js";
import { fillInCrop } from "./fill-in-crop.js";
import { findMatted, type HairMatte } from "./hair-matte.js";
import { REVEAL, type PersonCrop, type RemovalMarks } from "../remove/mod.js";

/** Coverage 0..1 of what lies in front of a layer of the garment, at the crop's size. */
export interface FrontMasks {
  /** In front of everything: face, hair, hands, things held. */
  readonly always: Float32Array;
  /** In front of the torso: all that, arms, bare or laid bare by the removal, and the waistband in which it is tucked. */
  readonly ofTorso: Float32Array;
  /** In front of the inside of the back collar: all that, neck and chest, without a seam between them. */
  readonly neck: Float32Array;
}

interface FrontInput {
  readonly crop: PersonCrop;
  readonly removal: RemovalMarks;
  readonly body: BodyFrame;
  readonly fit: Fit;
  /** Hair that is laid over everything later, where it is matted. */
  readonly hair: HairMatte | null;
}

/** The parts that are in front of everything. */
const ALWAYS = [PART.face, PART.hair, PART.leftHand, PART.rightHand, PART.object];
const NECK = [PART.neck, PART.face];
/** The outline of arms before the torso is smoothed over this length, in units. */
const SMOOTH_UNITS = 0.04;
/** An arm lies beside the torso at its top and may cover it further down: from here on (1 is the elbow) more and more, to here freely. */
const FRONT_FROM = 0.3;
const FRONT_FULL = 0.85;
/** An arm whose bone lies within this share of the torso's half width crosses before it: the body is turned. */
const CROSSES = 0.75;
/** Above the armpit cloth lies over the arm's top: on the joints' line out to this share of the torso's half width beyond it. */
const OVER_SHOULDER = 0.35;

/** A sleeve comes over its own hand's root so far past the place at which it ends, in chain positions: there lies its own edge, which is no line across the arm. */
const CUFF_ROOM = 0.15;
/** ... but not over a hand that bends back: what is further from the forearm's axis than this many of its radii. */
const WRIST_RHO = 1.6;

interface ArmInput extends FrontInput {
  readonly placers: Readonly<Record<SideName, ArmPlacer>>;
}

interface ArmPixel extends Point {
  /** Whether the photo shows something else there. */
  readonly isPainted: boolean;
}

/** How far from the torso's middle a point lies, in half widths. */
function asideOf(body: BodyFrame, side: SideName, { x, y }: Point): number {
  const { t, lateralPx } = torsoPlace(body, x, y);
  return Math.abs(lateralPx) / halfWidthAt(body, side, t);
}

/**
 * Whether an arm's pixel covers the torso: a forearm does, an upper arm beside it or crossing it, and not where a sleeve will cover it. What
 * was painted of an arm comes out of its sleeve beside the torso.
 */
function isInFront({ body, fit, placers }: ArmInput, side: SideName, { x, y, isPainted }: ArmPixel): boolean {
  const { at } = placeBy(placers[side], x, y);
  const end = fit.sides[side].sleeve?.end ?? 0;
  if (at < end) return false;
  const { t, lateralPx } = torsoPlace(body, x, y);
  const armpitT = (ARMPIT_DROP * body.unit) / body.torsoLength;
  const above = 1 + OVER_SHOULDER * Math.max(0, 1 - t / armpitT);
  const aside = Math.abs(lateralPx) / (above * halfWidthAt(body, side, t));
  if (!body.isHandSeen[side]) return aside > 1;
  if (at >= FRONT_FULL) return true;
  if (at > FRONT_FROM && asideOf(body, side, armAxis(armChain(body, side), at)) < CROSSES) return true;
  const from = isPainted ? Math.max(FRONT_FROM, end) : FRONT_FROM;
  const beside = 1 - Math.max(0, (at - from) / (FRONT_FULL - from));
  return aside > 0.4 + 0.6 * beside;
}

/** Orders the person's parts against the garment's layers. */
export function findFrontMasks(input: FrontInput): FrontMasks {
  const { crop, removal, body } = input;
  const { parts } = crop;
  const matted = findMatted(input.hair, parts);
  const placers = { left: armPlacer(armChain(body, "left")), right: armPlacer(armChain(body, "right")) };
  const always = markLabels(parts, ALWAYS);
  const withArms = { ...always, data: always.data.slice() };
  addArmsInto(withArms, { ...input, placers });
  freeWristsInto(always, { ...input, placers });
  const neck = uniteMasks(markLabels(parts, NECK), markLabels(removal.reveal, [REVEAL.skin]));
  const ofAll = softenMask(always);
  // an arm's edge is smooth where the labels, and the worn cuff that they were parted at, are not
  const ofTorso = smoothCoarsely(withArms, SMOOTH_UNITS * body.unit);
  raiseInto(ofTorso, ofAll);
  if (input.fit.tuck !== undefined) raiseByInto(ofTorso, fillInCrop(input.fit.tuck, crop));
  letMattedInto(ofAll, matted, parts);
  letMattedInto(ofTorso, matted, parts);
  const ofNeck = softenMask(uniteMasks(neck, always));
  letMattedInto(ofNeck, matted, parts);
  raiseInto(ofNeck, softenMask(neck));
  return { always: ofAll, ofTorso, neck: ofNeck };
}

/** The greater of two at each pixel. In place. */
export function raiseInto(data: Float32Array, other: Float32Array): void {
  for (let i = 0; i < data.length; i++) if (other[i]! > data[i]!) data[i] = other[i]!;
}

/** The greater of coverages 0..1 and 0..255 at each pixel. In place. */
function raiseByInto(data: Float32Array, other: Mask): void {
  for (let i = 0; i < data.length; i++) data[i] = Math.max(data[i]!, other.data[i]! / 255);
}

/** Marks the arms, bare or laid bare, that lie before the torso. In place. */
function addArmsInto({ data }: Mask, input: ArmInput): void {
  const { crop, removal, body } = input;
  const { width, data: parts } = crop.parts;
  const { origin, acrossShoulders: across } = body;
  const reveal = removal.reveal.data;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    if (part !== PART.leftArm && part !== PART.rightArm && reveal[i] !== REVEAL.arm) continue;
    const x = (i % width) + crop.rect.left + 0.5;
    const y = Math.floor(i / width) + crop.rect.top + 0.5;
    const isLeft = (x - origin.x) * across.x + (y - origin.y) * across.y > 0;
    const side = part === PART.leftArm || (part !== PART.rightArm && isLeft) ? "left" : "right";
    const isPainted = reveal[i] === REVEAL.arm;
    if (isInFront(input, side, { x, y, isPainted })) data[i] = 255;
  }
}

/** Takes out the hands' roots that lie in their own sleeves: where a wrist becomes a hand is a guess, and the cuff's edge is not. In place. */
function freeWristsInto({ data }: Mask, { crop, body, fit, placers }: ArmInput): void {
  const { width, data: parts } = crop.parts;
  for (let i = 0; i < data.length; i++) {
    const part = parts[i]!;
    if (part !== PART.leftHand && part !== PART.rightHand) continue;
    const name = part === PART.leftHand ? "left" : "right";
    const { sleeve } = fit.sides[name];
    if (sleeve === undefined || !body.isHandSeen[name]) continue;
    const x = (i % width) + crop.rect.left + 0.5;
    const y = Math.floor(i / width) + crop.rect.top + 0.5;
    const { at, rho } = placeBy(placers[name], x, y);
    if (at > 1 && at < sleeve.end + CUFF_ROOM && rho < WRIST_RHO) data[i] = 0;
  }
}

/** Takes matted hair out: it is laid on top later, with its own soft edge. In place. */
function letMattedInto(mask: Float32Array, matted: Uint8Array, { data: parts }: Mask): void {
  for (let i = 0; i < mask.length; i++)
    if (matted[i] === 1 && (parts[i] === PART.hair || parts[i] === PART.upper)) mask[i] = 0;
}
