import assert from "node:assert/strict";
import { test } from "node:test";
import { CLASS } from "./class-priors.js";
import { settleIslands } from "./settle-islands.js";

const [WIDTH, HEIGHT] = [40, 40];
const COLOURS = { top: [60, 50, 40], skin: [45, 14, 20], denim: [35, 0, -20] } as const;

/** Top, a belt of skin below it, an island that the parsing calls top, and trousers. */
function paint(island: keyof typeof COLOURS): { labels: Uint8Array; data: Float32Array } {
  const labels = new Uint8Array(WIDTH * HEIGHT);
  const data = new Float32Array(3 * WIDTH * HEIGHT);
  for (let i = 0; i < labels.length; i++) {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    const isIsland = y >= 26 && y < 30 && x > 10 && x < 30;
    labels[i] = y < 20 || isIsland ? CLASS.upper : y < 30 ? CLASS.skin : CLASS.lower;
    data.set(COLOURS[isIsland ? island : y < 20 ? "top" : y < 30 ? "skin" : "denim"], 3 * i);
  }
  return { labels, data };
}

function settle(island: keyof typeof COLOURS): number {
  const { labels, data } = paint(island);
  return settleIslands(labels, { width: WIDTH, height: HEIGHT, data })[28 * WIDTH + 20]!;
}

test("settleIslands() gives an island of the top to the skin or trousers whose colour it has, and keeps one of the top's", () => {
  assert.equal(settle("skin"), CLASS.skin);
  assert.equal(settle("denim"), CLASS.lower);
  assert.equal(settle("top"), CLASS.upper);
});
