import type { Mask } from "../../image.js";
import { torsoPlace, type BodyFrame } from "../../fit/body-frame.js";
import { mixtureDensity } from "../../kernels/gaussian-mixture.js";
import { PART, type PersonAnalysis } from "../../person/types.js";
import { SIGHT } from "./sight.js";
import { learnColours } from "./unveil-skin.js";

/** Hair falls to this t of the torso; cloth is learnt from there on down. */
const HAIR_TO_T = 0.45;
/** What the parsing takes for a garment below the waist above this t is hair: the head is cut off by the frame. */
const NO_LOWER_T = 0.1;
const COMPONENTS = { hair: 3, cloth: 6 } as const;
/** How well hair must explain a colour against cloth, and the density that both always have: thin strands have colours between, that neither explains. */
const MARGIN = 0.8;
const FLOOR = 1e-7;

/**
 * Finds the strands that the parsing took for cloth, by the colours of what it took for hair, and marks them as a veil. What has none of the
 * cloth's colours is needed for that: dark hair on a dark coat stays.
 */
export function unveilHair(sight: Mask, person: PersonAnalysis, body: BodyFrame, lab: Float32Array): void {
  const { width, parts } = person;
  const tAt = (i: number): number => torsoPlace(body, (i % width) + 0.5, Math.floor(i / width) + 0.5).t;
  const isHair = (i: number): boolean =>
    parts.data[i] === PART.hair || (parts.data[i] === PART.lower && tAt(i) < NO_LOWER_T);
  const hair = learnColours(lab, isHair, COMPONENTS.hair);
  const cloth = learnColours(
    lab,
    (i) => sight.data[i] === SIGHT.cloth && tAt(i) > HAIR_TO_T,
    COMPONENTS.cloth,
  );
  const queue: number[] = [];
  for (let i = 0; i < sight.data.length; i++) {
    if (!isHair(i)) continue;
    sight.data[i] = SIGHT.veil;
    queue.push(i);
  }
  if (hair === null || cloth === null) return;
  const isStrand = (i: number): boolean => {
    if (sight.data[i] !== SIGHT.cloth || tAt(i) > HAIR_TO_T) return false;
    const [l, a, b] = [lab[3 * i]!, lab[3 * i + 1]!, lab[3 * i + 2]!];
    return (mixtureDensity(hair, l, a, b) + FLOOR) / (mixtureDensity(cloth, l, a, b) + FLOOR) > MARGIN;
  };
  // strands hang from the head: a button of the hair's colour does not
  while (queue.length > 0) {
    const i = queue.pop()!;
    for (const j of [
      i - width,
      i + width,
      i - 1,
      i + 1,
      i - width - 1,
      i - width + 1,
      i + width - 1,
      i + width + 1,
    ]) {
      if (j < 0 || j >= sight.data.length || !isStrand(j)) continue;
      sight.data[j] = SIGHT.veil;
      queue.push(j);
    }
  }
}
