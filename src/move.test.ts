import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { sql } from "kysely";
import { POSTGRES } from "../test/helpers/databases.js";
import {
  dataOf,
  linkOf,
  POLL,
  pollToEnd,
  startTestService,
  SUBMIT,
  JPEG_BASE64,
} from "../test/helpers/test-service.js";
import { openTestDatabase } from "../test/helpers/open-test-database.js";
import { makeTempFolder } from "../test/helpers/temp-folder.js";
import { moveInstall, MOVED_TABLES } from "./move.js";

const { skip } = POSTGRES;

test(
  "moveInstall() copies a running install; keys, ids, links and open tasks go on there",
  { skip },
  async (t) => {
    const dataDir = await makeTempFolder(t);
    const databaseUrl = await POSTGRES.create(t);
    const secret = {
      DRAPE_SECRET_KEY: Buffer.alloc(32, 5).toString("base64"),
      PUBLIC_URL: "https://x.example",
    };
    const before = await startTestService(t, { dataDir, env: secret });
    const submit = { human_image: JPEG_BASE64, cloth_image: JPEG_BASE64 };
    const { task_id: done } = dataOf(await before.post(SUBMIT, submit));
    const reply = await pollToEnd(before, done);

    const first = await moveInstall(before.config, { databaseUrl, blobUrl: undefined });
    assert.ok(first.rows >= 5, `${first.rows} rows`);
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const { task_id: later } = dataOf(await before.post(SUBMIT, submit, { traceparent })); // the copy does not know it yet
    await before.service.stop();
    await moveInstall(before.config, { databaseUrl, blobUrl: undefined });

    const after = await startTestService(t, { dataDir, env: { ...secret, DATABASE_URL: databaseUrl } });
    assert.equal(after.key, ""); // nothing was new to it, so it made no key
    const headers = { "ocp-apim-subscription-key": before.key };
    const post: typeof after.post = (path, body) => after.post(path, body, headers);
    assert.equal(linkOf(await post(POLL, { task_id: done })), linkOf(reply));
    assert.equal(dataOf(await pollToEnd({ post }, later))["task_status"], "succeed");
    const moved = await openTestDatabase(databaseUrl);
    t.after(() => moved.destroy());
    const row = moved.selectFrom("tasks").select("traceparent").where("id", "=", String(later));
    assert.deepEqual(await row.executeTakeFirst(), { traceparent });
    await assert.rejects(moveInstall(before.config, { databaseUrl, blobUrl: undefined }), {
      code: "TARGET_IN_USE",
    });
  },
);

test("MOVED_TABLES are all tables", async (t) => {
  const db = await openTestDatabase(join(await makeTempFolder(t), "a.db"));
  t.after(() => db.destroy());
  const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'table'
    and name not like 'kysely%' and name not like 'sqlite%'`.execute(db);
  assert.deepEqual(rows.map(({ name }) => name).toSorted(), [...MOVED_TABLES].toSorted());
});
