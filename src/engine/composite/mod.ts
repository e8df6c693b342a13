/**
 * Composite: puts the layers together, back to front: the person without the worn top, the inside of the back collar, the
 * sleeves of arms behind the back, the torso, arms, sleeves, then hair, hands and whatever is held. Away from shadows the garment's pixels are its own.
 */
import type { Image8, Mask } from "../image.js";
import type { Fit } from "../fit/types.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { gaussianBlur } from "../kernels/gaussian-blur.js";
import { uniteMasks } from "../kernels/mask-logic.js";
import { REVEAL, type PersonCrop, type RemovedGarment } from "../remove/mod.js";
import type { Layer, WarpedGarment } from "../warp/mod.js";
import type { ClothCover } from "./draw-cover.js";
import { findArmpits } from "./close-armpits.js";
import { extendCloth } from "./extend-cloth.js";
import { findFrontMasks, raiseInto } from "./front-masks.js";
import { lightCloth } from "./light-cloth.js";
import { findNearGround, findUncovered, trimBodyInto } from "./trim-body.js";
import { paintHairInto, type HairMatte } from "./hair-matte.js";

export interface CompositeInput {
  readonly crop: PersonCrop;
  readonly removal: RemovedGarment;
  readonly garment: WarpedGarment;
  readonly body: BodyFrame;
  readonly cover: ClothCover;
  readonly fit: Fit;
  /** The person's, see measureLight(). */
  readonly light: number;
  /** Brightness of folds and cast shadows at each pixel, 1 for none. */
  readonly shading: Float32Array;
  /** Hair over the worn top, if any. */
  readonly hair: HairMatte | null;
}

/** Depth of the shadow that the garment's edges cast on the body, and its reach in units. */
const CONTACT_SHADOW = 0.22;
const CONTACT_REACH = 0.025;

/** Paints a layer over the picture. `hidden` (0..1) lies in front of it. */
export function paintInto(
  out: Image8,
  layer: Layer,
  { hidden, shading }: { readonly hidden: Float32Array; readonly shading: Float32Array },
): void {
  const { data } = layer.image;
  for (let i = 0; 4 * i < data.length; i++) {
    if (data[4 * i + 3] === 0) continue;
    const alpha = (data[4 * i + 3]! / 255) * (1 - hidden[i]!);
    if (alpha <= 0) continue;
    const light = shading[i]!;
    for (let c = 0; c < 3; c++) {
      const at = 3 * i + c;
      out.data[at] = out.data[at]! + alpha * (Math.min(255, data[4 * i + c]! * light) - out.data[at]!);
    }
  }
}

/** Darkens the body next to the edge of a piece of cloth; what lies in front of it catches no shadow of it. */
export function castShadowInto(
  out: Image8,
  cloth: Float32Array,
  front: Float32Array,
  { crop, body, reveal }: Pick<CompositeInput, "crop" | "body"> & { readonly reveal: Mask },
): void {
  const { width, height } = crop.rect;
  const sigma = CONTACT_REACH * body.unit;
  const near = gaussianBlur({ width, height, data: cloth }, sigma).data;
  const shift = Math.round(sigma) * width;
  for (let i = 0; i < near.length; i++) {
    const above = i >= shift ? near[i - shift]! : 0;
    if (reveal.data[i] === REVEAL.background) continue;
    const onBody = (crop.matte.data[i]! / 255) * (1 - front[i]!);
    const shade = 1 - CONTACT_SHADOW * above * (1 - cloth[i]!) * onBody;
    if (shade > 0.99) continue;
    for (let c = 0; c < 3; c++) out.data[3 * i + c]! *= shade;
  }
}

/** Cuts a sleeve whose arm is behind the back: it stands out of the silhouette nowhere, and trousers are before it. In place. */
function keepBehind({ image }: Layer, { crop, removal }: Pick<CompositeInput, "crop" | "removal">): void {
  const { matte } = crop;
  const { reveal } = removal;
  for (let i = 0; i < matte.data.length; i++) {
    const isBefore = reveal.data[i] === REVEAL.nothing || reveal.data[i] === REVEAL.lower;
    image.data[4 * i + 3] = isBefore ? 0 : Math.min(image.data[4 * i + 3]!, matte.data[i]!);
  }
}

