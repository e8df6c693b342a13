#!/usr/bin/env node
// The version is checked before anything else is imported: an old Node would fail on the first import with a riddle.
import "./check-node.js";

async function runDrape() {
  const { existsSync } = await import("node:fs");
  const main = new URL("../dist/src/cli/main.js", import.meta.url);
  if (!existsSync(main)) {
    console.error("drape: the program is not built yet: run `npm run build` in the project's folder");
    return 1;
  }
  const { keepYoungHeapSmall } = await import(new URL("../lib/young-heap.js", main).href);
  keepYoungHeapSmall();
  const { runCli } = await import(main.href);
  return runCli(process.argv.slice(2));
}

void runDrape().then((exitCode) => {
  process.exitCode = exitCode;
  // What a failed start left open must not keep a finished command alive. It does not wait if nothing is open.
  setTimeout(() => process.exit(), 1000).unref();
});
