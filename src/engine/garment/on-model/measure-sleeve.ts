import type { Point } from "../../image.js";
import {
  armAxis,
  armChain,
  armOutward,
  armRadius,
  type ArmChain,
  type SideName,
} from "../../fit/arm-chain.js";
import { along, distance, resamplePolyline } from "../../kernels/polyline.js";
import { KEYPOINT } from "../../observation.js";
import { PART } from "../../person/types.js";
import { reachShoulder } from "./reach-shoulder.js";
import { SIGHT, sightAt, type WornView } from "./worn-view.js";

/** A sleeve in the model's photo: its edges follow the arm, bent as it is. Both have {@link SLEEVE_POINTS} points, armhole → cuff. */
export interface WornSleeve {
  readonly outer: readonly Point[];
  readonly inner: readonly Point[];
  /** Chain position where it ends: 1 is the elbow, 2 the wrist. */
  readonly end: number;
  /** By how much upper arm and forearm are foreshortened in the photo, >= 1: natural over seen length. */
  readonly stretch: readonly [number, number];
  /** Share 0..1 of the sleeve whose outer edge was seen. */
  readonly seen: number;
}

export const SLEEVE_POINTS = 33;
/** Chain positions and places across the arm, in radii, that vote for cloth or skin. */
const VOTE_FROM = 0.1;
const VOTE_TO = 2;
const VOTE_STEP = 0.05;
const VOTES_RHO = [-0.6, -0.3, 0, 0.3, 0.6];
/** So many steps of bare skin end a sleeve; what seems cloth further down is the torso beside or behind the arm. */
const BARE_RUN = 4;
/** What ends above this place is the edge of a sleeveless armhole. */
const SHORTEST = 0.28;
/** What ends below this place reaches the wrist. */
const WRIST_FROM = 1.85;
const WRIST = 2.05;
/** A cuff is looked for this far to both sides of that, by such steps. */
const CUFF_REACH = 0.2;
const CUFF_STEP = 0.01;
/** The pose network guesses an arm that it does not see. */
const VISIBLE = 0.65;

/** How far cloth stands off the arm at most, in its bare radii, outside and towards the torso, and how near its edge can come. */
const OUTER_LIMIT = 3.4;
const INNER_LIMIT = 2.6;
const NEAREST = 0.6;
/** A sleeve's edge that is nowhere seen lies here. */
const USUAL = 1.25;
/** The inner edge begins here on the chain, below the armpit. */
const INNER_FROM = 0.42;
const OUTER_FROM = 0.12;

/** Bones shorter than this in units are foreshortened; see arm-chain.ts for natural lengths. */
const NATURAL = [0.86, 0.74] as const;
const STRETCH_MAX = 1.8;

/** Measures the sleeve on one arm: null without one, "hidden" when the arm is not seen. */
export function measureSleeve(
  view: WornView,
  name: SideName,
  armhole: { readonly shoulder: Point; readonly armpit: Point },
): WornSleeve | null | "hidden" {
  const chain = armChain(view.body, name);
  if (!isSeen(view, name)) return "hidden";
  const end = findEnd(view, chain, name);
  if (end < SHORTEST) return null;
  const outerAt = spread(OUTER_FROM, end);
  const innerAt = spread(Math.min(INNER_FROM, 0.7 * end), end);
  const outerSeen = outerAt.map((at) => walk(view, chain, { at, side: 1, limit: OUTER_LIMIT }));
  const innerSeen = innerAt.map((at) => walk(view, chain, { at, side: -1, limit: INNER_LIMIT }));
  const usual = median(outerSeen) ?? median(innerSeen) ?? USUAL;
  const edge = (places: readonly number[], seen: readonly (number | null)[], side: 1 | -1): Point[] =>
    smooth(seen, usual).map((ratio, i) => {
      const at = places[i]!;
      return along(armAxis(chain, at), armOutward(chain, at), side * ratio * armRadius(chain, at));
    });
  const outer = resamplePolyline([armhole.shoulder, ...edge(outerAt, outerSeen, 1)], SLEEVE_POINTS);
  const inner = resamplePolyline([armhole.armpit, ...edge(innerAt, innerSeen, -1)], SLEEVE_POINTS);
  return {
    outer: reachShoulder(view, outer, inner),
    inner,
    end,
    stretch: measureStretch(chain),
    seen: outerSeen.filter((v) => v !== null).length / outerSeen.length,
  };
}

