import { createMask, type Mask, type Point } from "../image.js";
import { torsoPlace, type BodyFrame } from "../fit/body-frame.js";
import { findComponents } from "../kernels/connected-components.js";
import { markLabels } from "../kernels/mark-labels.js";
import { maskWhere } from "../kernels/push-pull.js";
import { resizeImage } from "../kernels/resize.js";
import { dilateSquare, erodeSquare } from "../kernels/square-morphology.js";
import { srgbToLab } from "../kernels/srgb-to-lab.js";
import { PART, type Part } from "../person/types.js";
import { findCollar } from "./find-collar.js";
import { growCollar } from "./grow-collar.js";
import { findFlap, FLAP_PARTS } from "./find-flap.js";
import { findStraps } from "./find-straps.js";
import { isSkinHue, measureSkinColour } from "./skin-colour.js";
import { tellTop } from "./tell-top.js";
import type { PersonCrop } from "./types.js";

/** Trim is looked for at half size. */
const STEP = 2;
/** Thinner than this, in units, is an edge between skin and something else. */
const THINNEST_UNITS = 0.014;
/** The chin is higher above the shoulders than this, in units: a face's own pixels are left alone. */
const BELOW_CHIN = 0.42;
/** A collar's ends reach this far, in units, beside the neck. */
const COLLAR_REACH_UNITS = 0.25;
/** Parts that may be trim in truth. Hands hold things of all colours. */
const SUSPECT: ReadonlySet<number> = new Set([PART.face, PART.neck, PART.leftArm, PART.rightArm, PART.hair]);
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
 * Counts collars, cuffs, inserts and straps to the worn top that the parsing took for skin or hair: patches of neck or arm that touch the top
 * and have no skin colour, hair with the top's colours, and flaps beside the body. Returns the parts with those patches as {@link PART}.upper.
 */
export function absorbTrim(crop: PersonCrop, body: BodyFrame): Mask {
  const { photo, parts, rect } = crop;
  const w = Math.ceil(photo.width / STEP);
  const h = Math.ceil(photo.height / STEP);
  const small = shrinkLabels(parts, w, h);
  const shrunk = resizeImage(photo, w, h);
  const tone = measureSkinColour(shrunk, small);
  if (tone === null) return parts;
  const { data } = srgbToLab(shrunk);
  const isBelowChin = (i: number): boolean => {
    const { t } = torsoPlace(body, (i % w) * STEP + rect.left, Math.floor(i / w) * STEP + rect.top);
    return (-t * body.torsoLength) / body.unit < BELOW_CHIN;
  };
  const pureHair = maskWhere(w, h, (i) => small.data[i] === PART.hair && !isBelowChin(i));
  const isTop = tellTop(shrunk, small, pureHair);
  const odd = maskWhere(w, h, (i) => {
    const part = small.data[i]!;
    if (part === PART.hair) return isBelowChin(i) && isTop(i);
    if (!SUSPECT.has(part) || isSkinHue(tone, data[3 * i + 1]!, data[3 * i + 2]!)) return false;
    return part !== PART.face || isBelowChin(i);
  });
  const radius = Math.max(1, Math.round((THINNEST_UNITS * body.unit) / STEP));
  const opened = dilateSquare(erodeSquare(odd, radius), radius);
  const worn = dilateSquare(markLabels(small, [PART.upper]), radius + 1);
  const toBody = (x: number, y: number): Point => ({ x: x * STEP + rect.left, y: y * STEP + rect.top });
  const sight = { parts: small, body, toBody, unitPx: body.unit / STEP };
  const straps = findStraps({ ...sight, photo: shrunk, odd });
  const found = { parts: small, collar: findCollar(sight), pureHair };
  const collar = growCollar(shrunk, found, Math.round(sight.unitPx * COLLAR_REACH_UNITS));
  const flap = dilateSquare(findFlap(shrunk, sight), 1);
  const touching = keepTouching(opened, worn).data;
  const trim = dilateSquare(
    maskWhere(w, h, (i) => touching[i] !== 0 || straps.data[i] !== 0 || collar.data[i] !== 0),
    1,
  );
  const relabelled = parts.data.slice();
  for (let y = 0, i = 0; y < parts.height; y++) {
    for (let x = 0; x < parts.width; x++, i++) {
      const part = parts.data[i] as Part;
      const at = (y >> 1) * w + (x >> 1);
      const isTrim = trim.data[at] !== 0 && SUSPECT.has(part);
      if (isTrim || (flap.data[at] !== 0 && FLAP_PARTS.includes(part))) relabelled[i] = PART.upper;
    }
  }
  return { ...parts, data: relabelled };
}
