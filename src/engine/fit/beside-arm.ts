import { armAxis, armChain, type SideName } from "./arm-chain.js";
import { halfWidthAt, torsoPlace, type BodyFrame } from "./body-frame.js";

/** The chain is followed from under the armpit to past the wrist. */
const FROM = 0.3;
const TO = 2.2;
const STEP = 0.05;
/** An arm further in than this share of the torso's half width lies before the torso and presses nothing to it. */
const BEFORE_TORSO = 0.8;

/** How far from the torso's axis cloth may hang at t, in px: to the middle of the arm that hangs beside it there; else, and beside an arm behind the back, anywhere. */
export function besideArm(body: BodyFrame, name: SideName): (t: number) => number {
  const places = body.isArmSeen[name] ? listPlaces(body, name) : [];
  return (t) => limitAt(places, t, halfWidthAt(body, name, t));
}

/** A point of the arm's axis: how far down the torso it lies, and how far from its axis in px. */
interface Place {
  readonly t: number;
  readonly aside: number;
}

function listPlaces(body: BodyFrame, name: SideName): Place[] {
  const chain = armChain(body, name);
  const sign = name === "left" ? 1 : -1;
  const places: Place[] = [];
  for (let at = FROM; at <= TO; at += STEP) {
    const p = armAxis(chain, at);
    const { t, lateralPx } = torsoPlace(body, p.x, p.y);
    places.push({ t, aside: sign * lateralPx });
  }
  return places;
}

/** The nearest the arm comes at t where it lies beside the torso, `least` px wide there; Infinity where it does not. */
function limitAt(places: readonly Place[], t: number, least: number): number {
  let most = Infinity;
  for (let i = 1; i < places.length; i++) {
    const [a, b] = [places[i - 1]!, places[i]!];
    if ((a.t - t) * (b.t - t) > 0 || a.t === b.t) continue;
    const aside = a.aside + ((b.aside - a.aside) * (t - a.t)) / (b.t - a.t);
    if (aside > BEFORE_TORSO * least) most = Math.min(most, Math.max(least, aside));
  }
  return most;
}
