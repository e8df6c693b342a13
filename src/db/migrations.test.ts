import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { Kysely, Migrator, SqliteDialect, sql } from "kysely";
import { makeTempFolder } from "../../test/helpers/temp-folder.js";
import { openLibsql } from "./libsql.js";
import * as firstTables from "./migrations/0001-first-tables.js";
import * as taskOptions from "./migrations/0010-task-options.js";
import { openDatabase } from "./open-database.js";

test("0020-subscriptions keeps subscriptions with their keys and counts their open tasks", async (t) => {
  const file = join(await makeTempFolder(t), "a.db");
  const old = new Kysely<unknown>({ dialect: new SqliteDialect({ database: await openLibsql(file, 100) }) });
  const migrations = { "0001-first-tables": firstTables, "0010-task-options": taskOptions };
  const migrator = new Migrator({ db: old, provider: { getMigrations: async () => migrations } });
  assert.equal((await migrator.migrateToLatest()).error, undefined);
  await sql`insert into subscriptions (id, name, key_hash, created_at) values ('s', 'shop', 'hash', 5), ('e', 'else', 'other', 6)`.execute(
    old,
  );
  await sql`insert into tasks (id, subscription_id, state, attempts, message, created_at, updated_at, ended_at)
    values ('open', 's', 'queued', 0, '', 7, 7, null), ('over', 's', 'failed', 1, '', 7, 8, 9)`.execute(old);
  await old.destroy();

  const db = await openDatabase(file, "libsql");
  t.after(() => db.destroy());
  const subscriptions = await db
    .selectFrom("subscriptions")
    .select(["id", "name", "open_tasks", "created_at", "disabled_at"])
    .orderBy("id")
    .execute();
  assert.deepEqual(subscriptions, [
    { id: "e", name: "else", open_tasks: 0, created_at: 6, disabled_at: null },
    { id: "s", name: "shop", open_tasks: 1, created_at: 5, disabled_at: null },
  ]);
  const keys = await db
    .selectFrom("subscription_keys")
    .selectAll()
    .where("subscription_id", "=", "s")
    .execute();
  assert.deepEqual(keys, [{ key_hash: "hash", subscription_id: "s", slot: "primary", created_at: 5 }]);
  const expiry = await db.selectFrom("tasks").select(["id", "expires_at"]).orderBy("id").execute();
  assert.deepEqual(expiry, [
    { id: "open", expires_at: null },
    { id: "over", expires_at: 9 + 30 * 24 * 3_600_000 },
  ]);
});
