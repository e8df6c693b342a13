import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import sharp from "sharp";
import { PICTURE_SIZE, PICTURES } from "./pictures.js";

const EXAMPLES = new URL("../../../examples/", import.meta.url);
const LIMIT_BYTES = 3_000_000;
const TINY = 48 / PICTURE_SIZE.width;

for (const { path, render } of PICTURES) {
  test(`${path} is drawn the same twice, and shows something`, async () => {
    const [first, second] = [await render(TINY), await render(TINY)];
    assert.deepEqual([first.width, first.height, first.data.length], [48, 64, 48 * 64 * 3]);
    assert.equal(hash(first.data), hash(second.data));
    const darkest = first.data.reduce((least, v) => Math.min(least, v), 255);
    assert.ok(darkest < 140, `darkest sample is ${darkest}, wanted a figure on a light ground`);
  });
}

test("the example files have the full size and stay under 3 MB together", async () => {
  let total = 0;
  for (const { path } of PICTURES) {
    const file = fileURLToPath(new URL(path, EXAMPLES));
    const { width, height, format } = await sharp(file).metadata();
    assert.deepEqual({ path, width, height, format }, { path, ...PICTURE_SIZE, format: "jpeg" });
    total += (await stat(file)).size;
  }
  assert.ok(total < LIMIT_BYTES, `${total} bytes`);
});

function hash(data: Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
