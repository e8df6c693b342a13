import { createPlane, type Image8, type Mask, type Plane } from "../image.js";
import { boxFilter } from "./box-filter.js";

/** Colours are counted in so many steps a channel, each with its neighbours'. */
const STEPS = 8;
/** A colour with this share of the picture is common; one with a twentieth of it is as rare as can be. */
const COMMON_SHARE = 0.08;
const RAREST = 3;
/** A thing has more than one colour: rarity is that of the pixels about, in px. */
const ABOUT_PX = 3;

function stepOf(data: Image8["data"], i: number): number {
  const r = (data[3 * i]! * STEPS) >> 8;
  const g = (data[3 * i + 1]! * STEPS) >> 8;
  return (r * STEPS + g) * STEPS + ((data[3 * i + 2]! * STEPS) >> 8);
}

/** Sums of each step's count and those of its neighbours. */
function sumAbout(counts: Float32Array): Float32Array {
  let sums = counts;
  for (const stride of [1, STEPS, STEPS * STEPS]) {
    const from = sums;
    sums = from.map((v, i) => {
      const at = Math.floor(i / stride) % STEPS;
      return v + (at > 0 ? from[i - stride]! : 0) + (at < STEPS - 1 ? from[i + stride]! : 0);
    });
  }
  return sums;
}

/**
 * How rare (0 common .. 1) the colours about each known pixel are in the known picture: things are rarer than the place they stand in.
 * Shape    `known` as large as `image` (three channels). 0 elsewhere.
 */
export function measureRarity(image: Image8, known: Mask): Plane {
  const counts = new Float32Array(STEPS ** 3);
  let total = 0;
  for (let i = 0; i < known.data.length; i++) {
    if (known.data[i] === 0) continue;
    counts[stepOf(image.data, i)]!++;
    total++;
  }
  const sums = sumAbout(counts);
  const rare = createPlane(image.width, image.height);
  const share = createPlane(image.width, image.height);
  for (let i = 0; i < known.data.length; i++) {
    if (known.data[i] === 0) continue;
    share.data[i] = 1;
    const often = sums[stepOf(image.data, i)]! / total;
    rare.data[i] = Math.min(1, Math.max(0, Math.log(COMMON_SHARE / often) / RAREST));
  }
  const mean = boxFilter(rare, ABOUT_PX);
  const weight = boxFilter(share, ABOUT_PX).data;
  for (let i = 0; i < mean.data.length; i++)
    mean.data[i] = known.data[i] === 0 ? 0 : mean.data[i]! / weight[i]!;
  return mean;
}
