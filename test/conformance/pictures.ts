import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { projectPath } from "../helpers/run-drape.js";
import type { Pictures } from "./target.js";

/** The examples' pictures, some of them side by side, and a plain one. */
export async function readPictures(): Promise<Pictures> {
  const read = (path: string): Promise<Buffer> => readFile(projectPath(`examples/${path}.jpg`));
  const [shirt, tee, trousers, dress] = await Promise.all(
    ["shirt", "printed-tee", "trousers", "dress"].map((name) => read(`garments/${name}`)),
  );
  const encode = (picture: Uint8Array = new Uint8Array()): string => Buffer.from(picture).toString("base64");
  const pair = async (
    left: Uint8Array = new Uint8Array(),
    right: Uint8Array = new Uint8Array(),
  ): Promise<string> => encode(await placeSideBySide(left, right));
  const plain = sharp({ create: { width: 480, height: 640, channels: 3, background: "silver" } });
  return {
    person: encode(await read("people/woman")),
    garment: encode(shirt),
    trousers: encode(trousers),
    dress: encode(dress),
    nobody: encode(await plain.jpeg().toBuffer()),
    together: {
      upperLower: await pair(shirt, trousers),
      refused: {
        "upper+upper": await pair(shirt, tee),
        "lower+lower": await pair(trousers, trousers),
        "dress+dress": await pair(dress, dress),
        "upper+dress": await pair(shirt, dress),
        "lower+dress": await pair(trousers, dress),
      },
    },
  };
}

const SIDE = { width: 600, height: 800 };

async function placeSideBySide(left: Uint8Array, right: Uint8Array): Promise<Buffer> {
  const fitted = (picture: Uint8Array) =>
    sharp(picture).resize({ ...SIDE, fit: "contain", background: "white" });
  return await sharp({
    create: { width: 2 * SIDE.width, height: SIDE.height, channels: 3, background: "white" },
  })
    .composite([
      { input: await fitted(left).toBuffer(), left: 0, top: 0 },
      { input: await fitted(right).toBuffer(), left: SIDE.width, top: 0 },
    ])
    .jpeg()
    .toBuffer();
}
