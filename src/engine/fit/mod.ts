/**
 * Fit: decides where a garment goes on a body, from the proportions of both. It moves no pixels; the warp does.
 */
import type { UpperGarmentAnalysis } from "../garment/types.js";
import { distance } from "../kernels/polyline.js";
import type { Point } from "../image.js";
import type { PersonAnalysis } from "../person/types.js";
import { PIECE, type Piece } from "../warp/types.js";
import { BARE_DROP } from "./bare-top.js";
import type { SideName } from "./arm-chain.js";
import type { BodyFrame } from "./body-frame.js";
import { areSleevesCrossed } from "./crossed-arms.js";
import { fitSleeve, type SleeveFit } from "./fit-sleeve.js";
import { planDress } from "./fit-dress.js";
import { fitTorso, type TorsoFit, type TorsoPlan } from "./fit-torso.js";
import { findWornHem, planHem } from "./hem.js";
import { hemEndsAt } from "./hem-sag.js";
import { planSleeveEnds } from "./sleeve-end.js";
import { chooseScale, estimateLength, ownLength } from "./scale.js";
import type { LowerEdges } from "./lower-plan.js";
import type { LowerFrame } from "./worn-lower.js";
import { readTuck } from "./tuck-line.js";
import type { Fit, FittedSide } from "./types.js";

export { measureBody, type BodyFrame } from "./body-frame.js";
export { centreAnkle } from "./centre-leg.js";
export { fitLower, type LowerFit } from "./fit-lower.js";
export { isForearmHidden } from "./hidden-forearm.js";
export { legChain, type LegChain } from "./leg-chain.js";
export { measureLower, showsHips, type LowerFrame } from "./worn-lower.js";
export type { Fit, FittedSide, Placement } from "./types.js";

/** Height of the shoulder seams' middle above the joints' line, in units. */
const SEAM_ABOVE_JOINTS = 0.15;

/** t on the torso's axis where the garment would end by its own length. */
function naturalHem(garment: UpperGarmentAnalysis, body: BodyFrame, scale: number): number {
  if (garment.bareTop !== undefined)
    return (scale * ownLength(garment) + BARE_DROP * body.unit) / body.torsoLength;
  const length = garment.model === undefined ? estimateLength(garment, body) : scale * ownLength(garment);
  return (length - SEAM_ABOVE_JOINTS * body.unit) / body.torsoLength;
}

/** Decides where an upper garment goes on the person. */
export function fitUpper(garment: UpperGarmentAnalysis, person: PersonAnalysis, body: BodyFrame): Fit {
  const scale = chooseScale(garment, body);
  const naturalT = naturalHem(garment, body, scale);
  const { t, tuckedAt } = planHem(naturalT, findWornHem(person, body), garment.model !== undefined);
  const tuck = tuckedAt === undefined ? undefined : readTuck(person, body, tuckedAt);
  // without a waistband to hide its end the cloth is shortened to where it would be
  const endT = tuck === null ? tuckedAt! : t;
  const plan = { garment, body, scale, sleeveEnds: planSleeveEnds(garment, person, { body, scale }) };
  const hemT = endT === naturalT ? endT : hemEndsAt(endT, plan);
  const fit = assembleFit({ ...plan, hemT, ...(tuck && { tuck }) }, person);
  return tuck ? { ...fit, tuck: tuck.outline } : fit;
}

/** A dress's fit, and where its hem ends on the legs as chain positions. */
export interface DressFit extends Fit {
  readonly hem: LowerEdges["hem"];
}

/** Decides where a dress goes: a bodice like an upper garment, below the hips hanging freely. */
export function fitDress(garment: UpperGarmentAnalysis, frame: LowerFrame): DressFit {
  const plan = planDress(garment, frame);
  return { ...assembleFit(plan, frame.person), hem: plan.hem };
}

/** Fits torso and sleeves by one plan. */
function assembleFit(plan: TorsoPlan, person: PersonAnalysis): Fit {
  const { body, scale } = plan;
  const torso = fitTorso(plan);
  const left = fitSleeveOf("left", plan, { person, torso });
  const right = fitSleeveOf("right", plan, { person, torso });
  const place = (from: Point, piece: Piece): Point => {
    if (piece === PIECE.leftSleeve && left !== null) return left.place(from);
    if (piece === PIECE.rightSleeve && right !== null) return right.place(from);
    return torso.place(from);
  };
  const sides = { left: sideOf(torso, "left", left), right: sideOf(torso, "right", right) };
  return {
    scale,
    anchors: [...torso.anchors, ...(left?.anchors ?? []), ...(right?.anchors ?? [])],
    place,
    sides,
    warnings: areSleevesCrossed(body.arms, sides) ? ["arms-crossed"] : [],
  };
}

function sideOf(torso: TorsoFit, name: SideName, sleeve: SleeveFit | null): FittedSide {
  const side = { shoulder: torso.shoulders[name], seam: torso.edges[name].points.slice(1) };
  return sleeve === null ? side : { ...side, sleeve: sleeve.edges };
}

function fitSleeveOf(
  name: SideName,
  { garment, body, scale, sleeveEnds }: TorsoPlan,
  { person, torso }: { readonly person: PersonAnalysis; readonly torso: TorsoFit },
): SleeveFit | null {
  const side = garment[name];
  if (side.sleeve === undefined || distance(side.shoulder, side.armpit) === 0) return null;
  const [shoulder, armpit] = torso.edges[name].points;
  return fitSleeve({
    person,
    body,
    name,
    side: { ...side, sleeve: side.sleeve },
    bareTip: garment.bareTop?.[name],
    scale,
    end: sleeveEnds[name],
    shoulder: shoulder!,
    armpit: armpit!,
  });
}
