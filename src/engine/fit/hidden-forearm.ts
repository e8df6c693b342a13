import { lerpPoint } from "../kernels/polyline.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import type { Arm } from "./arm-chain.js";
import { partAt } from "./worn-lower.js";

/** Places of the forearm, 0 the elbow and 1 the wrist, at which it is looked for. */
const PLACES = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

/** Whether the lower garment lies before most of a forearm: the arm hangs behind the hip, whether or not its hand comes out below. */
export function isForearmHidden(
  person: PersonAnalysis,
  { elbow, wrist }: Pick<Arm, "elbow" | "wrist">,
): boolean {
  const isBehind = (at: number): boolean => partAt(person, lerpPoint(elbow, wrist, at)) === PART.lower;
  return 2 * PLACES.filter(isBehind).length > PLACES.length;
}
