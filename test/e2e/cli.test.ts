import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { projectPath, runDrape } from "../helpers/run-drape.js";

const COMMANDS = ["serve", "try-on", "batch", "keys create", "doctor"];
const WOMAN = projectPath("examples/people/woman.jpg");
const TEE = projectPath("examples/garments/printed-tee.jpg");

describe("drape", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "drape-cli-"));
    await writeFile(join(folder, "text.jpg"), "I am not a picture\n");
  });
  after(() => rm(folder, { recursive: true }));

  test("--help names every command and exits 0", async () => {
    const { code, stdout, stderr } = await runDrape(["--help"]);
    assert.equal(code, 0);
    assert.equal(stderr, "");
    for (const command of COMMANDS) assert.match(stdout, new RegExp(`^  ${command.split(" ")[0]} `, "m"));
  });

  for (const command of COMMANDS) {
    test(`${command} --help shows examples`, async () => {
      const { code, stdout } = await runDrape([...command.split(" "), "--help"]);
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`Examples:\n  drape ${command}`));
    });
  }

  const misuses: readonly [string, readonly string[], string][] = [
    ["a wrong flag", ["try-on", WOMAN, TEE, "--oout", "x.png"], "unknown option '--oout'; see drape --help"],
    ["a wrong command", ["tryon"], "unknown command 'tryon'; see drape --help"],
    ["a missing argument", ["try-on", WOMAN], "missing required argument 'garment'; see drape --help"],
    ["a missing option", ["try-on", WOMAN, TEE], "--out <file> is missing; see drape --help"],
    [
      "a missing file",
      ["try-on", "me.jpg", TEE, "--out", "x.png"],
      "Cannot read the person photo me.jpg: no such file",
    ],
    ["a folder", ["try-on", WOMAN, ".", "--out", "x.png"], "Cannot read the garment photo .: it is a folder"],
    [
      "a text file named .jpg",
      ["try-on", WOMAN, "text.jpg", "--out", "x.png"],
      "Cannot read the garment photo text.jpg: it is not a JPEG, PNG or WebP picture",
    ],
    [
      "a result that is no PNG",
      ["try-on", WOMAN, TEE, "--out", "x.gif"],
      "Cannot write the result to x.gif: give a name that ends in .png, .jpg or .webp",
    ],
    [
      "a missing manifest",
      ["batch", "rows.csv", "--out", "results"],
      "Cannot read the manifest rows.csv: no such file",
    ],
    [
      "a wrong number",
      ["batch", "rows.csv", "--out", "results", "--concurrency", "none"],
      "option '--concurrency <n>' argument 'none' is invalid. give a whole number from 1 to 64; see drape --help",
    ],
  ];
  for (const [name, args, line] of misuses) {
    test(`says ${name} in one line and exits 2`, async () => {
      assert.deepEqual(await runDrape(args, { cwd: folder }), {
        code: 2,
        stdout: "",
        stderr: `drape: ${line}\n`,
      });
    });
  }

  test("without a command prints the help and exits 2", async () => {
    const { code, stdout, stderr } = await runDrape([]);
    assert.equal(code, 2);
    assert.match(stdout + stderr, /^Usage: drape/);
  });

  test("says in one line that Node is too old", async () => {
    const pretend = join(folder, "pretend-old.cjs");
    await writeFile(pretend, 'Object.defineProperty(process, "versions", { value: { node: "18.20.4" } });');
    assert.deepEqual(await runDrape(["--help"], { nodeFlags: ["--require", pretend] }), {
      code: 1,
      stdout: "",
      stderr: "drape: Node 20.19 or newer is needed, this is 18.20.4: see https://nodejs.org\n",
    });
  });

  test("says in one line that it is not built", async () => {
    const home = join(folder, "unbuilt");
    await mkdir(home);
    await cp(projectPath("bin"), join(home, "bin"), { recursive: true });
    await cp(projectPath("package.json"), join(home, "package.json"));
    assert.deepEqual(await runDrape(["--help"], { home }), {
      code: 1,
      stdout: "",
      stderr: "drape: the program is not built yet: run `npm run build` in the project's folder\n",
    });
  });
});
