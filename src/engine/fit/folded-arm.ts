import type { Point } from "../image.js";
import { along, distanceToSegment, lerpPoint } from "../kernels/polyline.js";
import { PART, type PersonAnalysis } from "../person/types.js";
import { armAxis, armOutward, armRadius, type ArmChain, type Bones } from "./arm-chain.js";
import { partAt } from "./part-at.js";
import { normalise, subtract } from "./torso-axis.js";

/** Forearm and upper arm of an arm bent more sharply than this cosine of the elbow's angle (60 degrees) lie beside each other in one run of skin. */
const FOLDED = 0.5;
/** Bones that enclose a smaller angle than of this cosine (14 degrees) do not tell where one ends and the other begins: in cloth nothing drew them apart. */
const SQUEEZED = 0.97;
/** Share of such a run that is the upper arm, by the radii of both. */
const UPPER_SHARE = 0.55;
/** ... which, in units, is wider than one of them and narrower than this. */
const WIDEST_PAIR = 0.78;

/** What a folded arm's other bone takes of a run of skin across one. */
export interface Fold {
  /** Side of the across direction on which the other bone lies. */
  readonly toward: 1 | -1;
  /** Share of a common run that is this bone's own. */
  readonly share: number;
  /** Width of the widest common run, in units. */
  readonly widest: number;
  /** Whether a sleeve covers the upper arm. */
  readonly isSleeved: boolean;
}

/** Cosine of the angle between upper arm and forearm: -1 for a straight arm. */
function bendOf({ shoulder, elbow, wrist }: Bones): number {
  const a = normalise(subtract(shoulder, elbow));
  const b = normalise(subtract(wrist, elbow));
  return a.x * b.x + a.y * b.y;
}

/** Whether the forearm is folded back beside the upper arm. */
export function isFolded(bones: Bones): boolean {
  return bendOf(bones) > FOLDED;
}

/** The {@link Fold} of one bone of an arm for runs in a direction across it; undefined unless the arm is folded. */
export function foldOf(
  person: PersonAnalysis,
  bones: Bones,
  { bone, across, unit }: { readonly bone: "upper" | "fore"; readonly across: Point; readonly unit: number },
): Fold | undefined {
  if (!isFolded(bones)) return undefined;
  const { shoulder, elbow, wrist } = bones;
  const other = subtract(bone === "upper" ? wrist : shoulder, elbow);
  const toward = other.x * across.x + other.y * across.y < 0 ? -1 : 1;
  const share = bone === "upper" ? UPPER_SHARE : 1 - UPPER_SHARE;
  return { toward, share, widest: WIDEST_PAIR, isSleeved: isSleeved(person, bones, unit) };
}

/** Fractions of the upper arm at which its outline tells whether it is in a sleeve, how many must, and how far out it is looked for, in units. */
const SLEEVED_AT = [0.1, 0.15, 0.2, 0.25, 0.3];
const SLEEVED_COUNT = 3;
const SLEEVED_REACH = 0.3;

/** Whether a folded arm's upper arm goes over from cloth to the background on the forearm's side, near the shoulder. */
function isSleeved(person: PersonAnalysis, { shoulder, elbow, wrist }: Bones, unit: number): boolean {
  const down = normalise(subtract(elbow, shoulder));
  const other = subtract(wrist, elbow);
  const sign = other.y * down.x - other.x * down.y < 0 ? -1 : 1;
  const out = { x: -sign * down.y, y: sign * down.x };
  const seen = SLEEVED_AT.filter((at) => {
    let isCloth = false;
    for (let d = 0; d < SLEEVED_REACH * unit; d++) {
      const part = partAt(person, along(lerpPoint(shoulder, elbow, at), out, d));
      if (part === PART.background) return isCloth;
      if (part !== PART.upper) return false;
      isCloth = true;
    }
    return false;
  });
  return seen.length >= SLEEVED_COUNT;
}

/** Distance in px from a folded arm's axis, on one side (1 outer, -1 inner), from which on pixels are its other bone's; Infinity for other arms. */
export function reachBeforeFold(chain: ArmChain, at: number, side: 1 | -1): number {
  const { arm } = chain;
  if (!isFolded(arm) || bendOf(arm) > SQUEEZED) return Infinity;
  const [a, b] = at <= 1 ? [arm.elbow, arm.wrist] : [arm.shoulder, arm.elbow];
  const [axis, out] = [armAxis(chain, at), armOutward(chain, at)];
  const own = armRadius(chain, at);
  // the place on the other bone as far from the elbow
  const other = armRadius(chain, 2 - at);
  for (let d = 1; d < 3 * own; d++) {
    const p = along(axis, out, side * d);
    if (d / own > distanceToSegment(a, b, p.x, p.y) / other) return d;
  }
  return Infinity;
}