/** Cloth 0..1 at each pixel, from all pieces. */
export function uniteCoverage(layers: readonly Layer[], count: number): Float32Array {
  const cloth = new Float32Array(count);
  for (const { image } of layers) {
    const { data } = image;
    for (let i = 0; i < count; i++) {
      const coverage = data[4 * i + 3]! / 255;
      if (coverage > cloth[i]!) cloth[i] = coverage;
    }
  }
  return cloth;
}

// loops over all pixels have a function of their own: within a long function they are seldom compiled

/** Takes from coverage 0..1 what lies behind `front` (0..1). */
function hideInto(data: Float32Array, front: Float32Array): void {
  for (let i = 0; i < data.length; i++) data[i]! *= 1 - front[i]!;
}

/** The crop with the garment on. */
export interface Composite {
  readonly image: Image8;
  /** Cloth 0..1 at each pixel, whether or not something lies in front of it. */
  readonly cloth: Float32Array;
  /** The same without what something hides. */
  readonly shown: Float32Array;
}

/** Puts everything together. */
export function composite(input: CompositeInput): Composite {
  const { crop, removal, garment, cover, fit, body, hair } = input;
  const { width, height } = crop.rect;
  const front = findFrontMasks(input);
  const out: Image8 = { width, height, channels: 3, data: removal.base.data.slice() };
  const count = width * height;
  const covered = uniteCoverage([garment.torso, garment.leftSleeve, garment.rightSleeve], count);
  const sleeveEnds = { left: fit.sides.left.sleeve?.end, right: fit.sides.right.sleeve?.end };
  const nearGround = findNearGround(input);
  const trim = { removal, crop, body, cover, covered, sleeveEnds, nearGround };
  const armpits = findArmpits(trim);
  const uncovered = uniteMasks(findUncovered(trim), armpits);
  trimBodyInto(out, trim);
  const stack = (layer: Layer, outline: Mask | null): Layer[] => {
    const more = outline === null ? null : extendCloth(layer, outline, { unit: body.unit, uncovered });
    return more === null ? [layer] : [layer, more];
  };
  const torso = stack(garment.torso, uniteMasks(cover.torso, armpits));
  const sides = [
    { layers: stack(garment.leftSleeve, cover.leftSleeve), isSeen: body.isArmSeen.left },
    { layers: stack(garment.rightSleeve, cover.rightSleeve), isSeen: body.isArmSeen.right },
  ];
  for (const { layers, isSeen } of sides) if (!isSeen) for (const layer of layers) keepBehind(layer, input);
  const sleeves = sides.flatMap(({ layers }) => layers);
  const ofSleeves = uniteCoverage(sleeves, count);
  const ofTorso = uniteCoverage(torso, count);
  const shown = ofTorso.slice();
  hideInto(shown, front.ofTorso);
  const shownSleeves = ofSleeves.slice();
  hideInto(shownSleeves, front.always);
  raiseInto(shown, shownSleeves);
  const cloth = ofTorso.slice();
  raiseInto(cloth, ofSleeves);
  const shading = lightCloth(input.shading, cloth, { rect: crop.rect, unit: body.unit, light: input.light });
  castShadowInto(out, ofTorso, front.ofTorso, { crop, body, reveal: removal.reveal });
  castShadowInto(out, ofSleeves, front.always, { crop, body, reveal: removal.reveal });
  const { always, neck } = front;
  raiseInto(neck, always);
  paintInto(out, garment.backCollar, { hidden: neck, shading });
  const paintSleeves = (isSeen: boolean): void => {
    for (const side of sides)
      if (side.isSeen === isSeen)
        for (const layer of side.layers) paintInto(out, layer, { hidden: always, shading });
  };
  paintSleeves(false);
  for (const layer of torso) paintInto(out, layer, { hidden: front.ofTorso, shading });
  paintSleeves(true);
  if (hair !== null) {
    const under = uniteCoverage([garment.backCollar, ...torso, ...sleeves], count);
    paintHairInto(out, hair, { photo: crop.photo, cloth: under, removed: removal.removed });
  }
  return { image: out, cloth, shown };
}
