import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import fc from "fast-check";
import { decodeImage, encodeImage } from "../../src/codecs/mod.js";
import { REFUSAL, tryOn, type Image8, type TryOnResult } from "../../src/engine/mod.js";
import {
  loadExample,
  loadPeople,
  meanDifference,
  mirrorImage,
  mirrorPerson,
  scaleObservation,
  type SeenPerson,
} from "../helpers/example-photos.js";

/** Long side of the photos: small, for time. */
const SIDE_PX = 480;
const GARMENTS = ["printed-tee", "hoodie", "shirt", "trousers"];
/** Mean differences, in levels, up to which mirrored and scaled results count as the same picture. */
const MIRRORED_MAX = 1.5;
const SCALED_MAX = 3;
/** Seed and number of runs: the same on every machine, and short. */
const few = (numRuns: number): fc.Parameters<unknown> => ({ seed: 7, numRuns, endOnFailure: true });

async function resize(image: Image8, width: number, height: number): Promise<Image8> {
  const { sharp } = await import("../../src/codecs/sharp.js");
  const { data } = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .resize(width, height, { fit: "fill" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width, height, channels: 3, data };
}

function dress({ photo, observation }: SeenPerson, garment: Image8): TryOnResult {
  const outcome = tryOn({ person: photo, observation, garment });
  if (!outcome.ok) assert.fail(outcome.code);
  return outcome.value;
}

describe("tryOn() on the project's examples", () => {
  let people: SeenPerson[];
  let garments: Image8[];
  before(async () => {
    people = await loadPeople(["woman", "man"], SIDE_PX);
    garments = await Promise.all(GARMENTS.map((name) => loadExample(`garments/${name}.jpg`, SIDE_PX)));
  });
  const person = fc.nat(1);
  const garment = fc.nat(GARMENTS.length - 1);

  test("leaves head, feet and the photo's rim to the bit, and reports sound numbers", () => {
    fc.assert(
      fc.property(person, garment, (p, g) => {
        const { photo, observation } = people[p]!;
        const { image, report } = dress(people[p]!, garments[g]!);
        const eyes = observation.keypoints[2]!.y;
        const ankles = observation.keypoints[27]!.y;
        for (let y = 0, i = 0; y < photo.height; y++) {
          for (let x = 0; x < photo.width; x++, i += 3) {
            const isRim = x < 4 || x >= photo.width - 4;
            const isFar = y < eyes || (y > ankles && GARMENTS[g] !== "trousers") || isRim;
            if (isFar && (image.data[i] !== photo.data[i] || image.data[i + 2] !== photo.data[i + 2]))
              assert.fail(`${GARMENTS[g]} changes ${x},${y}`);
          }
        }
        for (const value of [report.score, ...Object.values(report.confidence)])
          assert.ok(value >= 0 && value <= 1, `${value} lies in 0..1`);
      }),
      few(4),
    );
  });

  test("gives mirrored pictures for mirrored photos", () => {
    fc.assert(
      fc.property(person, garment, (p, g) => {
        const { image } = dress(people[p]!, garments[g]!);
        const mirrored = dress(mirrorPerson(people[p]!), mirrorImage(garments[g]!));
        const difference = meanDifference(mirrorImage(mirrored.image), image);
        assert.ok(difference < MIRRORED_MAX, `${GARMENTS[g]}: ${difference} levels`);
      }),
      few(3),
    );
  });

  test("gives the same picture at any size, odd ones too", async () => {
    await fc.assert(
      fc.asyncProperty(person, fc.integer({ min: 301, max: 701 }), async (p, width) => {
        const { photo, observation } = people[p]!;
        const height = Math.round((width * photo.height) / photo.width);
        const sized = {
          photo: await resize(photo, width, height),
          observation: scaleObservation(observation, photo, { width, height }),
        };
        const { image } = dress(sized, garments[0]!);
        assert.deepEqual([image.width, image.height], [width, height]);
        const difference = meanDifference(
          await resize(image, photo.width, photo.height),
          dress(people[p]!, garments[0]!).image,
        );
        assert.ok(difference < SCALED_MAX, `${width} px wide: ${difference} levels`);
      }),
      few(3),
    );
  });

  test("ends in a picture or a named refusal for any file that decodes", async () => {
    const file = fc.record({
      format: fc.constantFrom("jpeg" as const, "png" as const),
      width: fc.integer({ min: 300, max: 640 }),
      height: fc.integer({ min: 300, max: 640 }),
      seed: fc.nat(),
      /** Pixels a block of one colour: noise, patches, or nearly nothing. */
      block: fc.constantFrom(1, 40, 200, 1000),
      role: fc.constantFrom("person" as const, "garment" as const),
    });
    await fc.assert(
      fc.asyncProperty(file, person, async ({ format, width, height, seed, block, role }, p) => {
        const bytes = await encodeImage(paint(width, height, seed, block), format);
        const picture = await decodeImage(bytes);
        const { photo, observation } = people[p]!;
        const outcome =
          role === "garment"
            ? tryOn({ person: photo, observation, garment: picture, garmentObservation: observation })
            : tryOn({
                person: picture,
                observation: scaleObservation(observation, photo, picture),
                garment: garments[0]!,
              });
        if (!outcome.ok) assert.ok(outcome.code in REFUSAL, outcome.code);
        else assert.equal(outcome.value.image.width, role === "person" ? width : photo.width);
      }),
      few(8),
    );
  });

  test("takes a photo of 4,000 px, and gives it 2,048 px long", async () => {
    const { photo, observation } = people[0]!;
    const large = await resize(photo, Math.round((4000 * photo.width) / photo.height), 4000);
    const decoded = await decodeImage(await encodeImage(large, "jpeg"));
    assert.equal(decoded.height, 2048);
    const { image } = dress(
      { photo: decoded, observation: scaleObservation(observation, photo, decoded) },
      garments[0]!,
    );
    assert.deepEqual([image.width, image.height], [decoded.width, decoded.height]);
  });
});

/** Blocks of random colours, from a linear congruential generator (Numerical Recipes' constants). */
function paint(width: number, height: number, seed: number, block: number): Image8 {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      let state = (seed ^ (Math.floor(y / block) * 7919 + Math.floor(x / block) * 104_729)) >>> 0;
      for (let c = 0; c < 3; c++) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        data[i + c] = state >>> 24;
      }
    }
  }
  return { width, height, channels: 3, data };
}
