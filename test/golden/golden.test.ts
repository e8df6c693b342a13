import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { before, describe, test } from "node:test";
import { decodeImage } from "../../src/codecs/mod.js";
import { sharp } from "../../src/codecs/sharp.js";
import { tryOn, type Image8 } from "../../src/engine/mod.js";
import { loadExample, loadPeople, meanDifference, type SeenPerson } from "../helpers/example-photos.js";
import { projectPath } from "../helpers/run-drape.js";

/** What a case may differ by from its picture: mean difference in levels; and the score that it reaches at least. */
interface Bound {
  readonly differenceMax: number;
  readonly scoreMin: number;
}

const SIDE_PX = 640;
/** Longer side of the pictures that are kept. */
const KEPT_PX = 320;
/** A new case may differ by this much: a shift of a hem or a fold passes, a lost sleeve does not. */
const NEW_BOUND = 4;
const EXPECTED = projectPath("test/golden/expected.json");
const CASES = [
  ["woman", "printed-tee"],
  ["woman", "trousers"],
  ["man", "hoodie"],
  ["man", "striped-long-sleeve"],
] as const;

async function shrink(image: Image8): Promise<Uint8Array> {
  const { width, height, data } = image;
  return sharp(data, { raw: { width, height, channels: 3 } })
    .resize(KEPT_PX, KEPT_PX, { fit: "inside" })
    .jpeg({ quality: 85 })
    .toBuffer();
}

/** UPDATE=1 rewrites pictures and bounds: look at the pictures before committing them. */
const isUpdate = process.env["UPDATE"] === "1";

describe("golden pictures", () => {
  let people: Map<string, SeenPerson>;
  let bounds: Record<string, Bound>;
  before(async () => {
    const names = ["woman", "man"];
    const seen = await loadPeople(names, SIDE_PX);
    people = new Map(names.map((name, i) => [name, seen[i]!]));
    bounds = JSON.parse(await readFile(EXPECTED, "utf8")) as Record<string, Bound>;
  });

  for (const [who, what] of CASES) {
    const name = `${who}-${what}`;
    test(`${name} looks as it did`, async (t) => {
      const { photo, observation } = people.get(who)!;
      const garment = await loadExample(`garments/${what}.jpg`, SIDE_PX);
      const outcome = tryOn({ person: photo, observation, garment });
      if (!outcome.ok) assert.fail(outcome.code);
      const { image, report } = outcome.value;
      const kept = projectPath(`test/golden/${name}.jpg`);
      const now = await shrink(image);
      if (isUpdate) {
        await writeFile(kept, now);
        bounds[name] = { differenceMax: NEW_BOUND, scoreMin: Math.floor(report.score * 90) / 100 };
        await writeFile(EXPECTED, `${JSON.stringify(bounds, null, 2)}\n`);
        return;
      }
      const bound = bounds[name];
      assert.ok(bound !== undefined, `${name} has a bound: run with UPDATE=1`);
      const difference = meanDifference(
        await decodeImage(now, { minSidePx: 1 }),
        await decodeImage(await readFile(kept), { minSidePx: 1 }),
      );
      assert.ok(
        difference <= bound.differenceMax,
        `${name} differs by ${difference.toFixed(2)} levels, its bound is ${bound.differenceMax}: look at it, then UPDATE=1`,
      );
      assert.ok(report.score >= bound.scoreMin, `score ${report.score}, its bound is ${bound.scoreMin}`);
      if (difference * 3 < bound.differenceMax && difference > 0)
        t.diagnostic(
          `differs by ${difference.toFixed(2)}: the bound ${bound.differenceMax} can be tightened`,
        );
    });
  }
});
