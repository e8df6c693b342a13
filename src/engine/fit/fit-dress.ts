import type { UpperGarmentAnalysis } from "../garment/types.js";
import type { Point } from "../image.js";
import { along } from "../kernels/polyline.js";
import type { SideName } from "./arm-chain.js";
import type { BodyFrame } from "./body-frame.js";
import { acrossAt, axisAt } from "./torso-axis.js";
import { HANGING_SKIRT, hangingHalfWidth, hangingPlace, planSkirtHem } from "./fit-skirt.js";
import { ARMPIT_DROP, armpitDrop } from "./armpit-drop.js";
import { clothHalfWidth, layHalfWidths, type TorsoPlan } from "./fit-torso.js";
import { planSleeveEnds } from "./sleeve-end.js";
import { legLength, legPosition } from "./leg-chain.js";
import type { LowerEdges } from "./lower-plan.js";
import { HANGING_WIDTH, chooseScale } from "./scale.js";
import type { LowerFrame } from "./worn-lower.js";

/** Flat chest of a dress without sleeves against the body's: between a ghost mannequin's and a flat one's. */
const CHEST_EASE = 1.12;
/** Half the chest's width between the armpits, in units. */
const CHEST_HALF_WIDTH = 0.47;
/** From armpit to waist on a body, in units. */
const ARMPIT_TO_WAIST = 0.72;
/** A waist is believed where the dress is narrower than this share of its chest, and lies in this range below the armpit, in chests. */
const WAIST_NARROW = 0.93;
const WAIST_RANGE = [0.3, 1.1] as const;
/** Chest over the body's that a scale may imply. */
const TIGHTEST = 0.98;
const LOOSEST = 1.6;

/** Down to this t the worn clothes' outline may be the dress's; below it hangs a skirt that goes. */
const WAIST_T = 0.6;

/** Row of the narrowest place between armpit and hips; null where the dress has no waist. */
function findWaist({ left, right }: UpperGarmentAnalysis): number | null {
  const chest = left.armpit.x - right.armpit.x;
  let narrowest = WAIST_NARROW * chest;
  let row: number | null = null;
  left.seam.forEach((l, i) => {
    const r = right.seam[i]!;
    const y = (l.y + r.y) / 2;
    const drop = (y - (left.armpit.y + right.armpit.y) / 2) / chest;
    if (drop < WAIST_RANGE[0] || drop > WAIST_RANGE[1] || l.x - r.x >= narrowest) return;
    narrowest = l.x - r.x;
    row = y;
  });
  return row;
}

/** Pixels of the person photo a pixel of the garment photo: from chest or shoulders, and from the length down to the waist. */
function chooseDressScale(garment: UpperGarmentAnalysis, body: BodyFrame): number {
  if (garment.model !== undefined) return chooseScale(garment, body);
  const chest = garment.left.armpit.x - garment.right.armpit.x;
  const bodyChest = 2 * CHEST_HALF_WIDTH * body.unit;
  const byWidth =
    garment.sleeveLength === "none" ? (CHEST_EASE * bodyChest) / chest : chooseScale(garment, body);
  const waist = findWaist(garment);
  const armpitY = (garment.left.armpit.y + garment.right.armpit.y) / 2;
  const byLength = waist === null ? byWidth : (ARMPIT_TO_WAIST * body.unit) / (waist - armpitY);
  const scale = Math.sqrt(byWidth * byLength);
  return Math.min((LOOSEST * bodyChest) / chest, Math.max((TIGHTEST * bodyChest) / chest, scale));
}

export interface DressPlan extends TorsoPlan {
  readonly hem: LowerEdges["hem"];
}

/** Plans a dress: seams follow the body to the hips, from there on they hang about both legs down to the dress's own length. */
export function planDress(garment: UpperGarmentAnalysis, frame: LowerFrame): DressPlan {
  const { body, legs, person } = frame;
  const scale = chooseDressScale(garment, body);
  const sleeveEnds = planSleeveEnds(garment, person, { body, scale });
  const armpitY = (garment.left.armpit.y + garment.right.armpit.y) / 2;
  const hipsPx = body.torsoLength - ARMPIT_DROP * body.unit;
  const hemY = Math.min(garment.left.hem.y, garment.right.hem.y);
  const natural = Math.max(0.1 * body.unit, (hemY - armpitY) * scale - hipsPx);
  const end = planSkirtHem(frame, natural);
  const hanging = (legLength(legs.left, end) + legLength(legs.right, end)) / 2;
  const stretch = hanging / natural;
  const middle = (garment.left.armpit.x + garment.right.armpit.x) / 2;
  // what was seen on a body is as wide as it hangs
  const hung =
    garment.model === undefined ? { bodice: 1, skirt: 1 } : { bodice: HANGING_WIDTH, skirt: HANGING_SKIRT };
  const laySeam = (name: SideName, seam: readonly Point[]): Point[] => {
    const sign = name === "left" ? 1 : -1;
    // from an armpit that lies lower, the bodice reaches the hips sooner
    const lowest = armpitDrop({ garment, body, scale }, name) * body.unit;
    const rows = seam.map((from) => {
      const drop = (from.y - garment[name].armpit.y) * scale;
      const t = (lowest + (drop * (body.torsoLength - lowest)) / hipsPx) / body.torsoLength;
      return { drop, t, flatHalf: (Math.abs(from.x - middle) * scale) / hung.bodice };
    });
    const bodice = layHalfWidths(
      body,
      name,
      rows.filter(({ t }) => t < WAIST_T),
    );
    return rows.map(({ drop, t, flatHalf }, i) => {
      if (drop < hipsPx) {
        const half = bodice[i] ?? clothHalfWidth(body, name, t, flatHalf);
        return along(axisAt(body, t), acrossAt(body, t), sign * half);
      }
      const below = (drop - hipsPx) * stretch;
      const at = (legPosition(legs.left, below) + legPosition(legs.right, below)) / 2;
      const { middle: axis, across } = hangingPlace(frame, at);
      return along(
        axis,
        across,
        sign * hangingHalfWidth(frame, name, at, (flatHalf * hung.bodice) / hung.skirt),
      );
    });
  };
  return { garment, body, scale, sleeveEnds, hemT: 1, laySeam, hem: { left: end, right: end } };
}
