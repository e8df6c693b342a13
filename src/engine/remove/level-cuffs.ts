import { placeOnLeg } from "../fit/leg-chain.js";
import { findWornHem } from "../fit/worn-lower.js";
import { PART } from "../person/types.js";
import type { Sight } from "./find-held.js";

/** Both legs of trousers end within this length of the chain (1 is a shin's). */
const LEVEL = 0.05;
/** ... though feet are lifted and bones misread: what ends lower by more than this is a shoe's. */
const LOWER_MAX = 0.12;

/** The leg whose bones are nearer to a pixel, in its own radii, and the place on it. */
function nearestLeg({ person, legs }: Sight, i: number): { leg: number; at: number } {
  const [x, y] = [(i % person.width) + 0.5, Math.floor(i / person.width) + 0.5];
  const places = legs.map((leg) => placeOnLeg(leg, x, y));
  const leg = Math.abs(places[0]!.across) < Math.abs(places[1]!.across) ? 0 : 1;
  return { leg, at: places[leg]!.at };
}

/** How low the marks reach on each leg, as chain positions. */
function findEnds(sight: Sight, cuffs: readonly Uint8Array[]): [number, number] {
  const ends: [number, number] = [0, 0];
  for (const marked of cuffs) {
    for (let i = 0; i < marked.length; i++) {
      if (marked[i] === 0) continue;
      const { leg, at } = nearestLeg(sight, i);
      ends[leg] = Math.max(ends[leg]!, at);
    }
  }
  return ends;
}

/** The marks of a leg's end, without those of a shoe if the end lies too much below the trousers' `hem` (chain position). */
function dropLow(sight: Sight, marked: Uint8Array, hem: number): Uint8Array {
  const ends = findEnds(sight, [marked]);
  const kept = marked.slice();
  for (let i = 0; i < marked.length; i++) {
    if (marked[i] === 0) continue;
    const { leg, at } = nearestLeg(sight, i);
    if (ends[leg]! > hem + LOWER_MAX && at > hem + LEVEL) kept[i] = 0;
  }
  return kept;
}

/**
 * The trousers' ends that were found among shoes, one mask (1) for each leg, without what lies lower on a leg than the other one ends: there
 * a shoe has the trousers' colours. Both end at the same place of the legs; where they do, that is the hem, however far the shoes before it hide it.
 */
export function levelCuffs(sight: Sight, cuffs: readonly Uint8Array[]): readonly Uint8Array[] {
  const { person, legs } = sight;
  const { parts } = person;
  const isCuff = (i: number): boolean => cuffs.some((marked) => marked[i] !== 0);
  const ended = { ...parts, data: parts.data.map((v, i) => (isCuff(i) ? PART.lower : v)) };
  const [left, right] = findEnds(sight, cuffs);
  if (Math.abs(left - right) < LEVEL) return cuffs;
  const hems = legs.flatMap((leg) => findWornHem({ ...person, parts: ended }, leg) ?? []);
  if (hems.length < legs.length) return cuffs;
  return cuffs.map((marked) => dropLow(sight, marked, Math.min(...hems)));
}
