import assert from "node:assert/strict";
import { readdir, readFile, rename, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { makeTempFolder } from "../../test/helpers/temp-folder.js";
import { Spool } from "./spool.js";

test("SpoolFile holds what was written, for this user only", async (t) => {
  const spool = await Spool.open(join(await makeTempFolder(t), "spool"));
  const file = spool.createFile();
  file.write(Buffer.from("a"));
  await file.flush();
  file.write(Buffer.from("b"));
  file.write(Buffer.from("c"));
  assert.equal(file.sizeBytes, 3);
  await file.close();
  assert.equal(await readFile(file.path, "utf8"), "abc");
  assert.equal((await stat(file.path)).mode & 0o777, 0o600);
  await file.remove();
  await assert.rejects(stat(file.path), { code: "ENOENT" });
});

test("SpoolFile.remove() deletes a file that is still open, and leaves one alone that was moved away", async (t) => {
  const folder = await makeTempFolder(t);
  const spool = await Spool.open(folder);
  const open = spool.createFile();
  open.write(Buffer.from("a"));
  await open.flush();
  await open.remove();
  const moved = spool.createFile();
  await moved.close();
  await rename(moved.path, join(folder, "elsewhere"));
  await moved.remove();
  assert.deepEqual(await readdir(folder), ["elsewhere"]);
});

test("Spool.open() deletes what a crash left, and nothing that another process may be writing", async (t) => {
  const folder = await makeTempFolder(t);
  await writeFile(join(folder, "old"), "");
  await writeFile(join(folder, "new"), "");
  const twoHoursAgo = Date.now() / 1000 - 7200;
  await utimes(join(folder, "old"), twoHoursAgo, twoHoursAgo);
  await Spool.open(folder);
  assert.deepEqual(await readdir(folder), ["new"]);
});
