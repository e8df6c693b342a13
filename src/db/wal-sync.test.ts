import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { makeTempFolder } from "../../test/helpers/temp-folder.js";
import { WalSync } from "./wal-sync.js";

test("sync() shares the next sync among all who come during one", async (t) => {
  const file = join(await makeTempFolder(t), "a.db");
  await writeFile(`${file}-wal`, "frames");
  const disk = new WalSync(file);
  t.after(() => disk.close());
  const first = disk.sync();
  const second = disk.sync();
  assert.notEqual(first, second, "what is committed during a sync is not sure to be in it");
  assert.equal(disk.sync(), second);
  await Promise.all([first, second]);
  assert.notEqual(disk.sync(), second);
});

test("sync() has nothing to do without a log, and tells what the disk refuses", async (t) => {
  const folder = await makeTempFolder(t);
  const none = new WalSync(join(folder, "none.db"));
  await none.sync();
  await none.close();
  const broken = new WalSync(join(folder, "a-file", "a.db"));
  await writeFile(join(folder, "a-file"), "");
  await assert.rejects(broken.sync(), { code: "STORE_UNAVAILABLE" });
  await broken.close();
});
