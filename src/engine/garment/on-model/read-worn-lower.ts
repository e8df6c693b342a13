import { measureBody } from "../../fit/mod.js";
import { createMask, type Image8, type Mask } from "../../image.js";
import { findComponents } from "../../kernels/connected-components.js";
import { maskWhere, pushPullFill } from "../../kernels/push-pull.js";
import { dilateSquare, erodeSquare } from "../../kernels/square-morphology.js";
import { refuse, type Outcome } from "../../outcome.js";
import { PART, type PersonAnalysis } from "../../person/types.js";
import { analyseOneGarment } from "../analyse-one-garment.js";
import { seeGarments } from "../see-garments.js";
import type { GarmentAnalysis } from "../types.js";

const STAGE = "garment";
/** Gaps in the garment's outline up to this wide, in units of the shoulder joints' distance, are fingers and straps in front of it. */
const CLOSE_UNITS = 0.06;
/** Of what is hidden more than this share of the garment is told to the shopper. */
const HIDDEN_WARNING = 0.04;
/** What is made up is believed this much. */
const HIDDEN_TRUST = 0.5;

const VEILS: ReadonlySet<number> = new Set([
  PART.hair,
  PART.leftArm,
  PART.rightArm,
  PART.leftHand,
  PART.rightHand,
  PART.object,
]);

/**
 * Reads the trousers, shorts or skirt of an analysed model: cut out by the parsing, mended where hands lie on it, and then read like a
 * cut-out of a flat one, since a garment from the waist hangs on a standing model as it lies. Refuses with GARMENT_NOT_OF_KIND when the
 * model wears nothing below the waist, GARMENT_CUT_OFF when the photo ends above the hem, or GARMENT_UNREADABLE.
 */
export function readWornLower(image: Image8, person: PersonAnalysis): Outcome<GarmentAnalysis> {
  const { unit } = measureBody(person);
  const { width, height, parts } = person;
  const worn = keepMain(maskWhere(width, height, (i) => parts.data[i] === PART.lower));
  if (worn === undefined) return refuse("GARMENT_NOT_OF_KIND", STAGE);
  const radius = Math.max(1, Math.round((CLOSE_UNITS * unit) / 2));
  const closed = erodeSquare(dilateSquare(worn, radius), radius).data;
  const hidden = maskWhere(
    width,
    height,
    (i) => worn.data[i] === 0 && closed[i] !== 0 && VEILS.has(parts.data[i]!),
  );
  const colour = pushPullFill(image, worn, hidden);
  const data = new Uint8ClampedArray(4 * width * height);
  let [wornArea, hiddenArea] = [0, 0];
  for (let i = 0; i < worn.data.length; i++) {
    for (let c = 0; c < 3; c++) data[4 * i + c] = colour.data[3 * i + c]!;
    if (hidden.data[i] !== 0) hiddenArea++;
    else if (worn.data[i] !== 0) wornArea++;
    data[4 * i + 3] = hidden.data[i] !== 0 ? 255 : Math.min(worn.data[i]!, person.matte.data[i]!);
  }
  const scene = seeGarments({ width, height, channels: 4, data });
  if (!scene.ok) return scene;
  const read = analyseOneGarment(scene.value, "lower");
  if (!read.ok) return read.code === "GARMENT_NOT_OF_KIND" ? refuse("GARMENT_UNREADABLE", STAGE) : read;
  const share = hiddenArea / (wornArea + hiddenArea);
  const { value } = read;
  return {
    ok: true,
    value: {
      ...value,
      confidence: value.confidence * person.confidence * (1 - HIDDEN_TRUST * share),
      warnings: share > HIDDEN_WARNING ? [...value.warnings, "garment-partly-hidden"] : value.warnings,
    },
  };
}

/** The largest component; undefined when there is none. */
function keepMain(mask: Mask): Mask | undefined {
  const { labels, list } = findComponents(mask);
  const main = list.toSorted((a, b) => b.area - a.area)[0];
  if (main === undefined) return undefined;
  const kept = createMask(mask.width, mask.height);
  for (let i = 0; i < labels.length; i++) if (labels[i] === main.label) kept.data[i] = 255;
  return kept;
}
