import type { MatchedSides } from "./match-sides.js";
import type { GarmentKind } from "./types.js";

/** Longer than this many chest widths is a dress; tunics reach 2.3. */
const LENGTH_MAX = 2.4;

/** Tells upper garments from dresses by their length. What hangs from the waist was told by its shape before. */
export function classifyKind(sides: MatchedSides): Exclude<GarmentKind, "lower"> {
  return lengthInChests(sides) > LENGTH_MAX ? "dress" : "upper";
}

function lengthInChests({ left, right }: MatchedSides): number {
  let length = 0;
  let chest = 0;
  for (const { outline, labels } of [left, right]) {
    length += (outline.v[labels.hem]! - outline.v[labels.neck]!) / 2;
    chest += outline.u[labels.armpit]!;
  }
  return length / chest;
}
