import type { Image8, Mask } from "../image.js";
import { halfWidthAt, torsoPlace, type BodyFrame } from "../fit/body-frame.js";
import { maskWhere } from "../kernels/push-pull.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { fillHoles } from "../kernels/fill-holes.js";
import { isSkin } from "../remove/fill-skin.js";
import { REVEAL, type PersonCrop, type RemovedGarment } from "../remove/mod.js";
import type { ClothCover } from "./draw-cover.js";

/** Trimmed is the torso's side, further out than this share of its half width, and above this t the shoulder, further out than so many units. */
const SIDE_FROM = 0.6;
const SHOULDER_TO_T = 0.15;
const SHOULDER_FROM = 0.36;
const SOLID = 200;
/** Half the width, in units, of a gap that is too wide to be left out. */
const SLIVER_UNITS = 0.012;

export interface TrimInput {
  readonly removal: RemovedGarment;
  readonly crop: PersonCrop;
  readonly body: BodyFrame;
  readonly cover: ClothCover;
  /** Cloth 0..1 at each pixel, from all pieces as they were warped. */
  readonly covered: Float32Array;
}

/**
 * Where the cloth stops short of its outline on the body by a sliver, what was painted there gives way to the background: the garment's
 * own edge is the silhouette, and no skin looks out beside a seam. In place.
 */
export function trimBodyInto(base: Image8, input: TrimInput): void {
  const { removal, cover, covered, crop, body } = input;
  const { behind, removed, reveal } = removal;
  const { width, left, top } = crop.rect;
  for (let i = 0; i < covered.length; i++) {
    const kind = reveal.data[i];
    if (removed.data[i] === 0 || covered[i] === 1 || (kind !== REVEAL.skin && kind !== REVEAL.arm)) continue;
    const ofSleeves = Math.max(cover.leftSleeve?.data[i] ?? 0, cover.rightSleeve?.data[i] ?? 0);
    // an arm goes on below the cuff and before the torso
    const outline = kind === REVEAL.arm ? ofSleeves : Math.max(ofSleeves, cover.torso.data[i]!);
    if (outline === 0 || !isAside(body, left + (i % width) + 0.5, top + Math.floor(i / width) + 0.5))
      continue;
    const w = (outline / 255) * (1 - covered[i]!);
    for (let c = 0; c < 3; c++)
      base.data[3 * i + c]! += w * (behind.data[3 * i + c]! - base.data[3 * i + c]!);
  }
}

function isAside(body: BodyFrame, x: number, y: number): boolean {
  const { t, lateralPx } = torsoPlace(body, x, y);
  const aside = Math.abs(lateralPx);
  if (t < SHOULDER_TO_T) return aside > SHOULDER_FROM * body.unit;
  return aside > SIDE_FROM * halfWidthAt(body, lateralPx < 0 ? "right" : "left", t);
}

/** The outline of all pieces together. */
function uniteCovers({ torso, leftSleeve, rightSleeve }: ClothCover): Mask {
  const data = torso.data.map((v, i) => Math.max(v, leftSleeve?.data[i] ?? 0, rightSleeve?.data[i] ?? 0));
  return { ...torso, data };
}

/**
 * Where cloth is missing and cannot be left out: more than a sliver, or the person's own skin shows there in the photo, or cloth is all round
 * (between sleeve and torso).
 * 255 for such pixels.
 */
export function findUncovered({ removal, crop, body, cover, covered }: TrimInput): Mask {
  const parts = crop.parts.data;
  const { width, height } = cover.torso;
  const outline = uniteCovers(cover);
  const cloth = maskWhere(width, height, (i) => covered[i]! >= SOLID / 255);
  const whole = fillHoles(cloth).data;
  const missing = maskWhere(width, height, (i) => outline.data[i]! >= 128 && cloth.data[i] === 0);
  const thin = Math.max(1, Math.round(SLIVER_UNITS * body.unit));
  const thick = dilateSquare(erodeSquare(missing, thin), thin + 1).data;
  return maskWhere(width, height, (i) => {
    if (missing.data[i] === 0) return false;
    return thick[i] !== 0 || whole[i] !== 0 || (removal.removed.data[i] === 0 && isSkin(parts[i]!));
  });
}
