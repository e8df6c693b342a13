import assert from "node:assert/strict";
import sharp, { type Sharp } from "sharp";
import type { Check } from "./check.js";
import { dataOf, gateway, kling, KLING_TASKS, SUBMIT, type Answer, type Target } from "./target.js";

const MIB = 1024 * 1024;

/** Sends a picture as the garment to both fronts. */
async function sendGarment(at: Target, picture: Uint8Array): Promise<readonly [a: Answer, b: Answer]> {
  const body = { human_image: at.pictures.person, cloth_image: Buffer.from(picture).toString("base64") };
  return [await gateway(at, SUBMIT, body), await kling(at, KLING_TASKS, { body })];
}

async function assertTaken(at: Target, picture: Uint8Array): Promise<void> {
  for (const answer of await sendGarment(at, picture))
    assert.equal(dataOf(answer)["task_status"], "submitted");
}

async function assertRefused(at: Target, picture: Uint8Array, why: RegExp): Promise<void> {
  const [a, b] = await sendGarment(at, picture);
  assert.equal(a.status, 400, a.text);
  assert.match(String(a.body["details"]), why);
  assert.deepEqual([b.status, b.body["code"]], [400, 1201], b.text);
  assert.match(String(b.body["message"]), why);
}

function draw(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: "teal" } });
}

/** What decoders skip fills a picture up to a size: bytes after a JPEG's end. */
function pad(picture: Buffer, sizeBytes: number): Buffer {
  return Buffer.concat([picture, Buffer.alloc(sizeBytes - picture.length)]);
}

/** A PNG with a chunk that declares an animation of two frames (PNG 3rd edition, 11.3.6.1) before its data. */
function animate(png: Buffer): Buffer {
  const HEADER_END = 33; // signature 8, IHDR 25
  const body = Buffer.concat([Buffer.from("acTL"), Buffer.from([0, 0, 0, 2, 0, 0, 0, 0])]);
  const length = Buffer.from([0, 0, 0, 8]);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(body));
  return Buffer.concat([png.subarray(0, HEADER_END), length, body, crc, png.subarray(HEADER_END)]);
}

/** ISO 3309, as PNG uses it. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const SENTENCE =
  "Images on both fronts: JPEG or PNG, at most 10 MB each after decoding, width and height at least 300 px";

/** The limits of pictures, at their exact edges. */
export const IMAGES: readonly Check[] = [
  {
    sentence: `${SENTENCE}.`,
    async run(at) {
      await assertTaken(at, await draw(300, 300).jpeg().toBuffer());
      await assertTaken(at, await draw(300, 300).png().toBuffer());
      for (const other of [draw(400, 400).webp(), draw(400, 400).gif(), draw(400, 400).tiff()])
        await assertRefused(at, await other.toBuffer(), /^cloth_image: not a JPEG or PNG$/);
      await assertRefused(at, Buffer.from("GIF89a"), /not a JPEG or PNG/);
      await assertRefused(at, Buffer.from([0xff, 0xd8, 0xff, 0xe0]), /not a JPEG or PNG/);
      await assertRefused(at, animate(await draw(400, 400).png().toBuffer()), /^cloth_image: .*animated/);
    },
  },
  {
    sentence: "at most 10 MB each after decoding",
    async run(at) {
      const picture = await draw(300, 300).jpeg().toBuffer();
      await assertTaken(at, pad(picture, 10 * MIB));
      await assertRefused(at, pad(picture, 10 * MIB + 1), /^cloth_image: larger than 10 MB/);
    },
  },
  {
    sentence: "width and height at least 300 px",
    async run(at) {
      await assertRefused(
        at,
        await draw(299, 400).jpeg().toBuffer(),
        /^cloth_image: 299x400 px is too small/,
      );
      await assertRefused(at, await draw(400, 299).png().toBuffer(), /^cloth_image: 400x299 px is too small/);
      await assertTaken(at, await draw(300, 400).withMetadata({ orientation: 6 }).jpeg().toBuffer());
      await assertTaken(at, await draw(300, 400).toColourspace("cmyk").jpeg().toBuffer());
      await assertTaken(at, await draw(300, 400).toColourspace("rgb16").png().toBuffer());
      await assertTaken(at, await draw(300, 400).toColourspace("b-w").png().toBuffer());
    },
  },
];
