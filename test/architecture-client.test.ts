import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { projectPath } from "./helpers/run-drape.js";

test("drape/client imports nothing but its own files, so that browsers can load it as it is", () => {
  const folder = projectPath("dist/src/client");
  const files = readdirSync(folder).filter((file) => file.endsWith(".js") && !file.endsWith(".test.js"));
  assert.ok(files.length > 5);
  for (const file of files) {
    const code = readFileSync(join(folder, file), "utf8");
    const imported = [...code.matchAll(/^(?:import|export)\b.*\bfrom "([^"]+)";$/gm)].map(
      ([, from]) => from ?? "",
    );
    for (const from of imported) assert.match(from, /^\.\/[\w-]+\.js$/, file);
    assert.doesNotMatch(code, /\b(?:Buffer|process|require)\b\s*[.(]/, file);
  }
});
