import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { findFaults, LAYERS, type Sources } from "./helpers/architecture.js";

// From dist/test, where this file runs.
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

function readSources(): Sources {
  const names = readdirSync(`${ROOT}src`, { recursive: true, encoding: "utf8" });
  const paths = names
    .map((name) => `src/${name.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".ts"));
  return new Map(paths.sort().map((path) => [path, readFileSync(ROOT + path, "utf8")]));
}

describe("architecture", () => {
  const sources = readSources();

  test("the sources keep the rules", () => {
    assert.ok(sources.has("src/engine/mod.ts"), "the sources are found");
    assert.deepEqual(findFaults(sources), []);
  });

  test("every folder has its row in the table of layers", () => {
    const folders = new Set(
      [...sources.keys()].map((path) => path.split("/")[1]!.replace(/(\.test)?\.ts$/, "")),
    );
    assert.deepEqual(
      [...folders].filter((folder) => !(folder in LAYERS)),
      [],
    );
  });
});

describe("the pages' sources", () => {
  const names = readdirSync(`${ROOT}web`, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );

  for (const name of names)
    test(`web/${name} imports its own folder, shared/, lit, and types of the wire`, () => {
      const text = readFileSync(`${ROOT}web/${name}`, "utf8");
      const folder = name.replaceAll("\\", "/").split("/")[0]!;
      const own = new RegExp(`^(\\./|\\.\\./(shared|${folder})/)[\\w-]+\\.js$`);
      const imports = [...text.matchAll(/^(import|export)( type)? [^;]*?from "([^"]+)";/gms)];
      const wrong = imports.filter(
        ([, , type, from = ""]) =>
          !own.test(from) &&
          from !== "lit" &&
          !(type !== undefined && from === "../../src/api/wire/types.js"),
      );
      assert.deepEqual(
        wrong.map(([statement]) => statement),
        [],
      );
      assert.ok(text.trimEnd().split("\n").length <= 300, "at most 300 lines");
    });
});

describe("findFaults()", () => {
  const faultsOf = (files: Record<string, string>): readonly string[] =>
    findFaults(new Map(Object.entries(files)));

  test("accepts a sound tree", () => {
    const files = {
      "src/engine/mod.ts": 'export { blur } from "./kernels/blur.js";',
      "src/engine/kernels/blur.ts": "export const blur = 1;",
      "src/codecs/mod.ts": 'import type { Image8 } from "../engine/mod.js";\nimport sharp from "sharp";',
      "src/config.ts": "export const port = process.env.PORT;",
      "src/cli/main.ts": 'console.log(await import("../jobs/mod.js"));',
      "src/jobs/mod.ts": 'import { blur } from "../engine/mod.js"; // import "../api/mod.js" in a comment',
      "src/jobs/mod.test.ts": 'import { x } from "../../test/helpers/x.js"; process.env.X; console.log();',
    };
    assert.deepEqual(faultsOf(files), []);
  });

  const planted: readonly [string, Record<string, string>, string][] = [
    [
      "an import against the layers",
      { "src/tasks/worker.ts": 'import {\n  blur,\n} from "../engine/mod.js";', "src/engine/mod.ts": "" },
      "src/tasks/worker.ts: tasks must not import engine (../engine/mod.js)",
    ],
    [
      "a dynamic import against the layers",
      { "src/tasks/worker.ts": 'await import("../engine/mod.js")', "src/engine/mod.ts": "" },
      "src/tasks/worker.ts: tasks must not import engine (../engine/mod.js)",
    ],
    [
      "a re-export from inside another folder",
      {
        "src/jobs/run.ts": 'export { blur } from "../engine/kernels/blur.js";',
        "src/engine/kernels/blur.ts": "",
      },
      "src/jobs/run.ts: import engine through its mod.ts or types.ts (../engine/kernels/blur.js)",
    ],
    [
      "a package in the engine",
      { "src/engine/pipeline.ts": 'import { readFile } from "node:fs/promises";' },
      "src/engine/pipeline.ts: the engine imports nothing from outside (node:fs/promises)",
    ],
    [
      "an import of a file that is not there",
      { "src/lib/retry.ts": 'import "./gone.js";' },
      "src/lib/retry.ts: no such file (./gone.js)",
    ],
    [
      "a reader of the environment",
      { "src/api/server.ts": "const { PORT } = process.env;" },
      "src/api/server.ts: only src/config.ts and src/cli/process-session.ts may read the environment",
    ],
    [
      "a console outside the command line",
      { "src/lib/log.ts": 'console.info("hello");' },
      "src/lib/log.ts: log through the logger, not the console",
    ],
    [
      "a long file",
      { "src/lib/log.ts": "export {};\n".repeat(301) },
      "src/lib/log.ts: 301 lines, at most 300",
    ],
    [
      "a cycle",
      {
        "src/lib/a.ts": 'import { b } from "./b.js";',
        "src/lib/b.ts": 'import { c } from "./c.js";',
        "src/lib/c.ts": 'import type { a } from "./a.js";',
      },
      "cycle: src/lib/a.ts -> src/lib/b.ts -> src/lib/c.ts -> src/lib/a.ts",
    ],
  ];
  for (const [name, files, fault] of planted) {
    test(`finds ${name}`, () => assert.deepEqual(faultsOf(files), [fault]));
  }
});
