// A try-on with drape/client: node try-on.js PERSON GARMENT RESULT. DRAPE_URL and DRAPE_KEY say where the service is and who asks.
import { readFile, writeFile } from "node:fs/promises";
import { DrapeClient, TryOnFailedError } from "drape/client";

const [person = "", garment = "", result = ""] = process.argv.slice(2);
const drape = new DrapeClient({ url: process.env["DRAPE_URL"] ?? "", key: process.env["DRAPE_KEY"] ?? "" });

try {
  const { picture, warnings } = await drape.tryOn(
    { person: await readFile(person), garment: await readFile(garment) },
    { onProgress: ({ progress, stage }) => console.log(`${progress ?? 0} % ${stage ?? ""}`) },
  );
  await writeFile(result, picture);
  if (warnings.length > 0) console.log(`Look twice: ${warnings.join(", ")}`);
} catch (error) {
  if (!(error instanceof TryOnFailedError)) throw error;
  console.error(error.message); // words for the shopper, such as "There is no human in the image"
  process.exitCode = 1;
}
