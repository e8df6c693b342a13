import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { decodeImage } from "../../src/codecs/mod.js";
import { projectPath } from "../helpers/run-drape.js";

describe("demo", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "drape-demo-test-"));
  });
  after(() => rm(folder, { recursive: true }));

  async function runDemo(
    ...args: string[]
  ): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const temporary = join(folder, "tmp");
    const child = spawn(process.execPath, [projectPath("dist/examples/demo.js"), ...args], {
      cwd: folder,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    await once(child, "close");
    return { code: child.exitCode, stdout, stderr };
  }

  test("dresses the example through the API, shows the stages and leaves only its pictures", async () => {
    await mkdir(join(folder, "tmp"));
    const { code, stdout, stderr } = await runDemo();
    assert.equal(code, 0, stderr);
    for (const stage of ["observe", "person", "garment", "composite"]) {
      assert.match(stdout, new RegExp(`^  ${stage} +\\d+ ms`, "m"));
    }
    assert.match(stdout, /demo-output\/side-by-side\.png/);
    assert.match(stdout, /npm run demo -- me\.jpg shirt\.jpg/);
    assert.deepEqual((await readdir(folder)).sort(), ["demo-output", "tmp"]);
    assert.deepEqual(await readdir(join(folder, "tmp")), [], "the service's folder is gone");

    const [person, result, sideBySide] = await Promise.all(
      [
        projectPath("examples/people/woman.jpg"),
        join(folder, "demo-output/result.png"),
        join(folder, "demo-output/side-by-side.png"),
      ].map(async (path) => decodeImage(await readFile(path))),
    );
    assert.deepEqual([result!.width, result!.height], [person!.width, person!.height]);
    assert.ok(sideBySide!.width > 2 * sideBySide!.height * (person!.width / person!.height));
  });

  test("says in one line what it cannot use", async () => {
    await writeFile(join(folder, "text.jpg"), "I am not a picture\n");
    assert.equal(
      (await runDemo("one.jpg")).stderr,
      "demo: Give two photos: npm run demo -- PERSON GARMENT\n",
    );
    const garment = projectPath("examples/garments/printed-tee.jpg");
    const { code, stderr } = await runDemo("text.jpg", garment);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      "demo: Cannot read the person photo text.jpg: it is not a JPEG, PNG or WebP picture\n",
    );
  });
});
