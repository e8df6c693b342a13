import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask } from "../image.js";
import { PART } from "../person/types.js";
import { growCollar } from "./grow-collar.js";

const SIZE = 100;

test("growCollar() takes a collar's ends that lie beside it, of its colour, and no hair", () => {
  const image = createImage(SIZE, SIZE, 3);
  const [parts, collar, pureHair] = [createMask(SIZE, SIZE), createMask(SIZE, SIZE), createMask(SIZE, SIZE)];
  for (let y = 0, i = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++, i++) {
      parts.data[i] = PART.hair;
      pureHair.data[i] = y < 40 ? 255 : 0;
      collar.data[i] = y >= 60 && y < 75 && x >= 30 && x < 70 ? 255 : 0;
      const isWhite = y >= 60 && y < 75 && x >= 20 && x < 80;
      image.data.set(isWhite || (x < 5 && y > 50) ? [235, 235, 235] : [190, 170, 140], 3 * i);
    }
  const { data } = growCollar(image, { parts, collar, pureHair }, 20);
  assert.equal(data.filter((v) => v !== 0).length, 60 * 15);
  const none = growCollar(image, { parts, collar: createMask(SIZE, SIZE), pureHair }, 20);
  assert.equal(none.data.filter((v) => v !== 0).length, 0);
});
