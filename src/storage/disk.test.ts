import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, readdir, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { makeTempFolder } from "../../test/helpers/temp-folder.js";
import { testBlobStore } from "./blob-store.contract.js";
import { openDiskBlobStore } from "./disk.js";
import { Spool } from "./spool.js";

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

test("DiskBlobStore and Spool say STORE_UNAVAILABLE while the disk is full, and go on when it is not", async (t) => {
  const folder = await makeTempFolder(t);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]);
  if (mounted.status !== 0) return t.skip("only root can make a disk that is small enough to fill");
  try {
    const full = { code: "STORE_UNAVAILABLE" };
    const store = await openDiskBlobStore(join(folder, "blobs"));
    const spool = await Spool.open(join(folder, "spool"));
    await store.put("small", Buffer.alloc(1000, 1));
    await assert.rejects(store.put("large", Buffer.alloc(2_000_000, 1)), full);
    assert.deepEqual(
      await readdir(join(folder, "blobs", ".unfinished")),
      [],
      "the half that was written is gone",
    );
    const file = spool.createFile();
    file.write(Buffer.alloc(2_000_000, 1));
    await assert.rejects(file.flush(), full);
    await file.remove();
    await store.put("large", Buffer.alloc(500_000, 2));
    assert.equal((await store.stat("large"))?.sizeBytes, 500_000);
    assert.equal((await store.get("small"))?.length, 1000);
  } finally {
    spawnSync("umount", [folder]);
  }
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
