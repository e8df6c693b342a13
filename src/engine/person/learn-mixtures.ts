import { fitMixture, type GaussianMixture } from "../kernels/gaussian-mixture.js";
import type { LabImage } from "../kernels/srgb-to-lab.js";
import { CLASS_COUNT } from "./class-priors.js";
import { UNLABELLED } from "./seed-classes.js";

/** Mixture components a class: how many colours its things usually have. */
const COMPONENTS = [5, 3, 3, 5, 4] as const;
/** Fewer pixels than this teach no colour; of hair that hangs into a photo without a face there are few. */
const MIN_SAMPLES = [30, 10, 30, 30, 30] as const;
const MAX_SAMPLES = 1200;

/** The colours of each class; null where nothing taught them. */
export type Mixtures = readonly (GaussianMixture | null)[];

/** Learns the colours of each class from the pixels that `teachers` labels; a class with too few keeps what it knew. */
export function learnMixtures(lab: LabImage, teachers: Uint8Array, known: Mixtures): Mixtures {
  const counts = new Int32Array(CLASS_COUNT);
  for (const c of teachers) if (c !== UNLABELLED) counts[c]!++;
  return COMPONENTS.map((components, c) => {
    const total = counts[c]!;
    if (total < MIN_SAMPLES[c]!) return known[c] ?? null;
    return fitMixture(takeSamples(lab, teachers, { wanted: c, total }), components);
  });
}

/** Colours of the pixels that teach the wanted class, of which there are `total`: all, or {@link MAX_SAMPLES} of them evenly spread. */
function takeSamples(
  lab: LabImage,
  teachers: Uint8Array,
  { wanted, total }: { readonly wanted: number; readonly total: number },
): Float32Array {
  const count = Math.min(total, MAX_SAMPLES);
  const samples = new Float32Array(3 * count);
  for (let i = 0, seen = 0, taken = 0; i < teachers.length && taken < count; i++) {
    if (teachers[i] !== wanted) continue;
    if (Math.floor((seen++ * count) / total) < taken) continue;
    for (let k = 0; k < 3; k++) samples[3 * taken + k] = lab.data[3 * i + k]!;
    taken++;
  }
  return samples;
}
