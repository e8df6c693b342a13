import assert from "node:assert/strict";
import { mkdir, readdir, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { makeTempFolder } from "../../test/helpers/temp-folder.js";
import { testBlobStore } from "./blob-store.contract.js";
import { openDiskBlobStore } from "./disk.js";

testBlobStore("DiskBlobStore", async (t) => openDiskBlobStore(join(await makeTempFolder(t), "blobs")));

test("openDiskBlobStore() deletes what a crash left half written long ago, and not what another process may be writing", async (t) => {
  const folder = await makeTempFolder(t);
  const unfinished = join(folder, ".unfinished");
  await mkdir(unfinished);
  await writeFile(join(unfinished, "old"), "half");
  await writeFile(join(unfinished, "young"), "half");
  const twoHoursAgo = new Date(Date.now() - 2 * 3600_000);
  await utimes(join(unfinished, "old"), twoHoursAgo, twoHoursAgo);
  await openDiskBlobStore(folder);
  assert.deepEqual(await readdir(unfinished), ["young"]);
});

test(
  "DiskBlobStore keeps photos from other users of the machine",
  { skip: process.platform === "win32" },
  async (t) => {
    const folder = join(await makeTempFolder(t), "blobs");
    const store = await openDiskBlobStore(folder);
    await store.put("inputs/a", Buffer.from("photo"));
    const modes = await Promise.all(
      [folder, join(folder, "inputs"), join(folder, "inputs", "a")].map((path) => stat(path)),
    );
    assert.deepEqual(
      modes.map(({ mode }) => mode & 0o077),
      [0, 0, 0],
    );
  },
);
