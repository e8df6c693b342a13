import { PARTS } from "./all-checks.js";
import { readPictures, startOwnTarget, type OwnTarget } from "./lab.js";
import type { Check } from "./check.js";
import type { Keys, Target } from "./target.js";

/*
 * npm run conformance                       checks a service of its own, with a double of the engine
 * npm run conformance -- http://host:8080   checks a running server; keys come from the environment:
 *   DRAPE_KEY, DRAPE_ACCESS_KEY, DRAPE_SECRET_KEY, and the same with DRAPE_OTHER_… for a second subscription
 * It prints one line a sentence of docs/wire/protocol.md and ends with code 1 if any is broken.
 */
async function main([url]: readonly string[]): Promise<void> {
  const { target, close } = url === undefined ? await startOwnTarget() : await describeServer(url);
  const counts = { ok: 0, broken: 0, skipped: 0 };
  try {
    for (const [part, checks] of Object.entries(PARTS)) {
      console.log(`\n${part}`);
      for (const check of checks) counts[await report(check, target)]++;
    }
  } finally {
    await close();
  }
  console.log(`\n${counts.ok} kept, ${counts.broken} broken, ${counts.skipped} skipped`);
  process.exitCode = counts.broken > 0 ? 1 : 0;
}

async function report({ sentence, run }: Check, target: Target): Promise<"ok" | "broken" | "skipped"> {
  try {
    const outcome = await run(target);
    if (outcome === undefined) console.log(`  ok       ${sentence}`);
    else console.log(`  skipped  ${sentence}\n           ${outcome.skipped}`);
    return outcome === undefined ? "ok" : "skipped";
  } catch (error) {
    console.log(
      `  BROKEN   ${sentence}\n           ${error instanceof Error ? error.message : String(error)}`,
    );
    return "broken";
  }
}

async function describeServer(url: string): Promise<OwnTarget> {
  const keys = readKeys("DRAPE_");
  if (keys === undefined) throw new Error("Set DRAPE_KEY, DRAPE_ACCESS_KEY and DRAPE_SECRET_KEY");
  const otherKeys = readKeys("DRAPE_OTHER_");
  const pictures = await readPictures();
  const target = {
    url: url.replace(/\/$/, ""),
    keys,
    otherKeys,
    pictures,
    taskLimitMs: 300_000,
    lab: undefined,
  };
  return { target, close: async () => {} };
}

function readKeys(prefix: string): Keys | undefined {
  const read = (name: string): string => process.env[prefix + name] ?? "";
  const keys = { subscriptionKey: read("KEY"), accessKey: read("ACCESS_KEY"), secretKey: read("SECRET_KEY") };
  return Object.values(keys).includes("") ? undefined : keys;
}

await main(process.argv.slice(2));
