import { length2 } from "../kernels/length.js";
import type { HalfOutline } from "./half-outline.js";
import type { OutlineLabels } from "./outline-labels.js";

/**
 * A cuff turns away from the outer edge by 63 degrees or more on 100 garments of the evaluation set. What turns by 48 or less is the outer edge's
 * own lower half, and the cuff is what was taken for the inner edge.
 */
const LEAST_TURN = 0.96;
/** The inner corner is the sharpest convex turn on the way to the armpit, if one is so sharp, in radians; else the armpit. */
const CORNER = 0.6;
/** ... no nearer to the outer one than this, in torso widths: ragged outlines have small corners everywhere. */
const CUFF_MIN = 0.15;
/** A cuff whose edge goes on in its direction past the inner corner by this share of its width ends where it stops, no wider than this, in torso widths. */
const GOES_ON = 1.25;
const CUFF_MAX = 0.75;
/** ... and turns aside by no more than this share of its width. */
const ASIDE = 0.3;

type Cuff = NonNullable<OutlineLabels["cuff"]>;

/** Moves the corners of a sleeve's cuff to where the outline has them: the priors know usual cuffs, not the wide ones of boxy or bell sleeves. */
export function settleCuff(outline: HalfOutline, labels: OutlineLabels): OutlineLabels {
  const { cuff } = labels;
  if (cuff === undefined) return labels;
  const turned = turnCuff(outline, labels, cuff);
  return { ...labels, cuff: widenCuff(outline, turned, labels.armpit) };
}

/** Direction of the outline from one point to another. */
function angleOf({ u, v }: HalfOutline, from: number, to: number): number {
  return Math.atan2(v[to]! - v[from]!, u[to]! - u[from]!);
}

/** The cuff itself where the lower half of the outer edge was taken for it. */
function turnCuff(outline: HalfOutline, { shoulder, armpit }: OutlineLabels, cuff: Cuff): Cuff {
  const edge = angleOf(outline, shoulder, cuff.outer);
  const turn = Math.abs(angleOf(outline, cuff.outer, cuff.inner) - edge);
  if (Math.min(turn, 2 * Math.PI - turn) >= LEAST_TURN || cuff.inner >= armpit) return cuff;
  const outer = cuff.inner;
  let inner = armpit;
  let sharpest = CORNER;
  for (let i = outer + 1; i < armpit; i++) {
    const isFar = length2(outline.u[i]! - outline.u[outer]!, outline.v[i]! - outline.v[outer]!) > CUFF_MIN;
    if (!isFar || outline.turn[i]! <= sharpest) continue;
    sharpest = outline.turn[i]!;
    inner = i;
  }
  return { outer, inner };
}

/** A cuff that goes on past its inner corner, led to where it ends. */
function widenCuff({ u, v }: HalfOutline, { outer, inner }: Cuff, armpit: number): Cuff {
  const width = length2(u[inner]! - u[outer]!, v[inner]! - v[outer]!) || 1;
  const [dx, dy] = [(u[inner]! - u[outer]!) / width, (v[inner]! - v[outer]!) / width];
  let end = inner;
  let farthest = GOES_ON * width;
  for (let i = inner + 1; i < armpit; i++) {
    const [x, y] = [u[i]! - u[outer]!, v[i]! - v[outer]!];
    const along = x * dx + y * dy;
    if (Math.abs(x * dy - y * dx) > ASIDE * along) break;
    if (along <= farthest || along > CUFF_MAX) continue;
    farthest = along;
    end = i;
  }
  return { outer, inner: end };
}
