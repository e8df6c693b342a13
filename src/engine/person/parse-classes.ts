import { createPlane, type Image8, type Plane } from "../image.js";
import { applyGuided, fitGuided, prepareGuide, type Guide, type GuidedModel } from "../kernels/guided-filter.js";
import { fitMixture, mixtureDensity, type GaussianMixture } from "../kernels/gaussian-mixture.js";
import { srgbToLab, type LabImage } from "../kernels/srgb-to-lab.js";
import { CLASS, CLASS_COUNT, drawPriors, MASK_FLOOR } from "./class-priors.js";
import { findHem, HEM_GUESS_T } from "./find-hem.js";
import { faceRho, limbRho, torsoPlace, type PoseGeometry } from "./pose-geometry.js";

/** Mixture components a class: how many colours its things usually have. */
const COMPONENTS = [5, 3, 3, 5, 4] as const;
const MAX_SAMPLES = 1200;
const ROUNDS = 3;
/** A pixel teaches a class its colour when it is at least this sure. */
const TEACH_FROM = 0.75;
/** Flattens the colour evidence: two pixels of a class are not independent. */
const COLOUR_EXPONENT = 0.7;
const OUTLIER_DENSITY = 1e-7;
const GUIDE_RADIUS_PX = 5;
const GUIDE_EPSILON = 4e-4;

export interface ClassParsing {
  /** Linear models of the five classes' probabilities over the picture's colours. */
  readonly models: readonly GuidedModel[];
  /** Probabilities at working size. */
  readonly planes: readonly Plane[];
  /** t on the torso's axis where the upper garment ends. */
  readonly hemT: number;
}

/** First guess: which pixels surely show a class, from skeleton and person mask alone. */
function drawSeeds(pose: PoseGeometry, mask: Plane): Plane[] {
  const { width, height } = mask;
  const seeds = Array.from({ length: CLASS_COUNT }, () => createPlane(width, height));
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const m = mask.data[i]!;
      if (m < 0.06) seeds[CLASS.background]!.data[i] = 1;
      if (m < 0.8) continue;
      const px = x + 0.5;
      const py = y + 0.5;
      const { t, u } = torsoPlace(pose, px, py);
      const face = faceRho(pose, px, py);
      const dx = px - pose.face.centre.x;
      const dy = py - pose.face.centre.y;
      const above = (dx * pose.face.up.x + dy * pose.face.up.y) / pose.face.halfHeight;
      const arm = Math.min(limbRho(pose.leftArm, px, py), limbRho(pose.rightArm, px, py));
      if (face < 0.75 && above < 0.35) seeds[CLASS.skin]!.data[i] = 1;
      else if (face > 1.08 && face < 1.9 && above > 0.1 && t < -0.1) seeds[CLASS.hair]!.data[i] = 1;
      else if (t > 0.25 && t < 0.72 && Math.abs(u) < 0.33 && arm > 1.1) seeds[CLASS.upper]!.data[i] = 1;
      else if (t > 1.15 && t < 2.2 && arm > 1.3) seeds[CLASS.lower]!.data[i] = 1;
    }
  }
  return seeds;
}

function learnMixture(lab: LabImage, weight: Plane, threshold: number, components: number): GaussianMixture | null {
  const indices: number[] = [];
  for (let i = 0; i < weight.data.length; i++) if (weight.data[i]! >= threshold) indices.push(i);
  if (indices.length < 30) return null;
  const stride = Math.max(1, indices.length / MAX_SAMPLES);
  const count = Math.floor(indices.length / stride);
  const samples = new Float32Array(3 * count);
  for (let s = 0; s < count; s++) {
    const i = indices[Math.floor(s * stride)]!;
    samples.set(lab.data.subarray(3 * i, 3 * i + 3), 3 * s);
  }
  return fitMixture(samples, components);
}

/** Posterior of each class: colour evidence times skeleton prior times person mask, smoothed along the picture's edges. */
function inferClasses(
  input: { readonly lab: LabImage; readonly mask: Plane; readonly guide: Guide; readonly image: Image8 },
  mixtures: readonly (GaussianMixture | null)[],
  priors: readonly Plane[],
): { planes: Plane[]; models: GuidedModel[] } {
  const { lab, mask, guide, image } = input;
  const raw = Array.from({ length: CLASS_COUNT }, () => createPlane(lab.width, lab.height));
  const value = new Float64Array(CLASS_COUNT);
  for (let i = 0; i < mask.data.length; i++) {
    const m = Math.min(0.995, Math.max(0.005, mask.data[i]!));
    if (mask.data[i]! < MASK_FLOOR) {
      raw[CLASS.background]!.data[i] = 1;
      continue;
    }
    const l = lab.data[3 * i]!;
    const a = lab.data[3 * i + 1]!;
    const b = lab.data[3 * i + 2]!;
    let total = 0;
    let personPrior = 0;
    for (let c = 1; c < CLASS_COUNT; c++) personPrior += mixtures[c] === null ? 0 : priors[c]!.data[i]!;
    for (let c = 0; c < CLASS_COUNT; c++) {
      const mixture = mixtures[c];
      if (mixture === null || mixture === undefined) {
        value[c] = 0;
        continue;
      }
      const prior = c === CLASS.background ? 1 - m : (m * priors[c]!.data[i]!) / personPrior;
      value[c] = prior * (mixtureDensity(mixture, l, a, b) + OUTLIER_DENSITY) ** COLOUR_EXPONENT;
      total += value[c]!;
    }
    for (let c = 0; c < CLASS_COUNT; c++) raw[c]!.data[i] = value[c]! / total;
  }
  const models = raw.map((plane) => fitGuided(guide, plane));
  return { planes: models.map((model) => applyGuided(model, image)), models };
}

/**
 * Parses a person into background, hair, skin, upper and lower clothes without a parsing network: colour mixtures seeded by
 * the skeleton, skeleton priors, and smoothing by a guided filter; the hem is found anew in each round.
 * Shape    `image` and `mask` at working size, `pose` in its pixels.
 * Source   Yamaguchi et al. 2012 (pose-driven parsing); Rother et al. 2004 (colour mixtures learnt in rounds); Rhemann et
 *          al. 2011 (labelling by filtering each label's evidence).
 */
export function parseClasses(image: Image8, mask: Plane, pose: PoseGeometry): ClassParsing {
  const lab = srgbToLab(image);
  const guide = prepareGuide(image, GUIDE_RADIUS_PX, GUIDE_EPSILON);
  const input = { lab, mask, guide, image };
  let evidence: readonly Plane[] = drawSeeds(pose, mask);
  let mixtures: (GaussianMixture | null)[] = [];
  let hemT = HEM_GUESS_T;
  let result: { planes: Plane[]; models: GuidedModel[] } = { planes: [], models: [] };
  for (let round = 0; round < ROUNDS; round++) {
    mixtures = evidence.map(
      (plane, c) => learnMixture(lab, plane, TEACH_FROM, COMPONENTS[c]!) ?? mixtures[c] ?? null,
    );
    hemT = findHem(lab, mask, pose, { upper: mixtures[CLASS.upper] ?? null, lower: mixtures[CLASS.lower] ?? null });
    result = inferClasses(input, mixtures, drawPriors(pose, mask, hemT));
    evidence = result.planes;
  }
  return { ...result, hemT };
}
