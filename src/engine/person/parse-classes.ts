import { createPlane, type Image8, type Mask, type Plane } from "../image.js";
import { expandLabels, weighBorders } from "../kernels/alpha-expansion.js";
import { mixtureDensity } from "../kernels/gaussian-mixture.js";
import { fitGuided, prepareGuide, type GuidedModel } from "../kernels/guided-filter.js";
import { resizeImage, resizePlane } from "../kernels/resize.js";
import { markLabels } from "../kernels/mark-labels.js";
import { dilateSquare } from "../kernels/square-morphology.js";
import { srgbToLab } from "../kernels/srgb-to-lab.js";
import { absorbSpecks } from "./absorb-specks.js";
import { findBorderBand } from "./border-band.js";
import { CLASS, CLASS_COUNT, drawPriors, type ClothesEnds } from "./class-priors.js";
import { learnMixtures, type Mixtures } from "./learn-mixtures.js";
import { dropStrayHair } from "./drop-stray-hair.js";
import { findHem, findSleeveEnd, type Sight } from "./find-hem.js";
import { enlargeLabels, type Size } from "./enlarge-labels.js";
import { findActive, measureField, type PoseField } from "./pose-field.js";
import { readOddGround, weighOddGround } from "./odd-ground.js";
import { scalePose, type PoseGeometry } from "./pose-geometry.js";
import { settleIslands } from "./settle-islands.js";
import { settleBorders } from "./settle-borders.js";
import { ANY_SKIN, dropUnlikeSkin, seedClasses, UNLABELLED } from "./seed-classes.js";

/** Rounds of learning, at a fraction of the working size. */
const ROUNDS = 2;
const LEARNING_SCALE = 0.5;
/** A pixel teaches a class its colour in the next round when it is at least this sure. */
const TEACH_FROM = 0.7;
/** Clothes nearer to the hem than this t teach nothing: a rib or a waistband taken for the other garment would teach it so. */
const HEM_DOUBT_T = 0.14;
/** Density of a colour that a class was never seen with: clothes are more varied than hair, hair than skin. */
const OUTLIER_DENSITY = [1e-7, 4e-8, 2e-8, 1.5e-7, 1.5e-7] as const;
/** Share of skin in a colour that the person's own seen skin lacks, but human skin has. */
const ANY_SKIN_SHARE = 0.03;
/** Share of the lower garment's colours in the upper one: collars, cuffs and trims often match the trousers. */
const SHARED_COLOURS = 0.05;
/** A plain backdrop is no more convincing than this, so that it does not swallow white on white. */
const DENSITY_CEILING = 2.5e-3;
/** Cost of a border through flat colour, in units of log probability. */
const BORDER_WEIGHT = 7;
const SWEEPS = 1;
/** The person mask is never believed beyond this. */
const MASK_CEILING = 0.995;
/** The person mask is blurred about its edges: its odds are sharpened by this power. */
const MASK_EXPONENT = 1.6;
/** Where the classes' priors together are less than this, the skeleton doubts the person, whatever the mask says. */
const PLAUSIBLE = 0.3;
const IMPOSSIBLE = 50;
/** Working-size pixels about a border of the half size that are decided again. */
const REFINED_PX = 4;
/** The top, with its straps and lace, is found anew this far from where it was found. */
const NEAR_TOP_PX = 12;
const GUIDE_RADIUS_PX = 3;
const GUIDE_EPSILON = 4e-4;

export interface ClassParsing extends ClothesEnds {
  /** Linear models of the coverage of the classes after the background over the picture's colours, at any size. */
  readonly models: readonly GuidedModel[];
  /** Class of each pixel at working size. */
  readonly labels: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Mean probability of the labels over the person, 0..1. */
  readonly certainty: number;
}

/** One size of the picture, with all that is measured on it. */
interface View {
  readonly sight: Sight;
  readonly field: PoseField;
  /** Log odds against background, from {@link readOddGround}. */
  readonly odd: Plane | null;
}

