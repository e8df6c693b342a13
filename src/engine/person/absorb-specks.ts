import { findComponents } from "../kernels/connected-components.js";
import { markLabels } from "../kernels/mark-labels.js";
import { CLASS, CLASS_COUNT } from "./class-priors.js";
import type { PoseField } from "./pose-field.js";

/** Patches smaller than this share of the person belong to what surrounds them. */
const SPECK_SHARE = 0.0015;
/** So do larger ones, up to this share, if their class has no business there. */
const STRAY_SHARE = 0.02;

/** Whether bare skin is to be expected at a pixel. */
function isSkinPlace(field: PoseField, i: number): boolean {
  const limb = Math.min(
    field.leftArm[i]!,
    field.rightArm[i]!,
    field.leftHand[i]!,
    field.rightHand[i]!,
    field.leg[i]!,
  );
  return field.face[i]! < 1.1 || limb < 1.15 || (field.t[i]! < 0.15 && Math.abs(field.u[i]!) < 0.5);
}

function isHairPlace(field: PoseField, i: number): boolean {
  return field.t[i]! < 0.1;
}

/** Label that borders a component the most, other than its own. */
function findSurrounding(
  labels: Uint8Array,
  components: Int32Array,
  component: number,
  width: number,
): number {
  const votes = new Int32Array(CLASS_COUNT);
  for (let i = 0; i < labels.length; i++) {
    if (components[i] !== component) continue;
    for (const j of [i - 1, i + 1, i - width, i + width]) {
      if (j >= 0 && j < labels.length && components[j] !== component) votes[labels[j]!]!++;
    }
  }
  return votes.indexOf(Math.max(...votes));
}

/** Gives small patches, and skin or hair far from where the body has any, to the class around them. */
export function absorbSpecks(labels: Uint8Array, field: PoseField): Uint8Array {
  const { width, height } = field;
  const result = labels.slice();
  let personCount = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] !== CLASS.background) personCount++;
  for (let c = 1; c < CLASS_COUNT; c++) {
    const found = findComponents(markLabels({ width, height, data: result }, [c]));
    const atHome = new Uint8Array(found.list.length + 1);
    for (let i = 0; i < result.length; i++) {
      const k = found.labels[i]!;
      if (k === 0 || atHome[k] === 1) continue;
      if (c === CLASS.skin ? isSkinPlace(field, i) : c === CLASS.hair ? isHairPlace(field, i) : true)
        atHome[k] = 1;
    }
    for (const { label, area } of found.list) {
      if (area >= (atHome[label] === 1 ? SPECK_SHARE : STRAY_SHARE) * personCount) continue;
      const into = findSurrounding(result, found.labels, label, width);
      for (let i = 0; i < result.length; i++) if (found.labels[i] === label) result[i] = into;
    }
  }
  return result;
}
