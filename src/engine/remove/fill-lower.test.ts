import assert from "node:assert/strict";
import { test } from "node:test";
import type { BodyFrame } from "../fit/body-frame.js";
import { createImage, createMask } from "../image.js";
import { PART } from "../person/types.js";
import { REVEAL } from "./classify-reveal.js";
import { fillLower } from "./fill-lower.js";
import type { PersonCrop } from "./types.js";

const SIZE = 120;
const BODY = {
  unit: 60,
  origin: { x: 60, y: 0 },
  down: { x: 0, y: 1 },
  acrossShoulders: { x: 1, y: 0 },
  acrossHips: { x: 1, y: 0 },
  torsoLength: 60,
} as unknown as BodyFrame;

test("fillLower() goes on with the other side's light, without an edge where neither side shows", () => {
  const photo = createImage(SIZE, SIZE, 3);
  const [parts, removed, reveal, lower] = [0, 1, 2, 3].map(() => createMask(SIZE, SIZE)) as [
    ReturnType<typeof createMask>,
    ReturnType<typeof createMask>,
    ReturnType<typeof createMask>,
    ReturnType<typeof createMask>,
  ];
  for (let y = 0, i = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++, i++) {
      // the top hides the left side down to row 90, and the right side down to row 50
      const isHidden = y < (x < 60 ? 90 : 50);
      parts.data[i] = isHidden ? PART.upper : PART.lower;
      removed.data[i] = isHidden ? 255 : 0;
      reveal.data[i] = isHidden ? REVEAL.lower : REVEAL.nothing;
      lower.data[i] = isHidden ? 0 : 255;
      // a dark line lies along the right side's hem
      photo.data.fill(isHidden ? 0 : y < 56 && x >= 60 ? 60 : 160, 3 * i, 3 * i + 3);
    }
  const crop = {
    photo,
    parts,
    rect: { left: 0, top: 0, width: SIZE, height: SIZE },
  } as unknown as PersonCrop;
  const fill = fillLower(crop, BODY, { removed, reveal, lower });
  const at = (x: number, y: number): number => fill.data[3 * (y * SIZE + x)]!;
  assert.ok(Math.abs(at(30, 75) - 160) < 12, `${at(30, 75)}`);
  assert.ok(Math.abs(at(30, 51) - at(30, 48)) < 25, `${at(30, 51)} ${at(30, 48)}`);
});
