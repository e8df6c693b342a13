import type { Point } from "../image.js";
import type { PersonAnalysis } from "../person/types.js";

/** The {@link PART} at a point of the photo; null outside it. */
export function partAt(person: PersonAnalysis, p: Point): number | null {
  const x = Math.floor(p.x);
  const y = Math.floor(p.y);
  if (x < 0 || y < 0 || x >= person.width || y >= person.height) return null;
  return person.parts.data[y * person.width + x]!;
}
