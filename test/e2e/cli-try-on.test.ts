import assert from "node:assert/strict";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { decodeImage, DIGITAL_SOURCE_TYPE, encodePng, sniffImage } from "../../src/codecs/mod.js";
import { createImage } from "../../src/engine/mod.js";
import type { TryOnReport } from "../../src/jobs/mod.js";
import { projectPath, runDrape } from "../helpers/run-drape.js";

const WOMAN = projectPath("examples/people/woman.jpg");
const TEE = projectPath("examples/garments/printed-tee.jpg");

describe("drape try-on", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "drape-try-on-"));
  });
  after(() => rm(folder, { recursive: true }));

  test("writes the picture, every stage's picture and the report", async () => {
    const out = join(folder, "new", "result.png");
    const debug = join(folder, "stages");
    const { code, stdout, stderr } = await runDrape([
      "try-on",
      WOMAN,
      TEE,
      "--out",
      out,
      "--debug",
      debug,
      "--json",
    ]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });

    const report = JSON.parse(stdout) as TryOnReport & { readonly ok: boolean; readonly out: string };
    assert.equal(report.ok, true);
    assert.equal(report.out, out);
    assert.ok(report.score > 0 && report.score <= 1, `score ${report.score}`);
    const stages = ["decode", "observe", "person", "garment", "fit", "warp", "remove", "composite", "encode"];
    assert.deepEqual(Object.keys(report.timingsMs).sort(), stages.sort());

    const [person, result] = await Promise.all(
      [WOMAN, out].map(async (path) => decodeImage(await readFile(path))),
    );
    assert.deepEqual([result!.width, result!.height], [person!.width, person!.height]);
    const head = person!.width * 3 * Math.round(0.1 * person!.height);
    assert.deepEqual(
      Buffer.from(result!.data.subarray(0, head)),
      Buffer.from(person!.data.subarray(0, head)),
      "pixels that need not change are those of the decoded photo",
    );
    const drawings = await readdir(debug);
    for (const stage of ["person", "garment", "warp", "remove"]) {
      assert.ok(
        drawings.some((name) => name.includes(stage)),
        `a drawing of ${stage} among ${drawings.join(", ")}`,
      );
    }
  });

  test("writes a WebP that tells how it came about, when the name asks for one", async () => {
    const out = join(folder, "result.webp");
    const { code, stderr } = await runDrape(["try-on", WOMAN, TEE, "--out", out, "--quality", "80"]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    const file = await readFile(out);
    assert.equal(sniffImage(file), "webp");
    assert.ok(file.includes(DIGITAL_SOURCE_TYPE), "the source type stands in the file");
  });

  test("tells a refusal with its code and exits 1 without a picture", async () => {
    const out = join(folder, "refused.png");
    const nobody = join(folder, "nobody.png");
    await writeFile(nobody, await encodePng(createImage(600, 800, 3)));
    const { code, stdout, stderr } = await runDrape(["try-on", nobody, TEE, "--out", out]);
    assert.deepEqual(
      { code, stdout, stderr },
      { code: 1, stdout: "", stderr: "drape: refused (PERSON_NOT_FOUND): There is no human in the image\n" },
    );
    await assert.rejects(readFile(out), { code: "ENOENT" });
  });
});
