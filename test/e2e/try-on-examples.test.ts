import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { decodeImage } from "../../src/codecs/mod.js";
import { tryOn, type Image8, type PersonObservation, type TryOnResult } from "../../src/engine/mod.js";
import { createPerception } from "../../src/perception/mod.js";

/** Blue of the printed tee's cloth and the levels that folds and shadows may move it by. */
const TEE_BLUE = [35, 75, 145] as const;
const FOLDS = 60;

let person: Image8;
let garment: Image8;
let observation: PersonObservation | null;
let result: TryOnResult;

async function load(name: string): Promise<Image8> {
  const file = await readFile(new URL(`../../../examples/${name}`, import.meta.url));
  return decodeImage(file, { name, flatten: true });
}

before(async () => {
  [person, garment] = await Promise.all([load("people/woman.jpg"), load("garments/printed-tee.jpg")]);
  const perception = await createPerception();
  observation = await perception.observePerson(person);
  perception.close();
  const outcome = tryOn({ person, observation, garment });
  assert.equal(outcome.ok, true);
  if (outcome.ok) result = outcome.value;
});

after(() => assert.notEqual(observation, null));

function pixel(image: Image8, x: number, y: number): number[] {
  const at = (y * image.width + x) * image.channels;
  return Array.from(image.data.subarray(at, at + 3));
}

test("tryOn() leaves face, legs and the far background bit-identical", () => {
  const { width, height } = person;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isFar = y < 0.2 * height || y > 0.85 * height || x < 0.05 * width || x > 0.95 * width;
      if (isFar) assert.deepEqual(pixel(result.image, x, y), pixel(person, x, y), `at ${x},${y}`);
    }
  }
});

test("tryOn() puts the tee's own blue where the worn top was", () => {
  const { width, height } = person;
  let blue = 0;
  let count = 0;
  for (let y = Math.round(0.62 * height); y < 0.7 * height; y += 2) {
    for (let x = Math.round(0.42 * width); x < 0.58 * width; x += 2) {
      const [r, g, b] = pixel(result.image, x, y) as [number, number, number];
      const off = Math.max(Math.abs(r - TEE_BLUE[0]), Math.abs(g - TEE_BLUE[1]), Math.abs(b - TEE_BLUE[2]));
      if (off < FOLDS && b > r) blue++;
      count++;
    }
  }
  assert.ok(blue > 0.95 * count, `${blue} of ${count} pixels of the belly are the tee's blue`);
});

test("tryOn() gives the same bytes for the same input", () => {
  const again = tryOn({ person, observation, garment });
  assert.equal(again.ok, true);
  if (!again.ok) return;
  assert.deepEqual(Buffer.from(again.value.image.data), Buffer.from(result.image.data));
  assert.deepEqual(again.value.report, result.report);
});

test("tryOn() reports a score and the stages' confidences", () => {
  const { score, confidence } = result.report;
  assert.ok(score > 0.5 && score <= 1, `score ${score}`);
  assert.deepEqual(Object.keys(confidence), ["person", "garment", "composite"]);
});

test("tryOn() refuses a photo without a person and one without a garment, each by its code", () => {
  const blank = { ...garment, data: new Uint8Array(garment.data.length).fill(255) };
  assert.deepEqual(tryOn({ person, observation: null, garment }), {
    ok: false,
    code: "PERSON_NOT_FOUND",
    stage: "person",
  });
  assert.deepEqual(tryOn({ person, observation, garment: blank }), {
    ok: false,
    code: "GARMENT_NOT_FOUND",
    stage: "garment",
  });
});

test("tryOn() puts trousers on and leaves the top, the face and the far background bit-identical", async () => {
  const outcome = tryOn({ person, observation, garment: await load("garments/trousers.jpg") });
  assert.ok(outcome.ok, outcome.ok ? "" : outcome.code);
  const { width, height } = person;
  let changed = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const before = pixel(person, x, y);
      const after = pixel(outcome.value.image, x, y);
      const isFar = y < 0.5 * height || x < 0.05 * width || x > 0.95 * width;
      if (isFar) assert.deepEqual(after, before, `at ${x},${y}`);
      if (before.some((v, c) => v !== after[c])) changed++;
    }
  }
  assert.ok(changed > 0.01 * width * height, `${changed} pixels of trousers`);
});

test("tryOn() refuses trousers for a person whose hips are outside the photo", async () => {
  const keypoints = observation!.keypoints.map((p, i) => (i >= 23 ? { ...p, y: person.height + 200 } : p));
  const outcome = tryOn({
    person,
    observation: { ...observation!, keypoints },
    garment: await load("garments/trousers.jpg"),
  });
  assert.deepEqual(outcome, { ok: false, code: "PERSON_CUT_OFF", stage: "fit" });
});