function makeView(image: Image8, mask: Plane, pose: PoseGeometry): View {
  const fitted = resizePlane(mask, image.width, image.height);
  const field = measureField(pose, image, findActive(fitted));
  return { sight: { lab: srgbToLab(image), mask: fitted, pose }, field, odd: readOddGround(image, fitted) };
}

/** Odds of person by the mask's probability in 1/1000, sharpened. */
const SHARP_MASK = Float64Array.from({ length: 1001 }, (_, i) => {
  const p = i / 1000;
  const steep = p ** MASK_EXPONENT / (p ** MASK_EXPONENT + (1 - p) ** MASK_EXPONENT);
  return Math.min(MASK_CEILING, Math.max(1 - MASK_CEILING, steep));
});

/** Cost (negative log probability, but for a constant a pixel) of each class at each active pixel, class-minor. */
function weighClasses(view: View, mixtures: Mixtures, priors: Float32Array): Float32Array {
  const { sight, field, odd } = view;
  const { lab, mask } = sight;
  const costs = new Float32Array(field.active.length * CLASS_COUNT);
  for (let i = 0, o = 0; i < field.active.length; i++, o += CLASS_COUNT) {
    if (field.active[i] === 0) continue;
    const l = lab.data[3 * i]!;
    const a = lab.data[3 * i + 1]!;
    const b = lab.data[3 * i + 2]!;
    // Resizing may leave a probability a hair outside 0..1
    const m = SHARP_MASK[Math.min(1000, Math.max(0, Math.round(1000 * mask.data[i]!)))]!;
    let personPrior = 0;
    for (let c = 1; c < CLASS_COUNT; c++) if (mixtures[c] !== null) personPrior += priors[o + c]!;
    const trousers = mixtures[CLASS.lower] ?? null;
    for (let c = 0; c < CLASS_COUNT; c++) {
      const mixture = mixtures[c] ?? null;
      if (mixture === null) {
        costs[o + c] = IMPOSSIBLE;
        continue;
      }
      const prior = c === CLASS.background ? 1 - m : (m * priors[o + c]!) / Math.max(PLAUSIBLE, personPrior);
      const density = Math.min(DENSITY_CEILING, mixtureDensity(mixture, l, a, b));
      let unseen = 0;
      if (c === CLASS.skin) unseen = ANY_SKIN_SHARE * mixtureDensity(ANY_SKIN, l, a, b);
      else if (c === CLASS.upper && trousers) unseen = SHARED_COLOURS * mixtureDensity(trousers, l, a, b);
      costs[o + c] = -Math.log(prior * (density + unseen + OUTLIER_DENSITY[c]!));
    }
  }
  if (odd !== null) weighOddGround(costs, odd);
  return costs;
}

/** Cheapest class of each pixel; background where the person cannot be. */
function pickClasses(field: PoseField, costs: Float32Array): Uint8Array {
  const labels = new Uint8Array(field.active.length);
  for (let i = 0, o = 0; i < labels.length; i++, o += CLASS_COUNT) {
    if (field.active[i] === 0) continue;
    for (let c = 1; c < CLASS_COUNT; c++) if (costs[o + c]! < costs[o + labels[i]!]!) labels[i] = c;
  }
  return labels;
}

/** Probability 0..1 of each pixel's label; 1 outside the active pixels. */
function rateLabels(field: PoseField, costs: Float32Array, labels: Uint8Array): Float32Array {
  const rates = new Float32Array(labels.length).fill(1);
  for (let i = 0, o = 0; i < labels.length; i++, o += CLASS_COUNT) {
    if (field.active[i] === 0) continue;
    let total = 0;
    for (let c = 0; c < CLASS_COUNT; c++) total += Math.exp(costs[o + labels[i]!]! - costs[o + c]!);
    rates[i] = 1 / total;
  }
  return rates;
}

