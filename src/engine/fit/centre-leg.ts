import { along } from "../kernels/polyline.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { legAxis, legOutward, legRadius, type LegChain } from "./leg-chain.js";
import { medianOf } from "../kernels/median.js";
import { partAt } from "./worn-lower.js";

/** Bare skin is looked for along these places of the leg (1 the knee, 2 the ankle), by steps, out to so many units from the bones. */
const FROM = 1.6;
const TO = 2.14;
const STEP = 0.02;
const REACH_UNITS = 0.3;
/** The first so many of them below the hem are an ankle's, and as many are wanted; below them the foot turns aside. */
const PLACES = 4;
/** An ankle's half width over the usual one. */
const HALF_MIN = 0.45;
const HALF_MAX = 1.7;
/** Joints are guessed under cloth, but no further off than this, in units. */
const SHIFT_MAX = 0.16;
/** What an ankle, which is no hem's slanted end, lies between. */
const BESIDE: readonly (number | null)[] = [PART.background, PART.foot];

/** The middle of the ankle's skin across the bones at a chain position in px, outward positive, between background or shoe; null without one. */
function findMiddle(person: PersonAnalysis, chain: LegChain, at: number): number | null {
  const [axis, out] = [legAxis(chain, at), legOutward(chain, at)];
  const usual = (legRadius(chain, at, 1) + legRadius(chain, at, -1)) / 2;
  const reach = Math.round(REACH_UNITS * chain.unit);
  const partOf = (d: number): number | null => partAt(person, along(axis, out, d));
  let best: number | null = null;
  for (let start = -reach; start < reach; start++) {
    if (partOf(start) !== PART.leg || partOf(start - 1) === PART.leg) continue;
    let end = start;
    while (end < reach && partOf(end) === PART.leg) end++;
    const isFree = BESIDE.includes(partOf(start - 1)) && BESIDE.includes(partOf(end));
    const half = (end - start) / 2 / usual;
    const middle = (start + end - 1) / 2;
    if (!isFree || half < HALF_MIN || half > HALF_MAX) continue;
    if (best === null || Math.abs(middle) < Math.abs(best)) best = middle;
  }
  return best;
}

/** The leg with its ankle moved to the middle of the skin that shows below the hem, where that ends by the ankles. */
export function centreAnkle(person: PersonAnalysis, chain: LegChain): LegChain {
  const shifts: number[] = [];
  for (let at = FROM; at < TO && shifts.length < PLACES; at += STEP) {
    const middle = findMiddle(person, chain, at);
    // bare further up: the joints were seen
    if (middle !== null && at === FROM) return chain;
    if (middle !== null) shifts.push(middle / (at - 1));
  }
  if (shifts.length < PLACES) return chain;
  const median = medianOf(shifts);
  const limit = SHIFT_MAX * chain.unit;
  const shift = Math.min(limit, Math.max(-limit, median));
  return { ...chain, ankle: along(chain.ankle, legOutward(chain, 2), shift) };
}
