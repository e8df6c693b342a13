import assert from "node:assert/strict";
import { copyFile, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { encodePng } from "../../src/codecs/mod.js";
import { createImage } from "../../src/engine/mod.js";
import { projectPath, runDrape } from "../helpers/run-drape.js";

const MANIFEST = `\uFEFFlabel,person,garment,out
good,me.jpg,tee.jpg,one/1.png
refused,wall.png,tee.jpg,2.png
broken,nobody.jpg,tee.jpg,3.png
good,me.jpg,tee.jpg,4.png
`;

describe("drape batch", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "drape-batch-"));
    await copyFile(projectPath("examples/people/woman.jpg"), join(folder, "me.jpg"));
    await copyFile(projectPath("examples/garments/printed-tee.jpg"), join(folder, "tee.jpg"));
    await writeFile(join(folder, "wall.png"), await encodePng(createImage(600, 800, 3)));
    await writeFile(join(folder, "rows.csv"), MANIFEST);
  });
  after(() => rm(folder, { recursive: true }));
  const runBatch = (...flags: string[]) =>
    runDrape(["batch", join(folder, "rows.csv"), "--out", join(folder, "results"), ...flags]);
  const resultTime = async (): Promise<number> => (await stat(join(folder, "results", "4.png"))).mtimeMs;

  test("does what it can, names the rest and goes on where it stopped", async () => {
    const first = await runBatch("--concurrency", "1");
    assert.equal(first.code, 1);
    assert.equal(first.stderr, "");
    const lines = first.stdout.split("\n");
    assert.match(lines[0]!, /^\[1\/4\] done     one\/1\.png: \d+\.\d s, score [01]\.\d\d/);
    assert.equal(lines[1], "[2/4] refused  2.png: PERSON_NOT_FOUND: There is no human in the image");
    const missing = join(folder, "nobody.jpg");
    assert.equal(lines[2], `[3/4] failed   line 4: Cannot read the person photo ${missing}: no such file`);
    assert.match(lines[3]!, /^\[4\/4\] done     4\.png/);
    assert.match(lines[4]!, /^2 done, 0 skipped, 1 refused, 1 failed in /);
    assert.deepEqual((await readdir(join(folder, "results"), { recursive: true })).sort(), [
      "4.png",
      "one",
      join("one", "1.png"),
    ]);

    const writtenAt = await resultTime();
    const second = await runBatch("--json");
    assert.equal(second.code, 1);
    const rows = second.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { out: string; status: string });
    assert.deepEqual(Object.fromEntries(rows.map((row) => [row.out, row.status])), {
      "one/1.png": "skipped",
      "2.png": "refused",
      "3.png": "failed",
      "4.png": "skipped",
    });
    assert.equal(await resultTime(), writtenAt);
  });

  test("--force does rows again; Ctrl-C stops it with exit code 130 and leaves no half-written file", async () => {
    const { code, stderr } = await runDrape(
      ["batch", join(folder, "rows.csv"), "--out", join(folder, "again"), "--force", "--concurrency", "1"],
      { interruptAt: "[1/4]" },
    );
    assert.equal(code, 130);
    assert.equal(stderr, "drape: interrupted: run the same command again to go on\n");
    assert.deepEqual((await readdir(join(folder, "again"), { recursive: true })).sort(), [
      "one",
      join("one", "1.png"),
    ]);
  });
});
