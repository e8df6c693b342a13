import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  analyseGarment,
  analysePersonPhoto,
  createMask,
  KEYPOINT,
  placeWorn,
  planUndressing,
  readWornCloth,
  readWornTop,
  startTryOn,
  tryOn,
  undressPerson,
  type AnalysedPerson,
  type Image8,
  type TryOnInput,
} from "../engine/mod.js";
import { drawFigure, JOINTS } from "../../test/helpers/draw-figure.js";
import { encodePng } from "../codecs/mod.js";
import { createPersonMemory, createPlanMemory } from "./analysis-memory.js";
import { tryOnPictures } from "./try-on.js";
import { createSecondThread, type SecondThread } from "./second-thread.js";

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

/** The T and dark trousers on white, 640x400. */
function drawOutfit(): Image8 {
  const tee = drawTee();
  const width = 2 * tee.width;
  const data = new Uint8Array(width * tee.height * 3).fill(255);
  for (let y = 0; y < tee.height; y++) {
    data.set(tee.data.subarray(3 * y * tee.width, 3 * (y + 1) * tee.width), 3 * y * width);
    if (y < 40 || y >= 360) continue;
    for (const [from, to] of [
      [420, y < 120 ? 541 : 475],
      [485, 540],
    ] as const)
      data.fill(90, 3 * (y * width + from), 3 * (y * width + to));
  }
  return { width, height: tee.height, channels: 3, data };
}

/** The figure with its joints where they were drawn. */
function observeFigure(): TryOnInput {
  const keypoints = Object.keys(KEYPOINT).map((name) => {
    const joint = (JOINTS as Partial<Record<string, { x: number; y: number }>>)[name];
    return { ...(joint ?? { x: 192, y: 90 }), z: 0, visibility: 1, presence: 1 };
  });
  const person = drawFigure();
  const { width, height, channels, data } = person;
  // the person is what is not the picture's corner
  const mask = { width, height, data: new Float32Array(width * height) };
  for (let i = 0; i < mask.data.length; i++) mask.data[i] = data[channels * i] === data[0] ? 0.02 : 0.98;
  return { person, observation: { presence: 1, keypoints, mask }, garment: drawTee() };
}

describe("createSecondThread()", () => {
  let thread: SecondThread;
  before(() => (thread = createSecondThread()));
  after(() => thread.close());

  test("reads a garment as the engine does in our thread", async () => {
    const [first, second] = await Promise.all([
      thread.readGarment(drawTee(), null),
      thread.readGarment(drawTee(), null),
    ]);
    assert.deepEqual(first, analyseGarment(drawTee()));
    assert.deepEqual(second, first);
  });

  test("undresses a person as the engine does, so that both ways end in the same picture", async () => {
    const input = observeFigure();
    const person = analysePersonPhoto(input.person, input.observation);
    assert.ok(person.ok, person.ok ? "" : person.code);
    const analysed = { photo: input.person, person: person.value };
    const reading = thread.readGarment(drawTee(), null); // answers do not get mixed up
    const undressing = thread.undress(analysed);
    assert.deepEqual(await undressing.place, placeWorn(analysed));
    assert.deepEqual(await undressing.cloth, readWornCloth(analysed, placeWorn(analysed)));
    const plan = await undressing.plan;
    assert.deepEqual(plan, planUndressing(analysed));
    const undressed = await undressing.undressed;
    assert.deepEqual(undressed, undressPerson(analysed, plan));
    assert.deepEqual(await reading, analyseGarment(drawTee()));
    const started = startTryOn(input);
    const whole = tryOn(input);
    assert.ok(started.ok && whole.ok);
    assert.deepEqual(started.value.arrange(plan).finish(undressed), whole);
    assert.deepEqual(await thread.repaint(analysed, plan), undressed);
    assert.deepEqual(started.value.arrange(plan, readWornTop(analysed, plan)).finish(undressed), whole);
  });

  test("of a person whose first try-on is remembered it takes off what that one found, and gives the same picture", async () => {
    const { person, observation, garment } = observeFigure();
    const perception = {
      observePerson: ({ width }: Image8) => Promise.resolve(width === person.width ? observation : null),
    };
    const files = { person: await encodePng(person), garments: [await encodePng(garment)] };
    const options = {
      secondThread: thread,
      personMemory: createPersonMemory(),
      planMemory: createPlanMemory(),
    };
    const first = await tryOnPictures(perception, files, options);
    const plan = options.planMemory.recall(files.person);
    assert.ok(first.ok && plan !== undefined);
    const second = await tryOnPictures(perception, files, options);
    assert.ok(second.ok);
    assert.deepEqual(second.picture, first.picture);
    const analysed = analysePersonPhoto(person, observation);
    assert.ok(analysed.ok);
    const known = { photo: person, person: analysed.value };
    assert.deepEqual(plan, planUndressing(known));
    const all = createMask(plan.rect.width, plan.rect.height);
    all.data.fill(255);
    const other = { ...plan, removal: { ...plan.removal, removed: all } };
    assert.notDeepEqual(
      undressPerson(known, other).base,
      undressPerson(known, plan).base,
      "it does as it is told",
    );
  });

  test("undresses the person for an outfit too, which model v1 refuses", async () => {
    const { person, observation } = observeFigure();
    const perception = {
      observePerson: ({ width }: Image8) => Promise.resolve(width === person.width ? observation : null),
    };
    const files = { person: await encodePng(person), garments: [await encodePng(drawOutfit())] };
    const alone = await tryOnPictures(perception, files);
    const together = await tryOnPictures(perception, files, { secondThread: thread });
    assert.ok(alone.ok && together.ok, alone.ok ? "" : alone.code);
    assert.deepEqual(together.picture, alone.picture);
    const single = await tryOnPictures(perception, { ...files, isSingle: true }, { secondThread: thread });
    assert.equal(single.ok ? "a picture" : single.code, "GARMENTS_SEVERAL");
  });
});

test("a failure in createSecondThread()'s thread is told once, by the answer that is waited for", async () => {
  const thread = createSecondThread();
  const unhandled: unknown[] = [];
  const note = (error: unknown): number => unhandled.push(error);
  process.on("unhandledRejection", note);
  try {
    const nobody = { photo: drawTee(), person: null } as unknown as AnalysedPerson;
    await assert.rejects(thread.undress(nobody).place, TypeError);
    await assert.rejects(thread.readGarment(drawTee(), null), TypeError, "it does not start again");
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(unhandled, []);
  } finally {
    process.off("unhandledRejection", note);
    await thread.close();
  }
});
