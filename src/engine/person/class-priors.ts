import type { SleeveEnd } from "./find-hem.js";
import type { PoseField } from "./pose-field.js";

/** The classes that colour can tell apart; {@link PART} is derived from them and the skeleton. */
export const CLASS = { background: 0, hair: 1, skin: 2, upper: 3, lower: 4 } as const;
export const CLASS_COUNT = 5;

/** Where clothes end, as found so far. */
export interface ClothesEnds {
  /** t on the torso's axis where the upper garment ends. */
  readonly hemT: number;
  readonly leftSleeve: SleeveEnd;
  readonly rightSleeve: SleeveEnd;
}

/** Width of the hem's uncertainty as a fraction of the torso's length. */
const HEM_SOFTNESS_T = 0.06;
/** Width of a sleeve end's uncertainty in limb positions. */
const SLEEVE_SOFTNESS = 0.07;
/**
 * Ground shows between a bent arm and the trunk: further from the arm's axis than so many of its radii, from the trunk's than so many
 * units. Both leave room for wide sleeves and tops.
 */
const GAP_RHO = 1.25;
const GAP_U = 0.5;
/** What each class's prior is multiplied by there: it outweighs a mask that has closed a small gap, and no cloth's own colour. */
const GAP_SHARE = 0.001;
/** Nothing is impossible: the floor of every prior. */
const FLOOR = 0.004;
/** Lower clothes reach no higher than this t: black hair is no black trousers. */
const LOWER_TOP_T = 0.2;
const NOWHERE = 1e-6;
/** Collars may hide the rim of the face below the mouth: from this radius, below this height in halves of its own. */
const CHIN_FROM = 0.75;
const CHIN_UP = -0.5;
/** Cheeks and ears reach this far out of the face's ellipse, below this height in halves of its own. */
const CHEEK_REACH = 1.2;
const CHEEK_UP = 0.35;
/** Beside a head that is turned or bent lies the neck, so far from the torso's axis, in units. */
const NECK_U = 0.17;
/** Share of bare arm and of sleeve, when the sleeve's end is unknown. */
const BARE_GUESS = 0.4;

function sigmoid(v: number): number {
  return 1 / (1 + Math.exp(-v));
}

/** `dx`, `above`: place from the face's middle in halves of its height. */
function hairPrior(face: number, dx: number, above: number): number {
  if (face < 0.8) return above > 0.5 ? 0.25 : 0.03;
  const reach = Math.sqrt(dx * dx + above * above);
  if (above > 0.2 && reach < 2.2) return 0.9;
  if (Math.abs(dx) < 1.9 && reach < 3.6) return above > -1.1 ? 0.6 : 0.3;
  return FLOOR;
}

/** How likely an arm is bare at a position on it. */
function bareArm(end: SleeveEnd, position: number): number {
  const bare = sigmoid((position - end.position) / SLEEVE_SOFTNESS);
  return BARE_GUESS + (0.1 + 0.85 * bare - BARE_GUESS) * end.certainty;
}

/**
 * Prior 0..1 of each class at each active pixel, class-minor, from the skeleton and the ends of the clothes: how plausible
 * it is to find the class there. The background has none: the person mask speaks for it, less where no class is plausible.
 */
export function drawPriors(field: PoseField, ends: ClothesEnds): Float32Array {
  const { active } = field;
  const priors = new Float32Array(active.length * CLASS_COUNT);
  for (let i = 0, o = 0; i < active.length; i++, o += CLASS_COUNT) {
    if (active[i] === 0) continue;
    const t = field.t[i]!;
    const u = Math.abs(field.u[i]!);
    const face = field.face[i]!;
    const isLeft = field.leftArm[i]! < field.rightArm[i]!;
    const arm = isLeft ? field.leftArm[i]! : field.rightArm[i]!;
    const bare = isLeft
      ? bareArm(ends.leftSleeve, field.leftArmPosition[i]!)
      : bareArm(ends.rightSleeve, field.rightArmPosition[i]!);
    const hand = Math.min(field.leftHand[i]!, field.rightHand[i]!);
    const below = sigmoid((t - ends.hemT) / HEM_SOFTNESS_T);
    const inTorso = t > -0.22 && u < 0.95 ? 1 : 0.1;
    const sleeve = arm < 2 ? 0.95 * (1 - bare) : 0;
    const besideHead = field.headUp[i]! > -0.5 && Math.abs(field.headX[i]!) < 1.6;
    const isChin = face > CHIN_FROM && field.headUp[i]! < CHIN_UP;
    const notHead =
      face < 1
        ? isChin
          ? 0.15
          : 0.03
        : besideHead && arm > 1 && hand > 1
          ? 0.12
          : t < -0.05 && u < 0.25
            ? 0.25
            : 1;
    let skin = t < ends.hemT + 0.1 ? 0.03 : 0.06;
    if (face < 1) skin = face < 0.85 ? 0.95 : 0.6;
    else if (hand < 1) skin = 0.85;
    else if (face < CHEEK_REACH && field.headUp[i]! < CHEEK_UP) skin = 0.15;
    else if (arm < 1.15 && t > -0.05) skin = bare;
    else if (t < -0.05 && field.headUp[i]! > -0.95) skin = u < NECK_U ? 0.35 : 0.04;
    else if (t < -0.14 && u > 0.19) skin = 0.08;
    else if (t < 0.02 && u < 0.28) skin = u < 0.17 ? 0.75 : 0.35;
    else if (t < 0.35 && u < 0.42) skin = 0.3;
    else if (t < 0.15) skin = 0.2;
    else if (arm < 1.7 && t > -0.05) skin = 0.5 * bare;
    else if (field.leg[i]! < 1.2 && t > ends.hemT) skin = 0.25;
    const upper = Math.max(0.8 * inTorso * (1 - below), sleeve) * notHead * (hand < 0.8 ? 0.3 : 1);
    priors[o + CLASS.hair] = Math.max(FLOOR, hairPrior(face, field.headX[i]!, field.headUp[i]!));
    priors[o + CLASS.skin] = skin;
    priors[o + CLASS.upper] = Math.max(FLOOR, upper);
    priors[o + CLASS.lower] = Math.max(
      t < LOWER_TOP_T ? NOWHERE : FLOOR,
      (arm < 0.8 && u > 0.5 && t < 1.1 ? 0.1 : 0.8) * below * (t > 0.4 ? 1 : 0),
    );
    if (field.span[i] === 0 || arm <= GAP_RHO || u <= GAP_U) continue;
    for (let c = 1; c < CLASS_COUNT; c++) priors[o + c]! *= GAP_SHARE;
  }
  return priors;
}