function findEnds(sight: Sight, mixtures: Mixtures): ClothesEnds {
  const [upper, lower, skin] = [mixtures[CLASS.upper]!, mixtures[CLASS.lower]!, mixtures[CLASS.skin]!];
  return {
    hemT: findHem(sight, { upper, lower }),
    leftSleeve: findSleeveEnd(sight, sight.pose.leftArm, { upper, skin }),
    rightSleeve: findSleeveEnd(sight, sight.pose.rightArm, { upper, skin }),
  };
}

function labelView(view: View, costs: Float32Array): Uint8Array {
  const { width, height, active } = view.field;
  const borders = weighBorders(view.sight.lab, active, BORDER_WEIGHT);
  const energy = { width, height, labelCount: CLASS_COUNT, costs, borders, active };
  return expandLabels(energy, pickClasses(view.field, costs), SWEEPS);
}

/** Whether a pixel of clothes is so near the hem as found so far that taking it for either garment may be wrong. */
function isNearHem(field: PoseField, i: number, label: number, hemT: number): boolean {
  if (label !== CLASS.upper && label !== CLASS.lower) return false;
  if (Math.min(field.leftArm[i]!, field.rightArm[i]!) < 1) return false;
  return Math.abs(field.t[i]! - hemT) < HEM_DOUBT_T;
}

/** The labels that are sure enough to teach. */
function pickTeachers(field: PoseField, labels: Uint8Array, rates: Float32Array, hemT: number): Uint8Array {
  const teachers = new Uint8Array(labels.length).fill(UNLABELLED);
  for (let i = 0; i < labels.length; i++)
    if (rates[i]! >= TEACH_FROM && !isNearHem(field, i, labels[i]!, hemT)) teachers[i] = labels[i]!;
  return teachers;
}

/** Learns the classes' colours and the clothes' ends in rounds: from seeds, then from its own surest labels. */
function learnClasses(view: View): { mixtures: Mixtures; ends: ClothesEnds; certainty: number } {
  const { sight, field } = view;
  let teachers = seedClasses(field, sight.mask, sight.lab);
  let mixtures: Mixtures = [];
  let certainty = 0;
  for (let round = 0; round < ROUNDS; round++) {
    dropUnlikeSkin(teachers, sight.lab);
    mixtures = learnMixtures(sight.lab, teachers, mixtures);
    const ends = findEnds(sight, mixtures);
    const costs = weighClasses(view, mixtures, drawPriors(field, ends));
    const labels = labelView(view, costs);
    const rates = rateLabels(field, costs, labels);
    teachers = pickTeachers(field, labels, rates, ends.hemT);
    certainty = meanWhere(rates, labels);
  }
  dropUnlikeSkin(teachers, sight.lab);
  mixtures = learnMixtures(sight.lab, teachers, mixtures);
  return { mixtures, ends: findEnds(sight, mixtures), certainty };
}

/** Mean of `values` over the person's labels. */
function meanWhere(values: Float32Array, labels: Uint8Array): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === CLASS.background) continue;
    sum += values[i]!;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

/** Where (255) a refined border may find a class: other borders become dark lace's, a strap's, a belly's shadow. */
function findNear(labels: Uint8Array, { width, height }: Size, wanted: number, radiusPx: number): Mask {
  return dilateSquare(markLabels({ width, height, data: labels }, [wanted]), radiusPx);
}

