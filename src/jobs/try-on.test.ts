import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { encodePng } from "../codecs/mod.js";
import { createImage, KEYPOINT, refuse, type Perception, type PersonObservation } from "../engine/mod.js";
import { drawFigure, JOINTS } from "../../test/helpers/draw-figure.js";
import { createGarmentMemory, createPersonMemory } from "./analysis-memory.js";
import { tryOnPictures } from "./try-on.js";
import type { JobStage } from "./types.js";

const seesNobody: Perception = { observePerson: () => Promise.resolve(null) };

/** What perception sees of the drawn figure. */
function observeFigure(): PersonObservation {
  const joints = Object.entries(JOINTS);
  const keypoints = Array.from({ length: 33 }, (_, i) => {
    const joint = joints.find(([name]) => KEYPOINT[name as keyof typeof KEYPOINT] === i)?.[1];
    return { ...(joint ?? { x: 192, y: 90 }), z: 0, visibility: 1, presence: 1 };
  });
  const mask = { width: 1, height: 1, data: new Float32Array([0.9]) };
  return { presence: 1, keypoints, mask };
}

const seesFigure: Perception = {
  observePerson: ({ width }) => Promise.resolve(width === drawFigure().width ? observeFigure() : null),
};

/** A second thread that is not to be asked about the person. */
const IDLE = {
  undress: (): never => {
    throw new Error("there is nothing to put on");
  },
  repaint: () => Promise.reject(new Error("there is nothing to put on")),
};

describe("tryOnPictures()", () => {
  let wall: Uint8Array;
  before(async () => {
    wall = await encodePng(createImage(300, 400, 3));
  });

  test("refuses a picture without a person, after decoding and observing it", async () => {
    const stages: JobStage[] = [];
    const outcome = await tryOnPictures(
      seesNobody,
      { person: wall, garments: [wall] },
      { onStage: (stage) => stages.push(stage) },
    );
    assert.deepEqual(outcome, {
      ok: false,
      code: "PERSON_NOT_FOUND",
      message: "There is no human in the image",
    });
    assert.deepEqual(stages.slice(0, 2), ["decode", "observe"]);
    assert.ok(!stages.includes("encode"));
  });

  test("refuses files that cannot be decoded, with the codec's reason", async () => {
    const text = new TextEncoder().encode("I am not a picture");
    assert.deepEqual(await tryOnPictures(seesNobody, { person: wall, garments: [text] }), {
      ok: false,
      code: "IMAGE_NOT_SUPPORTED",
      message: "Cannot decode the garment photo: not a JPEG, PNG or WebP",
    });
    assert.deepEqual(await tryOnPictures(seesNobody, { person: wall.subarray(0, 200), garments: [wall] }), {
      ok: false,
      code: "IMAGE_BROKEN",
      message: "Cannot decode the person photo: the file is damaged or cut short",
    });
  });

  test("refuses several garments and takes none as a mistake of the caller", async () => {
    assert.deepEqual(await tryOnPictures(seesNobody, { person: wall, garments: [wall, wall] }), {
      ok: false,
      code: "GARMENTS_UNSUPPORTED",
      message: "Several garments at once are not supported yet: send one",
    });
    await assert.rejects(tryOnPictures(seesNobody, { person: wall, garments: [] }), RangeError);
  });

  test("lets perception look at a garment photo that is not surely a flat garment, and reads it again", async () => {
    const person = drawFigure();
    const seen = observeFigure();
    const observed: number[] = [];
    const asked: (PersonObservation | null)[] = [];
    const outcome = await tryOnPictures(
      {
        observePerson: (image) => {
          observed.push(image.channels);
          return Promise.resolve(seen);
        },
      },
      { person: await encodePng(person), garments: [await encodePng(createImage(300, 300, 4))] },
      {
        secondThread: {
          ...IDLE,
          readGarment: (_, observation) => {
            asked.push(observation);
            return Promise.resolve(refuse("GARMENT_UNREADABLE", "garment"));
          },
        },
      },
    );
    assert.deepEqual(observed, [3, 3], "the garment's transparency is laid on white");
    assert.deepEqual(asked, [null, seen]);
    assert.equal(outcome.ok ? "a picture" : outcome.code, "GARMENT_UNREADABLE");
  });

  test("passes on what perception throws: a defect is no outcome", async () => {
    const broken: Perception = { observePerson: () => Promise.reject(new RangeError("out of memory")) };
    await assert.rejects(tryOnPictures(broken, { person: wall, garments: [wall] }), {
      message: "out of memory",
    });
  });

  test("reads a garment once when it may remember", async () => {
    let reads = 0;
    const options = {
      garmentMemory: createGarmentMemory(),
      secondThread: {
        ...IDLE,
        readGarment: () => Promise.resolve((reads++, refuse("GARMENT_NOT_FOUND", "garment"))),
      },
    };
    const files = { person: await encodePng(drawFigure()), garments: [wall] };
    const first = await tryOnPictures(seesFigure, files, options);
    assert.equal(first.ok ? "a picture" : first.code, "GARMENT_NOT_FOUND");
    assert.deepEqual(await tryOnPictures(seesFigure, files, options), first);
    assert.equal(reads, 1);
    await tryOnPictures(seesFigure, { ...files, kind: "lower" }, options);
    assert.equal(reads, 2, "as another kind it is another reading");
  });

  test("looks at a person once when it may remember, and gives the same outcome", async () => {
    let looks = 0;
    const perception: Perception = { observePerson: () => Promise.resolve((looks++, null)) };
    const options = { personMemory: createPersonMemory() };
    const files = { person: wall, garments: [wall] };
    const first = await tryOnPictures(perception, files, options);
    assert.deepEqual(await tryOnPictures(perception, files, options), first);
    assert.equal(looks, 1);
    await tryOnPictures(perception, files);
    assert.equal(looks, 2, "without a memory it looks again");
  });
});
