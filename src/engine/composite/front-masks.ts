import { createPlane } from "../image.js";
import { armChain, placeOnArm } from "../fit/arm-chain.js";
import { halfWidthAt, torsoPlace, type BodyFrame } from "../fit/body-frame.js";
import { boxFilter } from "../kernels/box-filter.js";
import { PART, type Part } from "../person/types.js";
import { REVEAL, type PersonCrop, type RemovedGarment } from "../remove/mod.js";

/** Coverage 0..1 of what lies in front of a layer of the garment, at the crop's size. */
export interface FrontMasks {
  /** In front of everything: face, hair, hands, things held. */
  readonly always: Float32Array;
  /** In front of the torso: all that, and arms, bare or laid bare by the removal. */
  readonly ofTorso: Float32Array;
  /** In front of the inside of the back collar: neck and chest. */
  readonly neck: Float32Array;
}

/** 1 for the parts that are in front of everything, by part. */
const ALWAYS = tableOf([PART.face, PART.hair, PART.leftHand, PART.rightHand, PART.object]);
const NECK = tableOf([PART.neck, PART.face]);
/** Half width in px of a part's border: an edge in a sharp photo. */
const EDGE_PX = 1;
/** Past this place down the arm (1 is the elbow) it lies in front of the torso; above it the torso's cloth is in front. */
const FRONT_FROM = 0.85;

function tableOf(parts: readonly Part[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const part of parts) table[part] = 1;
  return table;
}

function soften(width: number, height: number, test: (i: number) => boolean): Float32Array {
  const plane = createPlane(width, height);
  for (let i = 0; i < plane.data.length; i++) if (test(i)) plane.data[i] = 1;
  return boxFilter(plane, EDGE_PX).data;
}

/** Whether an arm's pixel covers the torso: a forearm does, an upper arm only beside it. */
function isInFront(body: BodyFrame, side: "left" | "right", x: number, y: number): boolean {
  if (placeOnArm(armChain(body, side), x, y).at >= FRONT_FROM) return true;
  const { t, lateralPx } = torsoPlace(body, x, y);
  return Math.abs(lateralPx) > halfWidthAt(body, side, t);
}

/** Orders the person's parts against the garment's layers. */
export function findFrontMasks(crop: PersonCrop, removal: RemovedGarment, body: BodyFrame): FrontMasks {
  const { parts, rect } = crop;
  const { width, height } = parts;
  const part = (i: number): Part => parts.data[i] as Part;
  const reveal = removal.reveal.data;
  const isArmInFront = (i: number): boolean => {
    const isArm = part(i) === PART.leftArm || part(i) === PART.rightArm || reveal[i] === REVEAL.arm;
    if (!isArm) return false;
    const x = (i % width) + rect.left + 0.5;
    const y = Math.floor(i / width) + rect.top + 0.5;
    const isLeft =
      (x - body.origin.x) * body.acrossShoulders.x + (y - body.origin.y) * body.acrossShoulders.y > 0;
    const side = part(i) === PART.leftArm || (part(i) !== PART.rightArm && isLeft) ? "left" : "right";
    return isInFront(body, side, x, y);
  };
  return {
    always: soften(width, height, (i) => ALWAYS[part(i)] === 1),
    ofTorso: soften(width, height, (i) => ALWAYS[part(i)] === 1 || isArmInFront(i)),
    neck: soften(width, height, (i) => NECK[part(i)] === 1 || reveal[i] === REVEAL.skin),
  };
}
