import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { openTestDatabase } from "../helpers/open-test-database.js";
import { makeTempFolder } from "../helpers/temp-folder.js";
import { dataOf, POLL, pollToEnd, startTestService, SUBMIT } from "../helpers/test-service.js";

const URLS = { human_image: "https://example.com/p.jpg", cloth_image: "https://example.com/g.jpg" };
const DAY_MS = 24 * 3600_000;

test("A task that waits past its deadline is failed, and its status message names 5002", async (t) => {
  const dataDir = await makeTempFolder(t);
  let release = (): void => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const service = await startTestService(t, {
    dataDir,
    env: { DRAPE_WORKERS: "1" },
    runJob: async () => {
      await released;
      return { state: "failed", code: "PERSON_NOT_FOUND", message: "nobody there" };
    },
  });
  const first = dataOf(await service.post(SUBMIT, URLS))["task_id"];
  const second = dataOf(await service.post(SUBMIT, URLS))["task_id"];
  const db = await openTestDatabase(join(dataDir, "drape.db"));
  t.after(() => db.destroy());
  const age = { created_at: Date.now() - DAY_MS };
  await db.updateTable("tasks").set(age).where("id", "=", String(second)).execute();
  assert.equal(dataOf(await service.post(POLL, { task_id: second }))["task_status"], "submitted");
  release();
  assert.equal(dataOf(await pollToEnd(service, first))["task_status_msg"], "nobody there");
  const ended = await pollToEnd(service, second);
  assert.equal(ended.status, 200);
  assert.equal(ended.body["code"], 0);
  assert.equal(dataOf(ended)["task_status"], "failed");
  assert.match(String(dataOf(ended)["task_status_msg"]), /too many were waiting \(5002\)/);
});
