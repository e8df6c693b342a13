import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { accept, createMask, refuse, type PersonOutcome } from "../engine/mod.js";
import { createPersonMemory } from "./analysis-memory.js";

const photo = (...bytes: number[]): Uint8Array => Uint8Array.of(...bytes);

/** An outcome that takes 2 · `pixels` bytes. */
function outcomeOf(pixels: number): PersonOutcome {
  const mask = createMask(pixels, 1);
  const size = { width: pixels, height: 1 };
  return accept({
    ...size,
    presence: 1,
    keypoints: [],
    matte: mask,
    parts: mask,
    light: 1,
    blurPx: 0,
    confidence: 1,
    warnings: [],
  });
}

describe("createPersonMemory()", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
  afterEach(() => mock.timers.reset());

  test("recalls by content, refusals too", () => {
    const memory = createPersonMemory();
    const found = outcomeOf(10);
    const refused = refuse("PERSON_CUT_OFF", "person");
    memory.remember(photo(1), found);
    memory.remember(photo(2), refused);
    assert.equal(memory.recall(photo(1)), found);
    assert.equal(memory.recall(photo(2)), refused);
    assert.equal(memory.recall(photo(1, 2)), undefined);
  });

  test("drops those not used for longest when the masks outgrow the bound", () => {
    const memory = createPersonMemory({ maxBytes: 50 });
    memory.remember(photo(1), outcomeOf(10));
    memory.remember(photo(2), outcomeOf(10));
    memory.recall(photo(1));
    memory.remember(photo(3), outcomeOf(10));
    assert.deepEqual(
      [1, 2, 3].map((id) => memory.recall(photo(id)) !== undefined),
      [true, false, true],
    );
    memory.remember(photo(4), outcomeOf(30));
    assert.equal(memory.recall(photo(4)), undefined, "too large for the memory");
  });

  test("counts a photo once however often it is remembered", () => {
    const memory = createPersonMemory({ maxBytes: 50 });
    const kept = outcomeOf(5);
    memory.remember(photo(1), kept);
    for (let i = 0; i < 9; i++) memory.remember(photo(2), outcomeOf(10));
    assert.equal(memory.recall(photo(1)), kept);
  });

  test("forgets everybody when idle, and not before", () => {
    const memory = createPersonMemory({ keepMs: 1000 });
    memory.remember(photo(1), outcomeOf(1));
    mock.timers.tick(900);
    assert.notEqual(memory.recall(photo(1)), undefined);
    mock.timers.tick(900);
    assert.notEqual(memory.recall(photo(1)), undefined);
    mock.timers.tick(1000);
    assert.equal(memory.recall(photo(1)), undefined);
  });
});
