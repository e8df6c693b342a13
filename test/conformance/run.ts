import { PARTS } from "./all-checks.js";
import type { Check } from "./check.js";
import { startOwnTarget, type OwnTarget } from "./lab.js";
import { createOperator } from "./operator.js";
import { readPictures } from "./pictures.js";
import { gateway, SUBMIT, type Keys, type Target } from "./target.js";
import { startWeb, type Web } from "./web.js";

/*
 * npm run conformance                       checks a service of its own, with a double of the engine
 * npm run conformance -- http://host:8080   checks a running server; keys come from the environment:
 *   DRAPE_KEY, DRAPE_ACCESS_KEY, DRAPE_SECRET_KEY, and the same with DRAPE_OTHER_… for a second subscription; or only
 *   DRAPE_ADMIN_TOKEN, with which this run makes the subscriptions it needs, and deletes them at its end.
 * Callbacks and pictures by URL are checked when the server may call this machine: on the same machine, with DRAPE_ALLOW_HOSTS=127.0.0.1.
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
  const origin = url.replace(/\/$/, "");
  const token = process.env["DRAPE_ADMIN_TOKEN"] ?? "";
  const operator = token === "" ? undefined : createOperator(origin, token);
  const keys = readKeys("DRAPE_") ?? (await operator?.subscribe())?.keys;
  if (keys === undefined)
    throw new Error("Set DRAPE_ADMIN_TOKEN, or DRAPE_KEY, DRAPE_ACCESS_KEY and DRAPE_SECRET_KEY");
  const otherKeys = readKeys("DRAPE_OTHER_") ?? (await operator?.subscribe())?.keys;
  const pictures = await readPictures();
  const web = await startWeb(pictures);
  const target = { url: origin, keys, otherKeys, pictures, taskLimitMs: 600_000, operator, lab: undefined };
  return {
    target: { ...target, web: (await mayCall({ ...target, web })) ? web : undefined },
    async close() {
      web.close();
      await operator?.removeAll();
    },
  };
}

/** Whether the server takes URLs of this machine: it says no before it looks at the pictures. */
async function mayCall(at: Target & { readonly web: Web }): Promise<boolean> {
  const { url } = at.web.receive();
  const body = { human_image: "AAAA", cloth_image: "AAAA", callback_url: url };
  return !String((await gateway(at, SUBMIT, body)).body["details"]).startsWith("callback_url");
}

function readKeys(prefix: string): Keys | undefined {
  const read = (name: string): string => process.env[prefix + name] ?? "";
  const keys = { subscriptionKey: read("KEY"), accessKey: read("ACCESS_KEY"), secretKey: read("SECRET_KEY") };
  return Object.values(keys).includes("") ? undefined : keys;
}

await main(process.argv.slice(2));
