import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { createPerception } from "../perception/mod.js";
import { inspectPicture } from "./inspect-picture.js";
import { createPersonMemory } from "./analysis-memory.js";

const example = (name: string): Promise<Uint8Array> =>
  readFile(new URL(`../../../examples/${name}.jpg`, import.meta.url));

describe("inspectPicture()", () => {
  let perception: Awaited<ReturnType<typeof createPerception>>;
  before(async () => {
    perception = await createPerception();
  });
  after(() => perception.close());

  test("finds the person, and remembers her for the try-on", async () => {
    const personMemory = createPersonMemory();
    const file = await example("people/woman");
    const seen = await inspectPicture(perception, { role: "person", file }, { personMemory });
    assert.deepEqual(seen.size, { width: 768, height: 1024 });
    assert.equal(seen.refusal, undefined);
    const { x, y, width, height } = seen.found ?? assert.fail("nobody found");
    // She stands in the middle and reaches the picture's lower edge.
    assert.ok(x > 0.15 && x + width < 0.9 && y < 0.12 && y + height > 0.98, JSON.stringify(seen.found));
    assert.equal(personMemory.recall(file)?.ok, true);
    personMemory.clear();
  });

  test("names the garment's kind, sleeves and style", async () => {
    const kindOf = async (name: string): Promise<unknown> =>
      (await inspectPicture(perception, { role: "garment", file: await example(`garments/${name}`) }))
        .garment;
    assert.deepEqual(await kindOf("printed-tee"), { kind: "upper", sleeves: "short" });
    assert.deepEqual(await kindOf("trousers"), { kind: "lower", style: "trousers" });
    assert.deepEqual(await kindOf("dress"), { kind: "dress", sleeves: "short" });
  });

  test("says why a picture would be refused", async () => {
    const shirt = await example("garments/printed-tee");
    const nobody = await inspectPicture(perception, { role: "person", file: shirt });
    assert.deepEqual(nobody.refusal?.code, "PERSON_NOT_FOUND");
    assert.deepEqual(nobody.size, { width: 768, height: 1024 });
    const broken = await inspectPicture(perception, { role: "garment", file: shirt.subarray(0, 4000) });
    assert.equal(broken.refusal?.code, "IMAGE_BROKEN");
    assert.equal(broken.size, undefined);
  });
});
