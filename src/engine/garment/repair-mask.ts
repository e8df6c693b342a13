import { createMask, type Mask } from "../image.js";
import { fillPolygon } from "../kernels/fill-polygon.js";
import { pointAtY } from "../kernels/polyline.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";
import { sleevePolygon, torsoPolygon } from "./outline-polygons.js";
import type { UpperGarmentAnalysis } from "./types.js";
import { length2 } from "../kernels/length.js";
import {
  GROUND_DISTANCE,
  groundDistance,
  measureContrast,
  measureGround,
  type GroundColour,
} from "./ground-colour.js";

/** The outline is trusted this far inside itself, in pixels of the mask. */
const INSIDE_PX = 1;
/** Below an armpit, out to this share of the chest's width, a closed gap between sleeve and body is looked for. */
const GAP_REACH = 0.22;
/** In such a gap, a pixel nearer to the background than {@link GROUND_DISTANCE} is background, but no more than this share of what the palest tenth of the cloth hereabouts has: white cloth on white is no gap. */
const PALE_SHARE = 0.5;
const PALE_QUANTILE = 0.1;
/** Width, in Lab, of the steps in which that is measured. */
const PALE_STEP = 0.25;

/** The gap's tip reaches above the armpit found, out to this share of the chest's width ... */
const TIP_REACH = 0.12;
/** ... or this, where the gap is hardly in shade, as {@link TIP_SHARE} has it: an armpit may have been read too low. Cloth has to differ from the ground everywhere, see {@link measureContrast}. */
const BRIGHT_REACH = 0.25;
const BRIGHT_SHARE = 0.3;
/** Where the gap goes on in shade, its tip is what is nearer to the background's colour than to the cloth's, as a share of their distance. */
const TIP_SHARE = 0.45;

type Outline = Pick<UpperGarmentAnalysis, "left" | "right" | "hemline" | "neckline">;

/** Whether a point is within reach of an armpit that has a sleeve. */
function isNearArmpit({ left, right }: Outline, reach: number, x: number, y: number): boolean {
  return (
    (left.sleeve !== undefined && length2(x - left.armpit.x, y - left.armpit.y) < reach) ||
    (right.sleeve !== undefined && length2(x - right.armpit.x, y - right.armpit.y) < reach)
  );
}

/** What lies inside the outline, 255. */
function fillOutline(outline: Outline, { width, height }: Mask): Mask {
  const inside = createMask(width, height);
  const polygons = [torsoPolygon(outline), sleevePolygon(outline.left), sleevePolygon(outline.right)];
  for (const polygon of polygons) {
    if (polygon.length < 3) continue;
    const filled = fillPolygon(polygon, width, height).data;
    for (let i = 0; i < filled.length; i++) if (filled[i]! >= 128) inside.data[i] = 255;
  }
  return inside;
}

/** Lab distance from the background up to which a pixel of a gap below the armpits is background: by the cloth about them, `sure` (255). */
function limitGap(
  lab: LabImage,
  sure: Mask,
  { outline, ground, reach }: Pick<Tips, "outline" | "ground" | "reach">,
): number {
  const counts = new Uint32Array(Math.ceil(GROUND_DISTANCE / PALE_SHARE / PALE_STEP) + 1);
  let count = 0;
  for (let y = 0, i = 0; y < sure.height; y++) {
    for (let x = 0; x < sure.width; x++, i++) {
      if (sure.data[i] === 0 || !isNearArmpit(outline, reach, x, y)) continue;
      counts[Math.min(counts.length - 1, Math.floor(groundDistance(ground, lab, i) / PALE_STEP))]!++;
      count++;
    }
  }
  let step = 0;
  for (let left = PALE_QUANTILE * count; step < counts.length && left > counts[step]!; step++)
    left -= counts[step]!;
  return Math.min(GROUND_DISTANCE, PALE_SHARE * PALE_STEP * step);
}

/**
 * Mends a garment's mask by its outline: pale stripes that were taken for background are filled, and background that shows in
 * the closed gap below an armpit is opened.
 * Shape    mask and picture of one size, the outline in its pixels.
 */
export function repairMask(mask: Mask, lab: LabImage, outline: Outline): Mask {
  const { width, height } = mask;
  const area = fillOutline(outline, mask);
  const interior = erodeSquare(area, INSIDE_PX);
  const sure = interior.data;
  const near = dilateSquare(area, 1).data;
  const ground = measureGround(lab, mask);
  const chest = outline.left.armpit.x - outline.right.armpit.x;
  // an armhole without a sleeve curves inside the straight line from shoulder to armpit
  const isSleeveless = outline.left.sleeve === undefined || outline.right.sleeve === undefined;
  const fillFrom = isSleeveless ? Math.max(outline.left.armpit.y, outline.right.armpit.y) : 0;
  const contrast = measureContrast(lab, mask, ground);
  const groundLimit = limitGap(lab, interior, { outline, ground, reach: GAP_REACH * chest });
  const data = new Uint8Array(mask.data);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (sure[i] !== 0 && y >= fillFrom) data[i] = 255;
      if (data[i] === 0) continue;
      // the rarest first
      const distance = groundDistance(ground, lab, i);
      if (distance >= GROUND_DISTANCE) continue;
      const isTip = contrast !== null && isNearArmpit(outline, TIP_REACH * chest, x, y);
      const isGap = distance < groundLimit && near[i] === 0 && isNearArmpit(outline, GAP_REACH * chest, x, y);
      if (isTip || isGap) data[i] = 0;
    }
  }
  const mended = { width, height, data };
  return contrast === null
    ? openPlainTips(mended, lab, { outline, ground, chest })
    : openTips(mended, lab, { outline, ground, contrast, chest });
}

