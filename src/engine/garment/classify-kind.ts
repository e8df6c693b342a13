import type { MatchedSides } from "./match-sides.js";

/** Longer than this many chest widths may be a dress, and is read as one; tunics reach 2.3. */
const MAYBE_DRESS = 2.4;

/** Tells upper garments from what may be a dress, by length. What hangs from the waist was told by its shape before. */
export function classifyKind(sides: MatchedSides): "upper" | "dress" {
  return lengthInChests(sides) > MAYBE_DRESS ? "dress" : "upper";
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
