import type { Mask } from "../../image.js";
import type { BodyFrame } from "../../fit/body-frame.js";
import { findComponents } from "../../kernels/connected-components.js";
import { distanceToMask } from "../../kernels/distance-transform.js";
import { fitMixture, mixtureDensity, type GaussianMixture } from "../../kernels/gaussian-mixture.js";
import { PART, type PersonAnalysis } from "../../person/types.js";
import { maskWhere } from "../../kernels/push-pull.js";
import { dilateSquare } from "../../kernels/square-morphology.js";
import { SIGHT } from "./sight.js";

/** Reach about hands, in units, in which cloth is looked at again: fingers are what the parsing misses. */
const REACH = 0.4;
/** Cloth is learnt from further away than this. */
const LEARN_FROM = 0.45;
const COMPONENTS = { skin: 3, cloth: 5 } as const;
const SAMPLES = 1200;
const MIN_SAMPLES = 60;
/** How much better skin must explain a colour, and the density that both always have. */
const MARGIN = 3;
const FLOOR = 1e-7;
/** What is no larger than this, in units, and lies further than that from the hand is no finger but a button of the skin's colour; its rim's pieces are one. */
const BUTTON = 0.17;
const TOUCHES = 0.03;
const JOIN = 0.02;
const SKIN: ReadonlySet<number> = new Set([
  PART.face,
  PART.leftHand,
  PART.rightHand,
  PART.leftArm,
  PART.rightArm,
]);

/** Finds the fingers that the parsing took for cloth, by the model's own skin colours, and marks them as a veil. */
export function unveilSkin(sight: Mask, person: PersonAnalysis, body: BodyFrame, lab: Float32Array): void {
  const { width, height, parts } = person;
  const hands = parts.data.map((v) => (v === PART.leftHand || v === PART.rightHand ? 255 : 0));
  if (!hands.includes(255)) return;
  const distance = distanceToMask({ width, height, data: hands }).data;
  const skin = learnColours(lab, (i) => SKIN.has(parts.data[i]!), COMPONENTS.skin);
  const cloth = learnColours(
    lab,
    (i) => sight.data[i] === SIGHT.cloth && distance[i]! > LEARN_FROM * body.unit,
    COMPONENTS.cloth,
  );
  if (skin === null || cloth === null) return;
  const found = maskWhere(width, height, (i) => {
    if (sight.data[i] !== SIGHT.cloth || distance[i]! > REACH * body.unit) return false;
    const [l, a, b] = [lab[3 * i]!, lab[3 * i + 1]!, lab[3 * i + 2]!];
    const ratio = (mixtureDensity(skin, l, a, b) + FLOOR) / (mixtureDensity(cloth, l, a, b) + FLOOR);
    return ratio > MARGIN;
  });
  const { labels, list } = findComponents(dilateSquare(found, Math.max(1, Math.round(JOIN * body.unit))));
  const size = BUTTON * body.unit;
  const isFinger = list.map(({ minX, maxX, minY, maxY }) => Math.max(maxX - minX, maxY - minY) > size);
  for (let i = 0; i < labels.length; i++)
    if (found.data[i] !== 0 && distance[i]! < TOUCHES * body.unit) isFinger[labels[i]! - 1] = true;
  for (let i = 0; i < labels.length; i++)
    if (found.data[i] !== 0 && isFinger[labels[i]! - 1]!) sight.data[i] = SIGHT.veil;
}

/** The colours of the pixels that `takes` names; null when there are too few. */
export function learnColours(
  lab: Float32Array,
  takes: (i: number) => boolean,
  components: number,
): GaussianMixture | null {
  const places: number[] = [];
  for (let i = 0; 3 * i < lab.length; i++) if (takes(i)) places.push(i);
  if (places.length < MIN_SAMPLES) return null;
  const count = Math.min(SAMPLES, places.length);
  const samples = new Float32Array(3 * count);
  for (let k = 0; k < count; k++) {
    const i = places[Math.floor((k * places.length) / count)]!;
    samples.set(lab.subarray(3 * i, 3 * i + 3), 3 * k);
  }
  return fitMixture(samples, components);
}