/** Decides the borders of `labels` again, at the size of `image`: only pixels near a border, their surroundings held fast. */
function refineBorders(
  image: Image8,
  mask: Plane,
  pose: PoseGeometry,
  {
    labels,
    mixtures,
    ends,
    odd,
  }: { labels: Uint8Array; mixtures: Mixtures; ends: ClothesEnds; odd: Plane | null },
): Uint8Array {
  const fitted = resizePlane(mask, image.width, image.height);
  const person = findActive(fitted);
  const band = findBorderBand(labels, image, REFINED_PX);
  const active = findBorderBand(labels, image, REFINED_PX + 1);
  for (let i = 0; i < active.length; i++) active[i]! &= person[i]!;
  const field = measureField(pose, image, active);
  const view = {
    sight: { lab: srgbToLab(image), mask: fitted, pose },
    field,
    odd: odd === null ? null : resizePlane(odd, image.width, image.height),
  };
  const costs = weighClasses(view, mixtures, drawPriors(field, ends));
  const nearHair = findNear(labels, image, CLASS.hair, REFINED_PX);
  const nearTop = findNear(labels, image, CLASS.upper, NEAR_TOP_PX);
  for (let i = 0, o = 0; i < active.length; i++, o += CLASS_COUNT) {
    if (active[i] === 0) continue;
    if (nearHair.data[i] === 0) costs[o + CLASS.hair] = IMPOSSIBLE;
    if (nearTop.data[i] === 0) costs[o + CLASS.upper] = IMPOSSIBLE;
    if (band[i] === 1) continue;
    for (let c = 0; c < CLASS_COUNT; c++) costs[o + c] = c === labels[i] ? 0 : IMPOSSIBLE;
  }
  const { width, height } = image;
  const borders = weighBorders(view.sight.lab, active, BORDER_WEIGHT);
  return expandLabels({ width, height, labelCount: CLASS_COUNT, costs, borders, active }, labels, SWEEPS);
}

function fitClasses(image: Image8, size: Size, labels: Uint8Array): GuidedModel[] {
  const guide = prepareGuide(image, GUIDE_RADIUS_PX, GUIDE_EPSILON);
  return Array.from({ length: CLASS_COUNT - 1 }, (_, k) =>
    fitGuided(guide, resizePlane(drawClass(labels, size, k + 1), image.width, image.height)),
  );
}

/** 1 at the wanted class's pixels, else 0. */
function drawClass(labels: Uint8Array, { width, height }: Size, wanted: number): Plane {
  const plane = createPlane(width, height);
  for (let i = 0; i < labels.length; i++) if (labels[i] === wanted) plane.data[i] = 1;
  return plane;
}

/**
 * Parses a person into background, hair, skin, upper and lower clothes without a parsing network: colour mixtures seeded by
 * the skeleton, skeleton priors, and borders by graph cuts; hem and sleeve ends are found anew in each round. All of it at
 * half size, then the borders again at the size of `image`.
 * Shape    `image` at working size, `pose` in its pixels, `mask` at any size.
 * Source   Yamaguchi et al. 2012 (pose-driven parsing); Rother et al. 2004 (colour mixtures learnt in rounds); Boykov et
 *          al. 2001 (alpha-expansion); Lombaert et al., A Multilevel Banded Graph Cuts Method, ICCV 2005.
 */
export function parseClasses(image: Image8, mask: Plane, pose: PoseGeometry): ClassParsing {
  const { width, height } = image;
  const small = resizeImage(image, Math.ceil(width * LEARNING_SCALE), Math.ceil(height * LEARNING_SCALE));
  const coarse = makeView(small, mask, scalePose(pose, LEARNING_SCALE));
  const { mixtures, ends, certainty } = learnClasses(coarse);
  const costs = weighClasses(coarse, mixtures, drawPriors(coarse.field, ends));
  const halfFacePx = LEARNING_SCALE * pose.face.halfHeight;
  const found = dropStrayHair(labelView(coarse, costs), costs, { field: coarse.field, halfFacePx });
  const settled = settleIslands(absorbSpecks(found, coarse.field), coarse.sight.lab);
  const labels = refineBorders(image, mask, pose, {
    labels: enlargeLabels(settled, small, image),
    mixtures,
    ends,
    odd: coarse.odd,
  });
  settleBorders({ width, height, labels }, srgbToLab(image), pose);
  return { ...ends, models: fitClasses(small, image, labels), labels, width, height, certainty };
}
