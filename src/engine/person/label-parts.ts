import { createMask, type Image8, type Mask } from "../image.js";
import type { GuidedModel } from "../kernels/guided-filter.js";
import { findBorderBand } from "./border-band.js";
import { CLASS, CLASS_COUNT } from "./class-priors.js";
import { freeMidriff } from "./free-midriff.js";
import { isFoot } from "./is-foot.js";
import { joinArmSkin, joinHandRims } from "./join-arm-skin.js";
import { nameSkin } from "./name-skin.js";
import type { ClassParsing } from "./parse-classes.js";
import { torsoPlace, type PoseGeometry } from "./pose-geometry.js";
import { PART } from "./types.js";

/** Pixels of working size about a border that are decided at the photo's own size. */
const BAND_PX = 2;

/** Colours of the upper garment further below its hem than this t, below the knees, are a boot's or a long skirt's. */
const BELOW_HEM_T = 0.4;

/** The part that each working-size pixel shows if it belongs to a class, class-minor; only where a class may be found. */
function nameParts(parsing: ClassParsing, band: Uint8Array, pose: PoseGeometry): Uint8Array {
  const { width, height, labels } = parsing;
  const names = new Uint8Array(labels.length * CLASS_COUNT);
  const feetFromY = Math.min(pose.leftLeg.joints[1].y, pose.rightLeg.joints[1].y);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (labels[i] === CLASS.background && band[i] === 0) continue;
      const isShoe = y > feetFromY && isFoot(pose, x + 0.5, y + 0.5);
      const o = i * CLASS_COUNT;
      names[o + CLASS.hair] = PART.hair;
      const isBelowTop = y > feetFromY && torsoPlace(pose, x + 0.5, y + 0.5).t > parsing.hemT + BELOW_HEM_T;
      names[o + CLASS.upper] = isShoe ? PART.foot : isBelowTop ? PART.lower : PART.upper;
      names[o + CLASS.lower] = isShoe ? PART.foot : PART.lower;
      if (labels[i] !== CLASS.skin && band[i] === 0) continue;
      names[o + CLASS.skin] = isShoe ? PART.foot : nameSkin(pose, { x: x + 0.5, y: y + 0.5 });
    }
  }
  settleSkin(names, parsing, pose);
  return names;
}

/** Gives a bare midriff to the trunk, thin strips of skin along an arm to it, and hands their rims. */
function settleSkin(names: Uint8Array, parsing: ClassParsing, pose: PoseGeometry): void {
  const { width, height, labels } = parsing;
  const shown = labels.map((label, i) => (label === CLASS.background ? 0 : names[i * CLASS_COUNT + label]!));
  freeMidriff({ width, height, names: shown }, pose);
  joinArmSkin({ width, height, names: shown }, pose.unit);
  joinHandRims({ width, height, names: shown }, pose.unit);
  for (let i = 0; i < labels.length; i++)
    if (labels[i] === CLASS.skin) names[i * CLASS_COUNT + CLASS.skin] = shown[i]!;
}

/** Evaluates the classes at the photo's own size and names the parts. `pose` is in the parsing's pixels. */
export function labelParts(
  image: Image8,
  parsing: ClassParsing,
  pose: PoseGeometry,
): { parts: Mask; matte: Mask } {
  const { width, height, channels } = image;
  const band = findBorderBand(parsing.labels, parsing, BAND_PX);
  const names = nameParts(parsing, band, pose);
  const parts = createMask(width, height);
  const matte = createMask(width, height);
  const models = packModels(parsing.models);
  const [toModelX, toModelY] = [models.width / width, models.height / height];
  const value = new Float64Array(CLASS_COUNT);
  const pixel = new Float64Array(5);
  const columns = Int32Array.from({ length: width }, (_, x) =>
    Math.floor(((x + 0.5) * parsing.width) / width),
  );
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * parsing.height) / height) * parsing.width;
    for (let x = 0; x < width; x++, i++) {
      const k = row + columns[x]!;
      let found = parsing.labels[k]!;
      if (band[k] === 0) {
        if (found === CLASS.background) continue;
        matte.data[i] = 255;
      } else {
        pixel[0] = (x + 0.5) * toModelX - 0.5;
        pixel[1] = (y + 0.5) * toModelY - 0.5;
        for (let c = 0; c < 3; c++) pixel[2 + c] = image.data[i * channels + c]!;
        evaluateInto(value, models, pixel);
        found = 0;
        for (let c = 1; c < CLASS_COUNT; c++) if (value[c]! > value[found]!) found = c;
        // the filter's transition is wider than the edge: steepen it about its middle
        const person = 0.5 + (0.5 - value[CLASS.background]!) * 1.8;
        matte.data[i] = Math.min(255, Math.max(0, Math.round(255 * person)));
      }
      parts.data[i] = names[k * CLASS_COUNT + found]!;
    }
  }
  return { parts, matte };
}

/** The coefficients of all models beside each other: r, g, b and offset of each class, for colours 0..255. */
interface PackedModels {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

const COEFFICIENTS = 4;
const PACKED = COEFFICIENTS * (CLASS_COUNT - 1);

function packModels(models: readonly GuidedModel[]): PackedModels {
  const { width, height } = models[0]!.b;
  const data = new Float32Array(width * height * PACKED);
  models.forEach(({ a, b }, c) => {
    const planes = [a[0].data, a[1].data, a[2].data, b.data];
    planes.forEach((plane, k) => {
      const factor = k < 3 ? 1 / 255 : 1;
      for (let i = 0, o = COEFFICIENTS * c + k; i < plane.length; i++, o += PACKED)
        data[o] = factor * plane[i]!;
    });
  });
  return { width, height, data };
}

/** Probabilities of all classes at one pixel of the photo, given as x, y (where the models are read, bilinearly, at their size), r, g, b. */
function evaluateInto(value: Float64Array, { width, height, data }: PackedModels, pixel: Float64Array): void {
  const x = Math.min(width - 1.001, Math.max(0, pixel[0]!));
  const y = Math.min(height - 1.001, Math.max(0, pixel[1]!));
  const r = pixel[2]!;
  const g = pixel[3]!;
  const b = pixel[4]!;
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const w11 = (x - x0) * (y - y0);
  const w01 = x - x0 - w11;
  const w10 = y - y0 - w11;
  const w00 = 1 - w01 - w10 - w11;
  const i00 = (y0 * width + x0) * PACKED;
  const i10 = i00 + width * PACKED;
  let rest = 1;
  for (let c = 1, k = 0; c < CLASS_COUNT; c++, k += COEFFICIENTS) {
    let sum = 0;
    for (let corner = 0; corner < 4; corner++) {
      const w = corner === 0 ? w00 : corner === 1 ? w01 : corner === 2 ? w10 : w11;
      const o = (corner < 2 ? i00 : i10) + (corner & 1 ? PACKED : 0) + k;
      sum += w * (r * data[o]! + g * data[o + 1]! + b * data[o + 2]! + data[o + 3]!);
    }
    value[c] = sum;
    rest -= sum;
  }
  value[CLASS.background] = rest;
}
