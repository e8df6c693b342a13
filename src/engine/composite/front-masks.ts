import type { Mask } from "../image.js";
import { gaussianBlur } from "../kernels/gaussian-blur.js";
import { PART, type Part } from "../person/types.js";
import { REVEAL, type PersonCrop, type RemovedGarment } from "../remove/mod.js";

/** Coverage 0..1 of what lies in front of a layer of the garment, at the crop's size. */
export interface FrontMasks {
  /** In front of everything: face, hair, hands, things held. */
  readonly always: Float32Array;
  /** In front of the torso only: arms, bare or laid bare by the removal. */
  readonly arms: Float32Array;
  /** In front of the inside of the back collar: neck and chest. */
  readonly neck: Float32Array;
}

const ALWAYS: readonly Part[] = [PART.face, PART.hair, PART.leftHand, PART.rightHand, PART.object];
const ARMS: readonly Part[] = [PART.leftArm, PART.rightArm];
/** Softness of a part's border in px: the width of an edge in a sharp photo. */
const EDGE_SIGMA_PX = 0.8;

function soften(width: number, height: number, test: (i: number) => boolean): Float32Array {
  const plane = { width, height, data: Float32Array.from({ length: width * height }, (_, i) => (test(i) ? 1 : 0)) };
  return gaussianBlur(plane, EDGE_SIGMA_PX).data;
}

/** Orders the person's parts against the garment's layers. */
export function findFrontMasks(crop: PersonCrop, removal: RemovedGarment): FrontMasks {
  const { parts } = crop;
  const { width, height } = parts;
  const part = (i: number): Part => parts.data[i] as Part;
  const reveal: Mask = removal.reveal;
  return {
    always: soften(width, height, (i) => ALWAYS.includes(part(i))),
    arms: soften(width, height, (i) => ARMS.includes(part(i)) || reveal.data[i] === REVEAL.armInFront),
    neck: soften(
      width,
      height,
      (i) => part(i) === PART.neck || part(i) === PART.face || reveal.data[i] === REVEAL.skin,
    ),
  };
}
