import { findComponents } from "../kernels/connected-components.js";
import { maskWhere } from "../kernels/push-pull.js";
import { erodeSquare } from "../kernels/square-morphology.js";
import { PART, type Part } from "./types.js";

/** A strip beside an arm is no wider than twice this, in units. */
const HALF_WIDTH_UNITS = 0.04;
/** Share of its neighbours that are the arm's, and that trousers at most are: a bare midriff is no arm. */
const ARM_SHARE = 0.3;
const LOWER_SHARE = 0.15;

/** Skin named leg that is smaller than this, in square units, and borders hands or arms by at least this share, is a hand's edge or a wrist. */
const HAND_RIM_UNITS = 0.06;
const RIM_SHARE = 0.25;
const ARMS_AND_HANDS: readonly Part[] = [PART.leftHand, PART.rightHand, PART.leftArm, PART.rightArm];

/** What is named at each pixel of the working size; 0 where nothing is shown. */
export interface NamedSkin {
  readonly width: number;
  readonly height: number;
  readonly names: Uint8Array;
}

/** Skin that was named neck because the arm is thicker or lies further aside than its joints say: thin strips along an arm are the arm's. In place. */
export function joinArmSkin({ width, height, names }: NamedSkin, unit: number): void {
  const neck = maskWhere(width, height, (i) => names[i] === PART.neck);
  const { labels, list } = findComponents(neck);
  const isWide = new Uint8Array(list.length + 1);
  const core = erodeSquare(neck, Math.max(1, Math.round(HALF_WIDTH_UNITS * unit))).data;
  for (let i = 0; i < core.length; i++) if (core[i] !== 0) isWide[labels[i]!] = 1;
  const borders = countBorders({ width, height, names }, labels, list.length);
  const named = list.map(({ label }): Part | null => {
    const border = borders[label]!;
    const all = border.reduce((sum, n) => sum + n, 0);
    const arm = border[PART.leftArm]! > border[PART.rightArm]! ? PART.leftArm : PART.rightArm;
    const isStrip = isWide[label] === 0 && border[PART.lower]! <= LOWER_SHARE * all;
    return isStrip && border[arm]! >= ARM_SHARE * all ? arm : null;
  });
  for (let i = 0; i < names.length; i++)
    names[i] = (labels[i] === 0 ? null : named[labels[i]! - 1]) ?? names[i]!;
}

/** Skin that was named leg because it lies below the hips, beside or between what was named hand or arm: small pieces along these are theirs. In place. */
export function joinHandRims({ width, height, names }: NamedSkin, unit: number): void {
  const leg = maskWhere(width, height, (i) => names[i] === PART.leg);
  const { labels, list } = findComponents(leg);
  if (list.length === 0) return;
  const borders = countBorders({ width, height, names }, labels, list.length);
  const named = list.map(({ label, area }): Part | null => {
    if (area > HAND_RIM_UNITS * unit * unit) return null;
    const border = borders[label]!;
    const all = border.reduce((sum, n) => sum + n, 0);
    const share = ARMS_AND_HANDS.reduce<number>((sum, part) => sum + border[part]!, 0) / Math.max(1, all);
    if (share < RIM_SHARE) return null;
    return ARMS_AND_HANDS.reduce((a, b) => (border[b]! > border[a]! ? b : a));
  });
  for (let i = 0; i < names.length; i++)
    names[i] = (labels[i] === 0 ? null : named[labels[i]! - 1]) ?? names[i]!;
}

/** How often each name lies beside each component. */
function countBorders({ width, names }: NamedSkin, labels: Int32Array, count: number): Int32Array[] {
  const borders = Array.from({ length: count + 1 }, () => new Int32Array(256));
  for (let i = 0; i < names.length; i++) {
    const border = borders[labels[i]!]!;
    if (labels[i] === 0) continue;
    for (const j of [i - 1, i + 1, i - width, i + width])
      if (j >= 0 && j < names.length && labels[j] !== labels[i]) border[names[j]!]!++;
  }
  return borders;
}
