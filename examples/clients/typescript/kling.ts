// The same by Kling's API: node kling.js PERSON GARMENT RESULT. DRAPE_URL may be Kling's own base URL; the keys belong to it.
import { readFile, writeFile } from "node:fs/promises";
import { KlingClient } from "drape/client";

const [person = "", garment = "", result = ""] = process.argv.slice(2);
const kling = new KlingClient({
  url: process.env["DRAPE_URL"] ?? "",
  accessKey: process.env["DRAPE_ACCESS_KEY"] ?? "",
  secretKey: process.env["DRAPE_SECRET_KEY"] ?? "",
});

const { picture } = await kling.tryOn(
  { person: await readFile(person), garment: await readFile(garment), model: "kolors-virtual-try-on-v1" },
  { onProgress: ({ status }) => console.log(status), signal: AbortSignal.timeout(600_000) },
);
await writeFile(result, picture);
