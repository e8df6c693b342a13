import assert from "node:assert/strict";
import { test } from "node:test";
import { DIGITAL_SOURCE_TYPE } from "./digital-source.js";
import { encodeImage } from "./encode-image.js";
import { convertPng } from "./convert-png.js";
import { sharp } from "./sharp.js";

const PNG = await sharp({
  create: { width: 90, height: 120, channels: 4, background: { r: 200, g: 0, b: 0, alpha: 0.5 } },
})
  .png()
  .toBuffer();

async function describe(bytes: Uint8Array): Promise<readonly unknown[]> {
  const { format, width, height } = await sharp(bytes).metadata();
  return [format, width, height];
}

test("convertPng() gives the same bytes when nothing is to be changed", async () => {
  assert.equal(await convertPng(PNG, { format: "png" }), PNG);
  assert.equal(await convertPng(PNG, { format: "png", maxSidePx: 120 }), PNG);
});

test("convertPng() changes the format, and shrinks the longer side", async () => {
  assert.deepEqual(await describe(await convertPng(PNG, { format: "jpeg" })), ["jpeg", 90, 120]);
  assert.deepEqual(await describe(await convertPng(PNG, { format: "webp", maxSidePx: 60 })), [
    "webp",
    45,
    60,
  ]);
  assert.deepEqual(await describe(await convertPng(PNG, { format: "png", maxSidePx: 60 })), ["png", 45, 60]);
});

test("convertPng() lays transparency on white for JPEG", async () => {
  const { data } = await sharp(await convertPng(PNG, { format: "jpeg" }))
    .raw()
    .toBuffer({ resolveWithObject: true });
  assert.ok(Math.abs(data[0]! - 227) <= 2 && Math.abs(data[1]! - 128) <= 2, `${data[0]}, ${data[1]}`);
});

for (const format of ["jpeg", "png", "webp"] as const) {
  test(`convertPng() leaves in a ${format} how the picture came about`, async () => {
    const picture = { width: 90, height: 120, channels: 3, data: new Uint8Array(90 * 120 * 3) } as const;
    const png = await encodeImage(picture, "png", { tellsSource: true });
    const { xmp, exif } = await sharp(await convertPng(png, { format, maxSidePx: 60 })).metadata();
    assert.ok(xmp?.includes(DIGITAL_SOURCE_TYPE), "the source type stands in the XMP");
    assert.equal(exif, undefined);
  });
}
