import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { decodeImage, MAX_SIDE_PX, type DecodeOptions } from "./decode-image.js";
import { ImageError, type ImageErrorCode } from "./image-error.js";
import { sharp } from "./sharp.js";

const RED = { r: 200, g: 30, b: 40 };

function solid(
  width: number,
  height: number,
  background: { r: number; g: number; b: number; alpha?: number } = RED,
) {
  return sharp({ create: { width, height, channels: background.alpha === undefined ? 3 : 4, background } });
}

/** 400 x 300, left half black, right half white. */
function blackWhite() {
  const data = new Uint8Array(400 * 300 * 3);
  for (let i = 0; i < data.length; i++) data[i] = Math.floor(i / 3) % 400 < 200 ? 0 : 255;
  return sharp(data, { raw: { width: 400, height: 300, channels: 3 } });
}

/** Noise does not compress, so that cutting the file cuts pixels. */
function noise(width: number, height: number) {
  let state = 1;
  const data = Uint8Array.from({ length: width * height * 3 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
  return sharp(data, { raw: { width, height, channels: 3 } });
}

function pixel(
  image: { width: number; channels: number; data: ArrayLike<number> },
  x: number,
  y: number,
): number[] {
  const at = (y * image.width + x) * image.channels;
  return Array.from({ length: image.channels }, (_, c) => image.data[at + c]!);
}

function assertNear(actual: readonly number[], wanted: readonly number[], tolerance: number): void {
  assert.equal(actual.length, wanted.length);
  actual.forEach((value, i) =>
    assert.ok(Math.abs(value - wanted[i]!) <= tolerance, `${actual} is not near ${wanted}`),
  );
}

async function assertRefused(
  bytes: Uint8Array,
  code: ImageErrorCode,
  message: RegExp,
  options: DecodeOptions = {},
) {
  await assert.rejects(decodeImage(bytes, options), (error) => {
    assert.ok(error instanceof ImageError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });
}

describe("decodeImage()", () => {
  for (const format of ["jpeg", "png", "webp"] as const) {
    test(`reads ${format}`, async () => {
      const image = await decodeImage(await solid(320, 310).toFormat(format).toBuffer());
      assert.deepEqual([image.width, image.height, image.channels], [320, 310, 3]);
      assertNear(pixel(image, 160, 150), [200, 30, 40], 4);
    });
  }

  test("keeps every level of a PNG", async () => {
    const { data } = await noise(300, 300).raw().toBuffer({ resolveWithObject: true });
    const image = await decodeImage(await noise(300, 300).png().toBuffer());
    assert.deepEqual(Buffer.from(image.data), data);
  });

  test("turns a photo upright as its EXIF says", async () => {
    const turned = await blackWhite().withMetadata({ orientation: 6 }).jpeg().toBuffer(); // shown turned by 90 degrees clockwise
    const image = await decodeImage(turned);
    assert.deepEqual([image.width, image.height], [300, 400]);
    assert.deepEqual([image.sourceWidth, image.sourceHeight], [300, 400]);
    assertNear(pixel(image, 150, 100), [0, 0, 0], 3); // what lay left lies at the top
    assertNear(pixel(image, 150, 300), [255, 255, 255], 3);
  });

  test("converts CMYK to sRGB", async () => {
    const cmyk = await solid(300, 300).toColourspace("cmyk").jpeg({ quality: 100 }).toBuffer();
    assert.equal((await sharp(cmyk).metadata()).space, "cmyk");
    const image = await decodeImage(cmyk);
    assert.equal(image.channels, 3);
    assertNear(pixel(image, 150, 150), [200, 30, 40], 25); // the gamut of print is smaller
  });

  test("converts 16 bits to 8", async () => {
    const deep = await solid(300, 300).toColourspace("rgb16").png().toBuffer();
    assert.equal((await sharp(deep).metadata()).depth, "ushort");
    assertNear(pixel(await decodeImage(deep), 150, 150), [200, 30, 40], 1);
  });

  test("converts a wide-gamut profile to sRGB", async () => {
    const p3 = await solid(300, 300).withIccProfile("p3").png().toBuffer();
    assert.notDeepEqual(
      pixel({ width: 300, channels: 3, data: await sharp(p3, { ignoreIcc: true }).raw().toBuffer() }, 9, 9),
      [200, 30, 40],
    );
    assertNear(pixel(await decodeImage(p3), 150, 150), [200, 30, 40], 2);
  });

  test("makes three channels of greyscale", async () => {
    const grey = await blackWhite().greyscale().png().toBuffer();
    assert.deepEqual(pixel(await decodeImage(grey), 300, 150), [255, 255, 255]);
  });

  test("keeps alpha where it says something, and lays it on white if asked to", async () => {
    const clear = await solid(300, 300, { ...RED, alpha: 0.5 })
      .png()
      .toBuffer();
    assertNear(pixel(await decodeImage(clear), 10, 10), [200, 30, 40, 128], 1);
    assertNear(pixel(await decodeImage(clear, { flatten: true }), 10, 10), [227, 142, 147], 2);
    const opaque = await solid(300, 300, { ...RED, alpha: 1 })
      .png()
      .toBuffer();
    assert.deepEqual(pixel(await decodeImage(opaque), 10, 10), [200, 30, 40]);
  });

  test("shrinks a long side above the limit and tells the source's size", async () => {
    const edge = await decodeImage(await solid(MAX_SIDE_PX, 400).png().toBuffer());
    assert.deepEqual([edge.width, edge.height], [MAX_SIDE_PX, 400]);
    const above = await decodeImage(
      await solid(MAX_SIDE_PX * 2, 800)
        .png()
        .toBuffer(),
    );
    assert.deepEqual(
      [above.width, above.height, above.sourceWidth, above.sourceHeight],
      [MAX_SIDE_PX, 400, 4096, 800],
    );
  });

  test("accepts the smallest side and refuses one pixel less", async () => {
    assert.equal((await decodeImage(await solid(300, 500).png().toBuffer())).width, 300);
    const small = await solid(500, 299).png().toBuffer();
    await assertRefused(small, "IMAGE_TOO_SMALL", /500x299 px is below the limit of 300 px/);
    assert.equal((await decodeImage(small, { minSidePx: 299 })).height, 299);
  });

  test("accepts the largest area and refuses one row more, before decoding it", async () => {
    const options = { maxPixels: 400 * 400 };
    assert.equal((await decodeImage(await solid(400, 400).png().toBuffer(), options)).height, 400);
    const headerOnly = (await noise(400, 401).png().toBuffer()).subarray(0, 2000);
    await assertRefused(headerOnly, "IMAGE_TOO_LARGE", /400x401 px exceeds the limit of 160000 px/, options);
  });

  test("refuses text and other formats, whatever the file is called", async () => {
    const text = new TextEncoder().encode("I am called shirt.jpg");
    await assertRefused(
      text,
      "IMAGE_NOT_SUPPORTED",
      /^Cannot decode garment image: not a JPEG, PNG or WebP$/,
      { name: "garment image" },
    );
    await assertRefused(new Uint8Array(), "IMAGE_NOT_SUPPORTED", /^Cannot decode image: not a/);
    await assertRefused(await solid(300, 300).gif().toBuffer(), "IMAGE_NOT_SUPPORTED", /not a JPEG/);
    await assertRefused(await solid(300, 300).tiff().toBuffer(), "IMAGE_NOT_SUPPORTED", /not a JPEG/);
  });

  test("refuses an animation", async () => {
    const two = new Uint8Array(300 * 600 * 3).fill(255, 300 * 300 * 3);
    const animated = await sharp(two, { raw: { width: 300, height: 600, channels: 3, pageHeight: 300 } })
      .webp({ loop: 0 })
      .toBuffer();
    assert.equal((await sharp(animated).metadata()).pages, 2);
    await assertRefused(animated, "IMAGE_NOT_SUPPORTED", /it is animated/);
  });

  for (const format of ["jpeg", "png", "webp"] as const) {
    test(`refuses a ${format} that is cut short`, async () => {
      const whole = await noise(300, 300).toFormat(format).toBuffer();
      await assertRefused(whole.subarray(0, whole.length / 2), "IMAGE_BROKEN", /damaged or cut short/);
    });
  }
});

describe("sharp", () => {
  test("opens no format but JPEG, PNG and WebP", async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await assert.rejects(sharp(svg).metadata(), /unsupported image format/);
    await assert.rejects(sharp(await solid(9, 9).tiff().toBuffer()).metadata(), /unsupported image format/);
  });
});
