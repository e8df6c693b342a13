import type { Mask } from "../../image.js";
import type { LabImage } from "../../kernels/srgb-to-lab.js";
import type { SymmetryAxis } from "../find-axis.js";
import { isCutOff, judgeShape } from "../judge-shape.js";
import type { LabelledHalf, MatchedSides } from "../match-sides.js";
import type { RowProfile } from "../lower/measure-rows.js";
import { readOutline, type ReadOutline } from "../read-upper.js";
import { traceSkirt, type Skirt } from "./trace-skirt.js";

/** Longer than this many chest widths is a dress; tunics reach it. */
const LENGTH_MIN = 2.2;
/** The waist is the narrowest place within these shares of the height. */
const WAIST_FROM = 0.12;
const WAIST_TO = 0.55;
/** The bodice is read down to this many waist widths, at first, and then chest widths below the top. */
const CUT_WAISTS = 1.55;
const CUT_CHESTS = 1.4;
const ROUNDS = 2;
/** A sleeve stands out past the armpit by at least this share of the chest. */
const SLEEVE_MIN = 0.12;

/** A dress as its bodice's outline and the skirt below. */
export interface ReadDress extends ReadOutline {
  readonly skirt: Skirt;
}

/** Width of the run of cloth about the axis at its narrowest. */
function measureWaist(mask: Mask, rows: RowProfile, axisX: number): number {
  const height = rows.bottom - rows.top;
  const centre = Math.min(mask.width - 1, Math.max(0, Math.round(axisX)));
  const widths: number[] = [];
  for (let y = rows.top + Math.round(WAIST_FROM * height); y < rows.top + WAIST_TO * height; y++) {
    const at = y * mask.width;
    let left = centre;
    let right = centre;
    while (left > 0 && mask.data[at + left - 1]! >= 128) left--;
    while (right < mask.width - 1 && mask.data[at + right + 1]! >= 128) right++;
    if (mask.data[at + centre]! >= 128) widths.push(right - left + 1);
  }
  return widths.toSorted((a, b) => a - b)[Math.floor(0.1 * widths.length)] ?? 0;
}

function cutBelow(mask: Mask, y: number): Mask {
  const data = new Uint8Array(mask.data);
  data.fill(0, Math.min(mask.height, Math.round(y)) * mask.width);
  return { ...mask, data };
}

function chestOf({ frame, sides }: ReadOutline): number {
  const { left, right } = sides;
  return (left.outline.u[left.labels.armpit]! + right.outline.u[right.labels.armpit]!) * frame.unitPx;
}

/** How far the cuff stands out past the armpit; 0 without a sleeve. */
function sleeveReach({ outline, labels }: LabelledHalf): number {
  return labels.cuff ? outline.u[labels.cuff.outer]! - outline.u[labels.armpit]! : 0;
}

/** The armhole's curve of a dress without sleeves is no sleeve: a bodice cut off at the hips misleads the labels there. */
function dropCaps(sides: MatchedSides): MatchedSides {
  const chest =
    sides.left.outline.u[sides.left.labels.armpit]! + sides.right.outline.u[sides.right.labels.armpit]!;
  if (Math.max(sleeveReach(sides.left), sleeveReach(sides.right)) > SLEEVE_MIN * chest) return sides;
  const drop = (half: LabelledHalf): LabelledHalf => {
    const { cuff: _, ...labels } = half.labels;
    return { ...half, labels };
  };
  return { ...sides, left: drop(sides.left), right: drop(sides.right) };
}

/**
 * Reads a dress: its bodice as an upper garment that ends at the hips, the skirt from there to the hem. Undefined when it is too short
 * for a dress, cut off, or its bodice cannot be read.
 */
export function readDress(
  whole: Mask,
  lab: LabImage,
  shape: { readonly rows: RowProfile; readonly axis: SymmetryAxis },
): ReadDress | undefined {
  const { rows, axis } = shape;
  if (isCutOff(whole)) return undefined;
  let cutY = rows.top + CUT_WAISTS * measureWaist(whole, rows, axis.x);
  let bodice: ReadOutline | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    if (cutY > rows.bottom - 4) return undefined;
    const cut = cutBelow(whole, cutY);
    bodice = readOutline(cut, lab, axis);
    if (!bodice || judgeShape(cut, bodice.sides, axis.symmetry)) return undefined;
    cutY = rows.top + CUT_CHESTS * chestOf(bodice);
  }
  if (!bodice || (rows.bottom - rows.top) / chestOf(bodice) < LENGTH_MIN) return undefined;
  const { sides, frame } = bodice;
  const [l, r] = [sides.left, sides.right];
  const hemV = Math.min(l.outline.v[l.labels.hem]!, r.outline.v[r.labels.hem]!);
  const skirt = traceSkirt(whole, axis.x, { top: rows.top, from: hemV * frame.unitPx });
  return skirt && { frame, sides: dropCaps(sides), skirt };
}
