import { halfWidthAt, type torsoPlace, type BodyFrame } from "../fit/body-frame.js";

/** A chest is an elliptic cylinder: the sine of how far its surface is turned away at its sides, where arms hide the rest (a guess, for a discreet shade). */
const TURN = 0.75;
/** Light of the sky and the room, which comes from everywhere, as a share of all light. */
const AMBIENT = 0.58;
/** Above the second of these t its width is not measured, and up to the first it goes over into shoulders and neck. */
const FROM_T = -0.16;
const FULL_T = 0.12;
/** No brighter than this share of its middle, where light comes from aside. */
const BRIGHTEST = 1.06;

/** How light falls on a bare chest, as one that is lit from the front is brightest in its middle, and with this depth. */
export interface ChestLight {
  /** Light from aside in the picture, -1..1, positive from the right. */
  readonly x: number;
  /** Share of the usual shade, which even light leaves little of. */
  readonly depth: number;
}

/** Where a pixel lies on the torso. */
export type TorsoPlace = ReturnType<typeof torsoPlace>;

/**
 * Brightness of a bare chest at a place over its middle's.
 * Source   Lambert's law on an elliptic cylinder, n·l with ambient light.
 */
export function shadeChest(
  body: BodyFrame,
  { x: aside, depth }: ChestLight,
  { t, lateralPx }: TorsoPlace,
): number {
  if (t <= FROM_T) return 1;
  const half = halfWidthAt(body, lateralPx < 0 ? "right" : "left", Math.max(FULL_T, t));
  const across = Math.min(1, Math.max(-1, lateralPx / half));
  const turn = TURN * across;
  // the wearer's left is the picture's right, unless the picture shows the back
  const direct = Math.sqrt(1 - turn * turn) + turn * aside * Math.sign(body.acrossShoulders.x || 1);
  const share = depth * Math.min(1, (t - FROM_T) / (FULL_T - FROM_T));
  return 1 + share * (Math.min(BRIGHTEST, AMBIENT + (1 - AMBIENT) * direct) - 1);
}
