import assert from "node:assert/strict";
import { test } from "node:test";
import type { BodyFrame } from "../fit/body-frame.js";
import { createMask } from "../image.js";
import { PART } from "../person/types.js";
import { REVEAL } from "./classify-reveal.js";
import { closeGaps, closeUnderHair, closeUnderStraps } from "./close-gaps.js";

test("closeGaps() makes skin of a gap that body surrounds, and leaves one that opens to the background or is large", () => {
  const reveal = createMask(60, 60);
  const parts = createMask(60, 60);
  reveal.data.fill(REVEAL.arm);
  parts.data.fill(PART.upper);
  const mark = (x0: number, y0: number, side: number): void => {
    for (let y = y0; y < y0 + side; y++) reveal.data.fill(REVEAL.background, y * 60 + x0, y * 60 + x0 + side);
  };
  mark(10, 10, 3);
  mark(30, 10, 3);
  parts.data[13 * 60 + 31] = PART.background;
  mark(30, 30, 20);
  closeGaps(reveal, parts, 60);
  const at = (x: number, y: number): number => reveal.data[y * 60 + x]!;
  assert.deepEqual([at(11, 11), at(31, 11), at(40, 40)], [REVEAL.skin, REVEAL.background, REVEAL.background]);
});

test("closeUnderHair() makes skin of a narrow gap between hair and skin, and leaves a wide one and what lies beside the background", () => {
  const reveal = createMask(100, 100);
  const parts = createMask(100, 100);
  reveal.data.fill(REVEAL.background);
  parts.data.fill(PART.upper);
  const fillRows = (data: Uint8Array | Uint8ClampedArray, from: number, to: number, value: number): void => {
    for (let y = from; y < to; y++) data.fill(value, y * 100, y * 100 + 40);
  };
  fillRows(parts.data, 0, 20, PART.hair);
  fillRows(reveal.data, 24, 50, REVEAL.skin);
  fillRows(parts.data, 80, 100, PART.hair);
  for (let y = 0; y < 100; y++) parts.data.fill(PART.background, y * 100 + 41, y * 100 + 100);
  closeUnderHair(reveal, parts, 100);
  const at = (x: number, y: number): number => reveal.data[y * 100 + x]!;
  assert.deepEqual([at(20, 22), at(20, 65), at(40, 22)], [REVEAL.skin, REVEAL.background, REVEAL.background]);
});

test("closeUnderStraps() lets a shoulder go on behind a strap with skin on both sides, and leaves what stands above it or has cloth beside it", () => {
  const body = {
    unit: 100,
    torsoLength: 100,
    origin: { x: 50, y: 50 },
    down: { x: 0, y: 1 },
    acrossShoulders: { x: 1, y: 0 },
    acrossHips: { x: 1, y: 0 },
  } as unknown as BodyFrame;
  const reveal = createMask(100, 100);
  const parts = createMask(100, 100);
  // a shoulder from row 40 on, straps at columns 20 to 30 and 70 to 80, beside the second of which the top goes on
  for (let y = 40; y < 100; y++) {
    parts.data.fill(PART.neck, y * 100, y * 100 + 70);
    parts.data.fill(PART.upper, y * 100 + 70, y * 100 + 100);
  }
  for (let y = 35; y < 60; y++) {
    for (const x of [20, 70]) {
      parts.data.fill(PART.upper, y * 100 + x, y * 100 + x + 10);
      reveal.data.fill(REVEAL.background, y * 100 + x, y * 100 + x + 10);
    }
  }
  closeUnderStraps(reveal, { parts, rect: { left: 0, top: 0, width: 100, height: 100 } }, body);
  const at = (x: number, y: number): number => reveal.data[y * 100 + x]!;
  assert.deepEqual([at(25, 45), at(25, 36), at(75, 45)], [REVEAL.skin, REVEAL.background, REVEAL.background]);
});
