import assert from "node:assert/strict";
import { utimes } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { makeTempFolder } from "../test/helpers/temp-folder.js";
import { openDatabase } from "./db/mod.js";
import { systemClock } from "./lib/clock.js";
import { createLog } from "./lib/log.js";
import { openDiskBlobStore } from "./storage/mod.js";
import { deleteInputs, deleteOrphans } from "./task-cleanup.js";
import { inputKey, SqlTaskStore, type SubscriptionId, type TaskId } from "./tasks/mod.js";

test("deleteOrphans() deletes old images without a task, and no others", async (t) => {
  const folder = await makeTempFolder(t);
  const db = await openDatabase(join(folder, "a.db"));
  t.after(() => db.destroy());
  const tasks = new SqlTaskStore(db, systemClock);
  const blobs = await openDiskBlobStore(folder);
  const [promised, orphan, young] = ["promised", "orphan", "young"].map((id) =>
    inputKey(id as TaskId, "person"),
  ) as [string, string, string];
  for (const key of [promised, orphan, young]) await blobs.put(key, Buffer.from("photo"));
  const anHourAgo = new Date(Date.now() - 3600_000);
  for (const key of [promised, orphan]) await utimes(join(folder, key), anHourAgo, anHourAgo);
  const inputs = { person: { kind: "blob", key: promised }, garments: [] } as const;
  await tasks.create({ id: "promised" as TaskId, subscriptionId: "s" as SubscriptionId, inputs });

  await deleteOrphans(
    { blobs, tasks, log: createLog("silent"), signal: new AbortController().signal },
    Date.now(),
  );

  assert.notEqual(await blobs.stat(promised), undefined);
  assert.notEqual(await blobs.stat(young), undefined);
  assert.equal(await blobs.stat(orphan), undefined);

  const task = await tasks.find("promised" as TaskId);
  assert.ok(task !== undefined);
  await deleteInputs(blobs, task);
  assert.equal(await blobs.stat(promised), undefined);
});
