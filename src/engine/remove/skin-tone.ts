import type { Image8, Mask } from "../image.js";

/** Mean red, green and blue, 0..255. */
export type Tone = readonly [number, number, number];

/** Shares of the skin, by brightness, between which it is neither shadow nor glare. */
const TONE_FROM = 0.35;
const TONE_TO = 0.85;

/** Skin is redder than green by this factor, and no bluer; glasses and make-up may not be. Where less than so much of the source is, the light is coloured. */
const RED_OVER_GREEN = 1.08;
const REDDISH_MIN = 0.4;

/** Mean colour of the skin pixels between shadow and glare. */
export function measureTone(image: Image8, source: Mask): Tone {
  const { data } = image;
  const all: { light: number; at: number }[] = [];
  for (let i = 0; i < source.data.length; i += 3) {
    if (source.data[i] !== 255) continue;
    all.push({ light: data[3 * i]! + data[3 * i + 1]! + data[3 * i + 2]!, at: 3 * i });
  }
  const reddish = all.filter(
    ({ at }) => data[at]! > RED_OVER_GREEN * data[at + 1]! && data[at + 2]! <= data[at + 1]!,
  );
  const lights = reddish.length < REDDISH_MIN * all.length ? all : reddish;
  const middle = lights
    .toSorted((a, b) => a.light - b.light)
    .slice(Math.floor(lights.length * TONE_FROM), Math.ceil(lights.length * TONE_TO));
  const mean = (c: number): number =>
    middle.reduce((sum, { at }) => sum + data[at + c]!, 0) / Math.max(1, middle.length);
  return [mean(0), mean(1), mean(2)];
}
