import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { KEYPOINT } from "../engine/mod.js";
import type { Network } from "./litert-runtime.js";
import { mirrorNetwork } from "./mirror-network.js";

const SIDE = 256;

/** Sees the left wrist where the input is brightest, the mask where it is bright. */
const BRIGHTEST: Network = {
  run: (input) => {
    let best = 0;
    for (let i = 0; i < input.length; i += 3) if (input[i]! > input[best]!) best = i;
    const points = new Float32Array(195);
    points.set([((best / 3) % SIDE) + 0.5, Math.floor(best / 3 / SIDE) + 0.5], 5 * KEYPOINT.leftWrist);
    const mask = Float32Array.from({ length: SIDE * SIDE }, (_, i) => input[3 * i]!);
    return Promise.resolve(
      new Map([
        [points.length, points],
        [mask.length, mask],
      ]),
    );
  },
  close: () => undefined,
};

describe("mirrorNetwork()", () => {
  test("tells places as of the input, and the mirrored person's left as the right", async () => {
    const input = new Float32Array(SIDE * SIDE * 3);
    input[3 * (40 * SIDE + 200)] = 1;
    const seen = await mirrorNetwork(BRIGHTEST).run(input);
    const points = seen.get(195)!;
    assert.deepEqual(
      [...points.subarray(5 * KEYPOINT.rightWrist, 5 * KEYPOINT.rightWrist + 2)],
      [200.5, 40.5],
    );
    assert.equal(seen.get(SIDE * SIDE)![40 * SIDE + 200], 1);
  });
});
