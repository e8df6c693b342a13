import { createMask, type Mask } from "../image.js";
import { torsoPlace, type BodyFrame } from "../fit/body-frame.js";
import { findComponents } from "../kernels/connected-components.js";
import { maskWhere } from "../kernels/push-pull.js";
import { resizeImage } from "../kernels/resize.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { srgbToLab, type LabImage } from "../kernels/srgb-to-lab.js";
import { PART } from "../person/types.js";
import type { PersonCrop } from "./types.js";

/** Trim is looked for at half size. */
const STEP = 2;
/** Thinner than this, in units, is an edge between skin and something else. */
const THINNEST_UNITS = 0.014;
/** The chin is higher above the shoulders than this, in units: a face's own pixels are left alone. */
const BELOW_CHIN = 0.42;
/** Distance in the a*b* plane from the person's skin beyond which a colour is no skin: times its spread, within limits. */
const SPREADS = 2.5;
const DISTANCE_MIN = 10;
const DISTANCE_MAX = 16;
/** Skin in shadow or in glare is less colourful than the reference, down to this share, hardly below it; blushing skin is more so. */
const PALEST_SHARE = 0.45;
const RICHEST_SHARE = 1.2;
/** Fewer skin pixels tell nothing. */
const SKIN_MIN = 200;

/** Parts that may be trim in truth. Hands hold things of all colours. */
const SUSPECT: ReadonlySet<number> = new Set([PART.face, PART.neck, PART.leftArm, PART.rightArm]);

/** Where the skin's colour is read: neck and arms may be the very trim that is looked for. */
const REFERENCE: ReadonlySet<number> = new Set([PART.face, PART.leftHand, PART.rightHand]);

interface SkinTone {
  readonly a: number;
  readonly b: number;
  readonly reach: number;
}

function median(values: number[]): number {
  return values.toSorted((x, y) => x - y)[values.length >> 1]!;
}

/** Median colour of face and hands and how far it spreads. */
function measureSkin({ data }: LabImage, parts: Mask): SkinTone | null {
  const a: number[] = [];
  const b: number[] = [];
  for (let i = 0; i < parts.data.length; i++) {
    if (!REFERENCE.has(parts.data[i]!)) continue;
    a.push(data[3 * i + 1]!);
    b.push(data[3 * i + 2]!);
  }
  if (a.length < SKIN_MIN) return null;
  const tone = { a: median(a), b: median(b) };
  const spread = median(a.map((v, i) => Math.hypot(v - tone.a, b[i]! - tone.b)));
  return { ...tone, reach: Math.min(DISTANCE_MAX, Math.max(DISTANCE_MIN, SPREADS * spread)) };
}

/** Whether a colour lies near the person's hue, at any colourfulness that light and shadow give skin. */
function isSkinColour(tone: SkinTone, a: number, b: number): boolean {
  const share = (a * tone.a + b * tone.b) / (tone.a ** 2 + tone.b ** 2 || 1);
  const held = Math.min(RICHEST_SHARE, Math.max(PALEST_SHARE, share));
  const reach = share < PALEST_SHARE ? tone.reach / 2 : tone.reach;
  return Math.hypot(a - held * tone.a, b - held * tone.b) < reach;
}

function shrinkLabels({ width, height, data }: Mask, w: number, h: number): Mask {
  const small = createMask(w, h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      small.data[y * w + x] = data[Math.min(height - 1, y * STEP) * width + Math.min(width - 1, x * STEP)]!;
    }
  }
  return small;
}

/** Components of `candidates` that touch the worn top. */
function keepTouching(candidates: Mask, worn: Mask): Mask {
  const { labels, list } = findComponents(candidates);
  const touching = new Set<number>();
  for (let i = 0; i < labels.length; i++) if (labels[i] !== 0 && worn.data[i] !== 0) touching.add(labels[i]!);
  if (list.length === 0) return candidates;
  return maskWhere(candidates.width, candidates.height, (i) => touching.has(labels[i]!));
}

/**
 * Counts collars, cuffs and inserts to the worn top that the parsing took for skin: patches of neck or arm that touch the top
 * and have no skin colour. Returns the parts with those patches as {@link PART}.upper.
 */
export function absorbTrim(crop: PersonCrop, body: BodyFrame): Mask {
  const { photo, parts, rect } = crop;
  const w = Math.ceil(photo.width / STEP);
  const h = Math.ceil(photo.height / STEP);
  const small = shrinkLabels(parts, w, h);
  const lab = srgbToLab(resizeImage(photo, w, h));
  const tone = measureSkin(lab, small);
  if (tone === null) return parts;
  const { data } = lab;
  const odd = maskWhere(w, h, (i) => {
    const part = small.data[i]!;
    if (!SUSPECT.has(part) || isSkinColour(tone, data[3 * i + 1]!, data[3 * i + 2]!)) return false;
    if (part !== PART.face) return true;
    const { t } = torsoPlace(body, (i % w) * STEP + rect.left, Math.floor(i / w) * STEP + rect.top);
    return (-t * body.torsoLength) / body.unit < BELOW_CHIN;
  });
  const radius = Math.max(1, Math.round((THINNEST_UNITS * body.unit) / STEP));
  const opened = dilateSquare(erodeSquare(odd, radius), radius);
  const worn = dilateSquare(
    maskWhere(w, h, (i) => small.data[i] === PART.upper),
    radius + 1,
  );
  const trim = dilateSquare(keepTouching(opened, worn), 1);
  const relabelled = parts.data.slice();
  for (let y = 0, i = 0; y < parts.height; y++) {
    for (let x = 0; x < parts.width; x++, i++) {
      if (trim.data[(y >> 1) * w + (x >> 1)] !== 0 && SUSPECT.has(parts.data[i]!)) relabelled[i] = PART.upper;
    }
  }
  return { ...parts, data: relabelled };
}
