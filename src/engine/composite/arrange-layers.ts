import type { Mask } from "../image.js";
import type { Fit } from "../fit/types.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { uniteMasks } from "../kernels/mask-logic.js";
import { REVEAL, type PersonCrop, type RemovalMarks } from "../remove/mod.js";
import type { Layer, WarpedGarment } from "../warp/mod.js";
import type { ClothCover } from "./draw-cover.js";
import { findArmpits } from "./close-armpits.js";
import { dropBackEnds, dropFrontEnds } from "./drop-loose-ends.js";
import { extendCloth } from "./extend-cloth.js";
import { findFrontMasks, raiseInto, type FrontMasks } from "./front-masks.js";
import { lightCloth } from "./light-cloth.js";
import { findNearGround, findUncovered, type TrimInput } from "./trim-body.js";
import type { HairMatte } from "./hair-matte.js";

export interface ArrangeInput {
  readonly crop: PersonCrop;
  readonly removal: RemovalMarks;
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

/** A piece of the garment: what was warped and, after it, what was made up. */
type Stack = readonly Layer[];

/** The garment's layers, complete and in order. It waits for nothing but the removal's marks. */
export interface Arrangement extends Pick<ArrangeInput, "crop" | "removal" | "body" | "hair"> {
  readonly backCollar: Layer;
  readonly torso: Stack;
  readonly sleeves: readonly { readonly layers: Stack; readonly isSeen: boolean }[];
  readonly front: FrontMasks;
  /** What the body is trimmed by, see trimBodyInto(). */
  readonly trim: TrimInput;
  /** Cloth 0..1 of the torso and of the sleeves. */
  readonly ofTorso: Float32Array;
  readonly ofSleeves: Float32Array;
  /** Cloth 0..1 at each pixel, whether or not something lies in front of it. */
  readonly cloth: Float32Array;
  /** The same without what something hides. */
  readonly shown: Float32Array;
  /** Brightness of the cloth at each pixel, 1 for the garment's own. */
  readonly shading: Float32Array;
}

/** Cuts a sleeve whose arm is behind the back: it stands out of the silhouette nowhere, and trousers are before it. In place. */
function keepBehind({ image }: Layer, { crop, removal }: Pick<ArrangeInput, "crop" | "removal">): void {
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

/** Finds what lies before what, and makes up the cloth that the garment's photo lacks. */
export function arrangeLayers(input: ArrangeInput): Arrangement {
  const { crop, removal, cover, fit, body, hair } = input;
  const { backCollar } = input.garment;
  const garment = { ...input.garment, torso: dropFrontEnds(input.garment.torso, backCollar, body.unit) };
  const count = crop.rect.width * crop.rect.height;
  const front = findFrontMasks(input);
  const covered = uniteCoverage([garment.torso, garment.leftSleeve, garment.rightSleeve], count);
  const sleeveEnds = { left: fit.sides.left.sleeve?.end, right: fit.sides.right.sleeve?.end };
  const shoulders = { left: fit.sides.left.shoulder, right: fit.sides.right.shoulder };
  const trim = {
    removal,
    crop,
    body,
    cover,
    covered,
    sleeveEnds,
    shoulders,
    nearGround: findNearGround(input),
  };
  const armpits = findArmpits(trim);
  const uncovered = uniteMasks(findUncovered(trim), armpits);
  const stack = (layer: Layer, outline: Mask | null): Stack => {
    const more = outline === null ? null : extendCloth(layer, outline, { unit: body.unit, uncovered });
    return more === null ? [layer] : [layer, more];
  };
  const torso = stack(garment.torso, uniteMasks(cover.torso, armpits));
  const sleeves = [
    { layers: stack(garment.leftSleeve, cover.leftSleeve), isSeen: body.isArmSeen.left },
    { layers: stack(garment.rightSleeve, cover.rightSleeve), isSeen: body.isArmSeen.right },
  ];
  for (const { layers, isSeen } of sleeves) if (!isSeen) for (const layer of layers) keepBehind(layer, input);
  const ofSleeves = uniteCoverage(
    sleeves.flatMap(({ layers }) => layers),
    count,
  );
  const ofTorso = uniteCoverage(torso, count);
  const cloth = ofTorso.slice();
  raiseInto(cloth, ofSleeves);
  return {
    crop,
    removal,
    body,
    hair,
    trim,
    front,
    torso,
    sleeves,
    ofTorso,
    ofSleeves,
    cloth,
    backCollar: dropBackEnds(backCollar, { neck: front.neck, cloth: ofTorso }),
    shown: findShown(ofTorso, ofSleeves, front),
    shading: lightCloth(input.shading, cloth, { rect: crop.rect, unit: body.unit, light: input.light }),
  };
}

/** Cloth 0..1 that nothing hides. */
function findShown(ofTorso: Float32Array, ofSleeves: Float32Array, front: FrontMasks): Float32Array {
  const shown = ofTorso.slice();
  hideInto(shown, front.ofTorso);
  const shownSleeves = ofSleeves.slice();
  hideInto(shownSleeves, front.always);
  raiseInto(shown, shownSleeves);
  return shown;
}
