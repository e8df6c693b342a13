import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { sql } from "kysely";
import { makeTempFolder } from "../../test/helpers/temp-folder.js";
import { hasNodeSqlite } from "./node-sqlite.js";
import { openDatabase, type SqliteDriver } from "./open-database.js";
import { findOrMakeSetting } from "./settings.js";

const DRIVERS: readonly SqliteDriver[] = hasNodeSqlite() ? ["libsql", "node:sqlite"] : ["libsql"];

for (const driver of DRIVERS) {
  test(`openDatabase() with ${driver} writes ahead, and syncs the log itself`, async (t) => {
    const db = await openDatabase(join(await makeTempFolder(t), "new", "a.db"), driver);
    t.after(() => db.destroy());
    const journal = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(db);
    const synchronous = await sql<{ synchronous: number }>`pragma synchronous`.execute(db);
    assert.equal(journal.rows[0]?.journal_mode, "wal");
    assert.equal(synchronous.rows[0]?.synchronous, 1); // NORMAL: WalSync does the rest
  });

  test(`openDatabase() with ${driver} finds what an earlier opening stored, and two openings share it`, async (t) => {
    const file = join(await makeTempFolder(t), "a.db");
    const first = await openDatabase(file, driver);
    assert.equal(await findOrMakeSetting(first, "secret", () => "one"), "one");
    const second = await openDatabase(file, driver);
    assert.equal(await findOrMakeSetting(second, "secret", () => "two"), "one");
    await first.destroy();
    await second.destroy();
    const third = await openDatabase(file, driver);
    t.after(() => third.destroy());
    assert.equal(await findOrMakeSetting(third, "secret", () => "three"), "one");
  });

  test(`${driver} keeps millisecond times exact and counts changed rows`, async (t) => {
    const db = await openDatabase(join(await makeTempFolder(t), "a.db"), driver);
    t.after(() => db.destroy());
    const row = { subscription_id: "s", slot: "n", key_hash: "h", created_at: 1_731_928_289_693 };
    await db.insertInto("subscription_keys").values(row).execute();
    const [found] = await db.selectFrom("subscription_keys").selectAll().execute();
    assert.deepEqual({ ...found }, row); // node:sqlite's rows have no prototype
    const changed = await db.updateTable("subscription_keys").set({ slot: "m" }).executeTakeFirst();
    assert.equal(changed.numUpdatedRows, 1n);
    await assert.rejects(
      db
        .insertInto("subscription_keys")
        .values({ ...row, subscription_id: "t" })
        .execute(),
      /UNIQUE/,
    );
  });
}

test("hasNodeSqlite() knows the versions that need no flag", () => {
  const answers = ["20.20.2", "22.15.0", "22.16.0", "23.10.0", "23.11.0", "24.0.0"].map((version) =>
    hasNodeSqlite(version),
  );
  assert.deepEqual(answers, [false, false, true, false, true, true]);
});
