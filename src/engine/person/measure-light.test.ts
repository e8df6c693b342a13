import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createMask, type Image8, type Mask } from "../image.js";
import { measureLight } from "./measure-light.js";
import { PART } from "./types.js";

const SIZE = 100;

/** A person of one grey in the right half, before a wall of another, with a lamp of 255 on 5 of 100 columns of the wall. */
function scene(person: number, wall: number): { photo: Image8; parts: Mask } {
  const photo = createImage(SIZE, SIZE, 3);
  const parts = createMask(SIZE, SIZE);
  for (let i = 0; i < SIZE * SIZE; i++) {
    const x = i % SIZE;
    const grey = x < 4 ? 255 : x < 50 ? wall : person;
    photo.data.fill(grey, 3 * i, 3 * i + 3);
    parts.data[i] = x < 50 ? PART.background : PART.upper;
  }
  return { photo, parts };
}

test("measureLight() is 1 in a studio, before a white wall or with something white on the person", () => {
  for (const [person, wall] of [
    [60, 240],
    [235, 80],
  ] as const) {
    const { photo, parts } = scene(person, wall);
    assert.equal(measureLight(photo, parts), 1);
  }
});

test("measureLight() follows the brightest surface, not a lamp, and goes no lower than 0.84", () => {
  const dim = scene(205, 120);
  const light = measureLight(dim.photo, dim.parts);
  assert.ok(light < 205 / 225 && light > 0.82, `dimmer than the white patch alone says: ${light}`);
  const dark = scene(90, 40);
  assert.equal(measureLight(dark.photo, dark.parts), 0.84);
});

test("measureLight() sees strong light on a colour", () => {
  const { photo, parts } = scene(120, 100);
  for (let i = 0; i < SIZE * SIZE; i++) if (parts.data[i] !== 0) photo.data.set([255, 150, 90], 3 * i);
  const light = measureLight(photo, parts);
  assert.ok(light > 0.84 && light < 1, `${light}`);
});

/** The scene with the wall's outer half, behind the lamp, as bright as the sky. */
function backlit(person: number, part: number): { photo: Image8; parts: Mask } {
  const { photo, parts } = scene(person, 90);
  for (let i = 0; i < SIZE * SIZE; i++) {
    if (i % SIZE < 20) photo.data.fill(250, 3 * i, 3 * i + 3);
    if (parts.data[i] !== 0) parts.data[i] = part;
  }
  return { photo, parts };
}

test("measureLight() does not take the sky behind somebody for the light that falls on them", () => {
  const { photo, parts } = backlit(205, PART.upper);
  const light = measureLight(photo, parts);
  assert.ok(light > 0.85 && light < 0.92, `${light}`);
});

test("measureLight() tells full light from pale skin before a dark background", () => {
  const { photo, parts } = backlit(200, PART.face);
  assert.equal(measureLight(photo, parts), 1);
});