/** Where tips are looked for, and the width of the chest in px. */
interface Armpits extends Pick<Tips, "outline" | "ground"> {
  readonly chest: number;
}

/** Opens the gaps' tips beside cloth that differs from its ground by `contrast` (Lab). In place. */
function openTips(
  mask: Mask,
  lab: LabImage,
  { outline, ground, contrast, chest }: Armpits & { readonly contrast: number },
): Mask {
  followTipsInto(mask, lab, { outline, ground, limit: BRIGHT_SHARE * contrast, reach: BRIGHT_REACH * chest });
  followTipsInto(mask, lab, { outline, ground, limit: TIP_SHARE * contrast, reach: TIP_REACH * chest });
  followSeamsInto(mask, lab, { outline, ground, limit: BRIGHT_SHARE * contrast, reach: TIP_REACH * chest });
  return mask;
}

/** Opens the gaps' tips of a garment that has the ground's colour elsewhere: where nothing else has it about the armpits, once they are open. */
function openPlainTips(mask: Mask, lab: LabImage, { outline, ground, chest }: Armpits): Mask {
  const reach = BRIGHT_REACH * chest;
  const opened = { ...mask, data: mask.data.slice() };
  followTipsInto(opened, lab, { outline, ground, limit: GROUND_DISTANCE, reach });
  const about = createMask(mask.width, mask.height);
  for (let y = 0, i = 0; y < mask.height; y++)
    for (let x = 0; x < mask.width; x++, i++)
      if (opened.data[i] !== 0 && isNearArmpit(outline, reach, x, y)) about.data[i] = 255;
  const contrast = measureContrast(lab, about, ground);
  return contrast === null ? mask : openTips(opened, lab, { outline, ground, contrast, chest });
}

interface Tips {
  readonly outline: Outline;
  readonly ground: GroundColour;
  /** Lab distance from the background up to which a pixel belongs to the gap, and how far from an armpit, in px. */
  readonly limit: number;
  readonly reach: number;
}

/** Opens the gaps' tips upward about the armpits, as far as the background goes on in the shade between sleeve and body. In place. */
function followTipsInto(mask: Mask, lab: LabImage, tips: Tips): void {
  const { outline, reach } = tips;
  for (const { sleeve, armpit } of [outline.left, outline.right]) {
    if (sleeve === undefined) continue;
    const to = Math.max(0, Math.ceil(armpit.y - reach));
    for (let y = Math.min(mask.height - 2, Math.floor(armpit.y + reach)); y >= to; y--) {
      const half = Math.sqrt(Math.max(0, reach * reach - (y - armpit.y) ** 2));
      const row = { y, from: Math.floor(armpit.x - half) + 1, to: Math.ceil(armpit.x + half) - 1 };
      followRowInto(mask, lab, { ...tips, ...row, before: 1 });
    }
  }
}

/** Opens the gaps beside the seams, downward and then upward, as far as the background goes on between sleeve and body. In place. */
function followSeamsInto(mask: Mask, lab: LabImage, tips: Tips): void {
  const { outline, reach } = tips;
  for (const { sleeve, armpit, seam } of [outline.left, outline.right]) {
    if (sleeve === undefined) continue;
    const to = Math.min(mask.height - 1, Math.ceil(Math.max(seam.at(-1)!.y, sleeve.inner.at(-1)!.y)));
    const top = Math.max(1, Math.floor(armpit.y));
    const rows = Array.from({ length: Math.max(0, to - top) }, (_, k) => {
      const { x } = pointAtY(seam, top + k);
      return { ...tips, y: top + k, from: Math.round(x - reach), to: Math.round(x + reach) };
    });
    for (const row of rows) followRowInto(mask, lab, { ...row, before: -1 });
    for (const row of rows.toReversed()) followRowInto(mask, lab, { ...row, before: 1 });
  }
}

/** A run of a row's pixels, both ends included, and where the row lies that was opened before it: above (-1) or below (1). */
interface TipRow extends Pick<Tips, "ground" | "limit"> {
  readonly y: number;
  readonly from: number;
  readonly to: number;
  readonly before: -1 | 1;
}

/** Opens a run's pixels of the background beside open ones of the row before it. In place. */
function followRowInto(
  { width, data }: Mask,
  lab: LabImage,
  { ground, limit, y, from, to, before }: TipRow,
): void {
  for (let x = Math.max(1, from); x <= Math.min(width - 2, to); x++) {
    const i = y * width + x;
    const next = i + before * width;
    if (data[i] === 0 || (data[next - 1] !== 0 && data[next] !== 0 && data[next + 1] !== 0)) continue;
    if (groundDistance(ground, lab, i) < limit) data[i] = 0;
  }
}
