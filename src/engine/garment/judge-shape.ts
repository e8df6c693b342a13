import type { Mask } from "../image.js";
import type { RefusalCode } from "../outcome.js";
import type { MatchedSides } from "./match-sides.js";

/** Share of the garment's width that may touch one edge of the picture: a hanger or a stray sleeve may, a hem may not. */
const CUT_SHARE = 0.4;
/** Both sides cost more than this: no garment was recognised. */
const COST_MAX = 13;
/** A shape less symmetric than this is a person or a scene unless its landmarks are beyond doubt. */
const SYMMETRY_MIN = 0.6;
/** Length by shoulder width of upper garments; outside of it a landmark is wrong. */
const PROPORTION_MIN = 0.9;
const PROPORTION_MAX = 3.2;

/** Tells why the shape cannot be used, if so: cut off by the frame, or not a garment that the landmarks fit. */
export function judgeShape(mask: Mask, sides: MatchedSides, symmetry: number): RefusalCode | undefined {
  if (isCutOff(mask)) return "GARMENT_CUT_OFF";
  const cost = Math.min(sides.left.labels.cost, sides.right.labels.cost);
  const proportion = lengthByShoulders(sides);
  const isOdd = proportion < PROPORTION_MIN || proportion > PROPORTION_MAX;
  return cost > COST_MAX || symmetry < SYMMETRY_MIN || isOdd ? "GARMENT_UNREADABLE" : undefined;
}

/** Length from the neck to the hem in shoulder widths. */
function lengthByShoulders({ left, right }: MatchedSides): number {
  const length =
    [left, right].reduce(
      (sum, { outline, labels }) => sum + outline.v[labels.hem]! - outline.v[labels.neck]!,
      0,
    ) / 2;
  return length / (left.outline.u[left.labels.shoulder]! + right.outline.u[right.labels.shoulder]!);
}

/** Whether so much of the garment touches the photo's top or bottom that the rest of it lies outside. */
export function isCutOff(mask: Mask): boolean {
  const { width, height, data } = mask;
  let top = 0;
  let bottom = 0;
  let minX = width;
  let maxX = -1;
  for (let x = 0; x < width; x++) {
    if (data[x]! >= 128) top++;
    if (data[(height - 1) * width + x]! >= 128) bottom++;
    for (let y = 0; y < height; y += 4) {
      if (data[y * width + x]! < 128) continue;
      minX = Math.min(minX, x);
      maxX = Math.max(maxX, x);
    }
  }
  return Math.max(top, bottom) > CUT_SHARE * (maxX - minX + 1);
}
