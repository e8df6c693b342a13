import { createMask, type Image8, type Mask } from "../image.js";
import type { GuidedModel } from "../kernels/guided-filter.js";
import { CLASS, CLASS_COUNT } from "./class-priors.js";
import { isFoot } from "./is-foot.js";
import { nameSkin } from "./name-skin.js";
import type { ClassParsing } from "./parse-classes.js";
import type { PoseGeometry } from "./pose-geometry.js";
import { PART } from "./types.js";

const OPEN = 255;
/** Pixels of working size about a border that are decided at the photo's own size. */
const BAND_PX = 2;

/** Class of each working-size pixel, or {@link OPEN} where a border runs through or near it. */
function settleClasses(labels: Uint8Array, width: number, height: number): Mask {
  const settled = createMask(width, height);
  settled.data.set(labels);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const isRight = x + 1 < width && labels[i + 1] !== labels[i];
      const isBelow = y + 1 < height && labels[i + width] !== labels[i];
      if (!isRight && !isBelow) continue;
      for (let v = Math.max(0, y - BAND_PX); v <= Math.min(height - 1, y + BAND_PX + 1); v++) {
        settled.data.fill(
          OPEN,
          v * width + Math.max(0, x - BAND_PX),
          v * width + Math.min(width, x + BAND_PX + 2),
        );
      }
    }
  }
  return settled;
}

/** Evaluates the classes at the photo's own size and names the parts. `pose` is in the photo's pixels. */
export function labelParts(
  image: Image8,
  parsing: ClassParsing,
  pose: PoseGeometry,
): { parts: Mask; matte: Mask } {
  const { width, height, channels } = image;
  const { width: w, height: h } = parsing.models[0]!.b;
  const settled = settleClasses(parsing.labels, w, h);
  const parts = createMask(width, height);
  const matte = createMask(width, height);
  const scaleX = settled.width / width;
  const scaleY = settled.height / height;
  const value = new Float64Array(CLASS_COUNT);
  const feetFromY = Math.min(pose.leftLeg.joints[1].y, pose.rightLeg.joints[1].y);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      let found = settled.data[Math.floor(y * scaleY) * settled.width + Math.floor(x * scaleX)]!;
      let person = found === CLASS.background ? 0 : 1;
      if (found === OPEN) {
        evaluateInto(
          value,
          parsing.models,
          { x: (x + 0.5) * scaleX - 0.5, y: (y + 0.5) * scaleY - 0.5 },
          image.data,
          i * channels,
        );
        found = 0;
        for (let c = 1; c < CLASS_COUNT; c++) if (value[c]! > value[found]!) found = c;
        person = 1 - value[CLASS.background]!;
      }
      // the filter's transition is wider than the edge: steepen it about its middle
      matte.data[i] = Math.min(255, Math.max(0, Math.round(255 * (0.5 + (person - 0.5) * 1.8))));
      const isClothed = found === CLASS.upper || found === CLASS.lower || found === CLASS.skin;
      if (isClothed && y > feetFromY && isFoot(pose, x + 0.5, y + 0.5)) parts.data[i] = PART.foot;
      else if (found === CLASS.skin) parts.data[i] = nameSkin(pose, { x: x + 0.5, y: y + 0.5 });
      else if (found === CLASS.hair) parts.data[i] = PART.hair;
      else if (found === CLASS.upper) parts.data[i] = PART.upper;
      else if (found === CLASS.lower) parts.data[i] = PART.lower;
    }
  }
  return { parts, matte };
}

/** Probabilities of all classes at one photo pixel, the models' coefficients read bilinearly at (x, y) of working size. */
function evaluateInto(
  value: Float64Array,
  models: readonly GuidedModel[],
  at: { readonly x: number; readonly y: number },
  data: Image8["data"],
  sample: number,
): void {
  const { width, height } = models[0]!.b;
  const x = Math.min(width - 1.001, Math.max(0, at.x));
  const y = Math.min(height - 1.001, Math.max(0, at.y));
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const w11 = (x - x0) * (y - y0);
  const w01 = x - x0 - w11;
  const w10 = y - y0 - w11;
  const w00 = 1 - w01 - w10 - w11;
  const i00 = y0 * width + x0;
  const i10 = i00 + width;
  for (let c = 0; c < models.length; c++) {
    let sum = 0;
    for (let k = 0; k < 4; k++) {
      const plane = (k < 3 ? models[c]!.a[k]! : models[c]!.b).data;
      const factor = k < 3 ? data[sample + k]! / 255 : 1;
      sum += factor * (w00 * plane[i00]! + w01 * plane[i00 + 1]! + w10 * plane[i10]! + w11 * plane[i10 + 1]!);
    }
    value[c] = sum;
  }
}
