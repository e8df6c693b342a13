/**
 * Draws the example pictures again: `node dist/examples/generate/main.js [NAME...]`, for example `main.js woman dress`.
 * Without names it draws all of them, which takes some minutes for the people.
 */
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { PICTURES, type ExamplePicture } from "./pictures.js";

const EXAMPLES = fileURLToPath(new URL("../../../examples/", import.meta.url));
const JPEG = { quality: 90, chromaSubsampling: "4:4:4", mozjpeg: true } as const;

const names = process.argv.slice(2);
const chosen = PICTURES.filter(
  ({ path }) => names.length === 0 || names.some((name) => path.includes(`/${name}.`)),
);
if (chosen.length === 0) {
  const known = PICTURES.map(({ path }) => path.replace(/^.*\/|\.jpg$/g, "")).join(", ");
  process.stderr.write(`Name one of the example pictures: ${known}\n`);
  process.exitCode = 2;
}
for (const picture of chosen) await writePicture(picture);

async function writePicture({ path, render }: ExamplePicture): Promise<void> {
  const { width, height, data } = await render(1);
  const file = join(EXAMPLES, path);
  await mkdir(dirname(file), { recursive: true });
  const { size } = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg(JPEG)
    .toFile(file);
  process.stdout.write(`examples/${path} ${width}x${height} ${Math.round(size / 1024)} KB\n`);
}