function isSeen({ person }: WornView, name: SideName): boolean {
  const elbow = name === "left" ? KEYPOINT.leftElbow : KEYPOINT.rightElbow;
  return person.keypoints[elbow]!.visibility >= VISIBLE;
}

function spread(from: number, to: number): number[] {
  return Array.from({ length: SLEEVE_POINTS }, (_, i) => from + ((to - from) * i) / (SLEEVE_POINTS - 1));
}

/** Where cloth gives way to skin along the arm. */
function findEnd(view: WornView, chain: ArmChain, name: SideName): number {
  const { width, height, parts } = view.person;
  const skin = name === "left" ? [PART.leftArm, PART.leftHand] : [PART.rightArm, PART.rightHand];
  const evidence: number[] = [];
  for (let at = VOTE_FROM; at < VOTE_TO; at += VOTE_STEP) {
    let sum = 0;
    for (const rho of VOTES_RHO) {
      const p = along(armAxis(chain, at), armOutward(chain, at), rho * armRadius(chain, at));
      const x = Math.floor(p.x);
      const y = Math.floor(p.y);
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      const part = parts.data[y * width + x]!;
      if (sightAt(view, p) === SIGHT.cloth) sum += 1;
      else if ((skin as number[]).includes(part)) sum -= 1;
    }
    evidence.push(sum / VOTES_RHO.length);
  }
  const bare = evidence.findIndex((_, i) => evidence.slice(i, i + BARE_RUN).every((e) => e < 0));
  const end = bare < 0 ? VOTE_TO : VOTE_FROM + bare * VOTE_STEP;
  return end > WRIST_FROM ? findCuff(view, chain) : end;
}

/** The last place near the wrist that is cloth right across the arm: a cuff ends straight there. */
function findCuff(view: WornView, chain: ArmChain): number {
  for (let at = WRIST + CUFF_REACH; at > WRIST - CUFF_REACH; at -= CUFF_STEP) {
    const isWhole = VOTES_RHO.every((rho) => {
      const p = along(armAxis(chain, at), armOutward(chain, at), rho * armRadius(chain, at));
      return sightAt(view, p) === SIGHT.cloth;
    });
    if (isWhole) return at;
  }
  return WRIST;
}

/** Distance of the cloth's edge from the arm's axis in bare radii; null where the photo does not tell. */
function walk(
  view: WornView,
  chain: ArmChain,
  ray: { readonly at: number; readonly side: 1 | -1; readonly limit: number },
): number | null {
  const { at, side, limit } = ray;
  const radius = armRadius(chain, at);
  const from = armAxis(chain, at);
  const out = armOutward(chain, at);
  for (let d = 1; d < limit * radius; d++) {
    const sight = sightAt(view, along(from, out, side * d));
    if (sight === SIGHT.cloth) continue;
    return sight === SIGHT.other && d > NEAREST * radius ? d / radius : null;
  }
  return null;
}

function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((v) => v !== null).toSorted((a, b) => a - b);
  return known.length === 0 ? null : known[known.length >> 1]!;
}

/** Gaps take their neighbours' values, else the usual one; then a median of five and a mean of five. */
function smooth(seen: readonly (number | null)[], usual: number): number[] {
  const full = seen.map((v, i) => v ?? nearestKnown(seen, i) ?? usual);
  const window = (values: readonly number[], i: number): number[] =>
    [-2, -1, 0, 1, 2].map((k) => values[Math.min(values.length - 1, Math.max(0, i + k))]!);
  const medians = full.map((_, i) => window(full, i).toSorted((a, b) => a - b)[2]!);
  return medians.map((_, i) => window(medians, i).reduce((a, b) => a + b, 0) / 5);
}

/** The nearest value not further than a fifth of the sleeve away. */
function nearestKnown(seen: readonly (number | null)[], i: number): number | null {
  for (let k = 1; k <= SLEEVE_POINTS / 5; k++) {
    const found = seen[i - k] ?? seen[i + k];
    if (found !== undefined && found !== null) return found;
  }
  return null;
}

function measureStretch({ arm, unit }: ArmChain): readonly [number, number] {
  const lengths = [distance(arm.shoulder, arm.elbow), distance(arm.elbow, arm.wrist)];
  const [upper, fore] = lengths.map((length, i) =>
    Math.min(STRETCH_MAX, Math.max(1, (NATURAL[i]! * unit) / Math.max(1, length))),
  );
  return [upper!, fore!];
}
