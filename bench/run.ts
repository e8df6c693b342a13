import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { cpus, totalmem } from "node:os";

/** Runs all benches, or those whose names are given: `npm run bench` or `npm run bench try-on`. */
async function runBenches(wanted: readonly string[]): Promise<void> {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".bench.js"));
  const known = files.map((file) => file.replace(".bench.js", ""));
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`No bench ${unknown.join(", ")}: there are ${known.join(", ")}`);

  console.log(describeMachine());
  for (const name of wanted.length > 0 ? wanted : known) {
    console.log(`\n${name}`);
    // A bench file exports run(), which prints its own table.
    const bench = (await import(`./${name}.bench.js`)) as { readonly run: () => Promise<void> | void };
    await bench.run();
  }
}

function describeMachine(): string {
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `Node ${process.versions.node}, ${cpus().length} x ${cpu?.model ?? "unknown"}, ${gigabytes} GB, commit ${readCommit()}`;
}

function readCommit(): string {
  const git = (...args: string[]): string =>
    execFileSync("git", args, { encoding: "utf8", stdio: "pipe" }).trim();
  try {
    const commit = git("rev-parse", "--short", "HEAD");
    return git("status", "--porcelain") === "" ? commit : `${commit} with changes`;
  } catch {
    return "unknown (no git)";
  }
}

await runBenches(process.argv.slice(2));
