import type { Image8, Mask } from "../image.js";
import { findComponents } from "../kernels/connected-components.js";
import { srgbToLabColour } from "../kernels/srgb-to-lab.js";
import { PART } from "../person/types.js";
import { samplePixels } from "./colour-palette.js";

/**
 * Bare ankles in 14 photos are up to 14 darker and up to 6 lighter (L*) than the same person's face and hands; brown boots 30 darker, cream
 * shoes 18 lighter.
 */
const DARKER_MAX = 22;
const LIGHTER_MAX = 13;
const SKIN: readonly number[] = [PART.face, PART.leftHand, PART.rightHand];
/** Fewer pixels of face and hands tell nothing, as many are looked at. */
const SKIN_MIN = 30;
const SAMPLES = 200;

function medianLight(photo: Image8, pixels: readonly number[]): number {
  const lights = pixels.map(
    (i) => srgbToLabColour(photo.data[3 * i]!, photo.data[3 * i + 1]!, photo.data[3 * i + 2]!)[0],
  );
  return lights.toSorted((a, b) => a - b)[lights.length >> 1] ?? 0;
}

/** `ankles` (not 0 where one was found by its hue) without the pieces that are much darker or lighter than the person's skin: leather. */
export function dropLeather(ankles: Mask, photo: Image8, { data: parts }: Mask): Mask {
  const skin = samplePixels(
    parts.map((part) => (SKIN.includes(part) ? 1 : 0)),
    SAMPLES,
  );
  if (skin.length < SKIN_MIN) return ankles;
  const usual = medianLight(photo, skin);
  const { labels, list } = findComponents(ankles);
  const isLeather = list.map(({ label }) => {
    const own = Uint8Array.from(labels, (v) => (v === label ? 1 : 0));
    const pixels = samplePixels(own, SAMPLES);
    if (pixels.length === 0) return false;
    const over = medianLight(photo, pixels) - usual;
    return over < -DARKER_MAX || over > LIGHTER_MAX;
  });
  return { ...ankles, data: ankles.data.map((v, i) => (v !== 0 && isLeather[labels[i]! - 1] ? 0 : v)) };
}
