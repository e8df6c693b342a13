import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { decodeImage } from "./decode-image.js";
import { encodeImage, encodePng } from "./encode-image.js";
import { sniffImage } from "./sniff-image.js";
import { sharp } from "./sharp.js";

const SIDE_PX = 300;

/** A ramp of colours, half transparent if it has four channels. */
function ramp(channels: 3 | 4) {
  const data = new Uint8ClampedArray(SIDE_PX * SIDE_PX * channels);
  for (let i = 0; i < SIDE_PX * SIDE_PX; i++) {
    data.set([i % 256, (i >> 4) % 256, (i >> 8) % 256, 128].slice(0, channels), i * channels);
  }
  return { width: SIDE_PX, height: SIDE_PX, channels, data };
}

describe("encodePng()", () => {
  for (const channels of [3, 4] as const) {
    test(`loses nothing of ${channels} channels`, async () => {
      const image = ramp(channels);
      const back = await decodeImage(await encodePng(image));
      assert.equal(back.channels, channels);
      assert.deepEqual(Buffer.from(back.data), Buffer.from(image.data));
    });
  }
});

describe("encodeImage()", () => {
  for (const format of ["jpeg", "png", "webp"] as const) {
    test(`writes ${format} without metadata`, async () => {
      const bytes = await encodeImage(ramp(3), format);
      assert.equal(sniffImage(bytes), format);
      const { width, height, exif, icc, xmp, iptc } = await sharp(bytes).metadata();
      assert.deepEqual(
        { width, height, exif, icc, xmp, iptc },
        { width: 300, height: 300, exif: undefined, icc: undefined, xmp: undefined, iptc: undefined },
      );
    });
  }

  for (const format of ["jpeg", "png", "webp"] as const) {
    test(`tells in a ${format} how the picture came about, and nothing else`, async () => {
      const bytes = await encodeImage(ramp(3), format, { tellsSource: true });
      const { xmp, exif, icc, iptc } = await sharp(bytes).metadata();
      assert.deepEqual({ exif, icc, iptc }, { exif: undefined, icc: undefined, iptc: undefined });
      assert.match(
        xmp?.toString("utf8") ?? "",
        /xmlns:Iptc4xmpExt="http:\/\/iptc\.org\/std\/Iptc4xmpExt\/2008-02-29\/"\s+Iptc4xmpExt:DigitalSourceType="http:\/\/cv\.iptc\.org\/newscodes\/digitalsourcetype\/composite"/,
      );
    });
  }

  test("makes smaller files at lower quality", async () => {
    const good = await encodeImage(ramp(3), "jpeg", { quality: 95 });
    const poor = await encodeImage(ramp(3), "jpeg", { quality: 30 });
    assert.ok(poor.length < good.length / 2, `${poor.length} is not half of ${good.length}`);
  });

  test("lays transparency on white for JPEG", async () => {
    const clear = {
      width: 300,
      height: 300,
      channels: 4,
      data: new Uint8ClampedArray(300 * 300 * 4),
    } as const;
    const back = await decodeImage(await encodeImage(clear, "jpeg"));
    assert.deepEqual([...back.data.subarray(0, 3)], [255, 255, 255]);
  });
});

describe("sniffImage()", () => {
  test("knows nothing of other or empty bytes", () => {
    assert.equal(sniffImage(new Uint8Array()), null);
    assert.equal(sniffImage(Buffer.from("GIF89a")), null);
    assert.equal(sniffImage(Buffer.from("RIFF1234WAVEfmt ")), null);
    assert.equal(sniffImage(Buffer.from("RIFF1234WEBPVP8 ")), "webp");
  });
});
