import assert from "node:assert/strict";
import { test } from "node:test";
import { analyseGarment, type Image8 } from "../engine/mod.js";
import { createGarmentReader } from "./garment-reader.js";

/** A dark T on white, 320x400. */
function drawTee(): Image8 {
  const [width, height] = [320, 400];
  const data = new Uint8Array(width * height * 3).fill(255);
  for (let y = 80; y < 340; y++) {
    const half = y < 150 ? 130 : 80;
    for (let x = 160 - half; x < 160 + half; x++) data.fill(60, 3 * (y * width + x), 3 * (y * width + x) + 3);
  }
  return { width, height, channels: 3, data };
}

test("createGarmentReader() reads in its thread what the engine reads in ours", async () => {
  const reader = createGarmentReader();
  try {
    const [first, second] = [await reader.read(drawTee(), null), await reader.read(drawTee(), null)];
    assert.deepEqual(first, analyseGarment(drawTee()));
    assert.deepEqual(second, first);
  } finally {
    await reader.close();
  }
});
