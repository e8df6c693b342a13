import { findComponents } from "../kernels/connected-components.js";
import { length3 } from "../kernels/length.js";
import { maskWhere } from "../kernels/push-pull.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";
import { CLASS } from "./class-priors.js";
import type { ClassLabels } from "./join-cuffs.js";

/** Colours this near (CIE Lab) to a plain ground are the ground's; it is plain if half of it is so near to its median. */
const NEAR = 4;
const PLAIN_SHARE = 0.5;
/** A gap is smaller than this share of the lower garment. */
const MOST = 0.06;
/** Share of a gap's rim that is top, arm or hand: of a white stripe down trousers, or a pale print, it is nothing. */
const RIM_SHARE = 0.22;
/** Between a gap and what bounds it lie mixed pixels: the rim is so far out, and the gap reaches to it. */
const EDGE_PX = 2;
/** So many pixels tell the ground's colour. */
const SAMPLES = 500;

/** The colour of a plain ground: the median of its pixels; null where it is not plain. */
function readGround(labels: Uint8Array, lab: LabImage): readonly number[] | null {
  const pixels: number[] = [];
  for (let i = 0; i < labels.length; i++) if (labels[i] === CLASS.background) pixels.push(i);
  const step = Math.max(1, Math.floor(pixels.length / SAMPLES));
  const some = pixels.filter((_, k) => k % step === 0);
  if (some.length === 0) return null;
  const colour = [0, 1, 2].map(
    (c) => some.map((i) => lab.data[3 * i + c]!).toSorted((a, b) => a - b)[some.length >> 1]!,
  );
  const alike = some.filter((i) => isNear(lab, i, colour)).length;
  return alike < PLAIN_SHARE * some.length ? null : colour;
}

function isNear({ data }: LabImage, i: number, [l, a, b]: readonly number[]): boolean {
  return length3(data[3 * i]! - l!, data[3 * i + 1]! - a!, data[3 * i + 2]! - b!) < NEAR;
}

/**
 * Opens gaps between arm and hip that the person's mask closed: what has the lower garment's label, the plain ground's colour and lies against
 * top, arm or hand. In place; `lab` as large as the labels.
 */
export function openGaps({ width, height, labels }: ClassLabels, lab: LabImage): void {
  const ground = readGround(labels, lab);
  if (ground === null) return;
  const like = maskWhere(width, height, (i) => labels[i] === CLASS.lower && isNear(lab, i, ground));
  const { labels: found, list } = findComponents(like);
  const rims = list.map(() => ({ arm: 0, all: 0 }));
  let lower = 0;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === CLASS.lower) lower++;
    const rim = rims[found[i]! - 1];
    if (!rim) continue;
    for (const j of [i - EDGE_PX, i + EDGE_PX, i - EDGE_PX * width, i + EDGE_PX * width]) {
      if (j < 0 || j >= labels.length || found[j] === found[i]) continue;
      rim.all++;
      if (labels[j] === CLASS.upper || labels[j] === CLASS.skin) rim.arm++;
    }
  }
  const isGap = list.map(({ area }, k) => area < MOST * lower && rims[k]!.arm > RIM_SHARE * rims[k]!.all);
  const gaps = dilateSquare(
    maskWhere(width, height, (i) => isGap[found[i]! - 1] === true),
    EDGE_PX - 1,
  );
  for (let i = 0; i < labels.length; i++)
    if (gaps.data[i] !== 0 && labels[i] === CLASS.lower) labels[i] = CLASS.background;
}
