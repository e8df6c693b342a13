import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { Kysely, type SqliteDatabase } from "kysely";
import { makeTempFolder } from "../../test/helpers/temp-folder.js";
import { cacheStatements } from "./cache-statements.js";
import { AppError } from "../lib/errors.js";
import { GroupCommitDialect } from "./group-commit.js";
import { openLibsql } from "./libsql.js";
import { reportOutages } from "./sqlite-outage.js";
import type { DiskSync } from "./wal-sync.js";

interface Tables {
  readonly a: { id: number };
}

/** A database that tells its commits, and fails the next one when asked to. */
async function setUp(t: TestContext) {
  const database = await openLibsql(join(await makeTempFolder(t), "a.db"), 100);
  const faults = { nextCommit: false, sync: false };
  let commits = 0;
  const events: string[] = [];
  const disk: DiskSync = {
    async sync() {
      events.push("sync begins");
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (faults.sync) throw new AppError("STORE_UNAVAILABLE");
      events.push("sync ends");
    },
    close: async () => {},
  };
  const watched: SqliteDatabase = {
    prepare(sql) {
      const statement = database.prepare(sql);
      if (sql !== "commit") return statement;
      return {
        reader: false,
        all: (parameters) => statement.all(parameters),
        iterate: (parameters) => statement.iterate(parameters),
        run(parameters) {
          commits++;
          if (faults.nextCommit) throw Object.assign(new Error("disk full"), { code: "SQLITE_FULL" });
          return statement.run(parameters);
        },
      };
    },
    close: () => database.close(),
  };
  const db = new Kysely<Tables>({
    dialect: new GroupCommitDialect(cacheStatements(reportOutages(watched)), disk),
  });
  t.after(() => db.destroy());
  await db.schema
    .createTable("a")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .execute();
  const add = (id: number, fault?: Error): Promise<void> =>
    db.transaction().execute(async (held) => {
      await held.insertInto("a").values({ id }).execute();
      if (fault !== undefined) throw fault;
    });
  const list = async (): Promise<number[]> =>
    (await db.selectFrom("a").select("id").orderBy("id").execute()).map(({ id }) => id);
  events.length = 0;
  return { db, add, list, faults, events, countCommits: () => commits };
}

test("GroupCommitDialect commits transactions that wait together at once, and a single one by itself", async (t) => {
  const { add, list, countCommits } = await setUp(t);
  await add(0);
  assert.equal(countCommits(), 1);
  await Promise.all(Array.from({ length: 40 }, (_, i) => add(i + 1)));
  assert.equal(countCommits(), 2);
  assert.equal((await list()).length, 41);
});

test("GroupCommitDialect takes back one transaction of a group and keeps the others", async (t) => {
  const { add, list } = await setUp(t);
  const ends = await Promise.allSettled([add(1), add(2, new Error("no")), add(3), add(1), add(4)]);
  assert.deepEqual(
    ends.map(({ status }) => status),
    ["fulfilled", "rejected", "fulfilled", "rejected", "fulfilled"],
  );
  assert.deepEqual(await list(), [1, 3, 4]);
});

test("GroupCommitDialect tells every transaction of a group that its commit failed, and goes on", async (t) => {
  const { add, list, faults } = await setUp(t);
  faults.nextCommit = true;
  const ends = await Promise.allSettled([add(1), add(2), add(3)]);
  for (const end of ends)
    assert.equal(end.status === "rejected" && (end.reason as { code?: string }).code, "STORE_UNAVAILABLE");
  faults.nextCommit = false;
  await add(4);
  assert.deepEqual(await list(), [4]);
});

test("GroupCommitDialect answers what was read in an open group only when the group is committed", async (t) => {
  const { add, list, faults, countCommits } = await setUp(t);
  const [, seen] = await Promise.all([add(1), list(), add(2)]);
  assert.deepEqual(seen, [1]);
  assert.equal(countCommits(), 1);
  faults.nextCommit = true;
  const ends = await Promise.allSettled([add(3), list()]);
  assert.deepEqual(
    ends.map(({ status }) => status),
    ["rejected", "rejected"],
  );
});

test("GroupCommitDialect resolves what has written when the disk holds it, and what has not at once", async (t) => {
  const { db, add, list, events, faults } = await setUp(t);
  await add(1);
  assert.deepEqual(events, ["sync begins", "sync ends"]);
  await db.updateTable("a").set({ id: 2 }).execute(); // no transaction of its own
  assert.equal(events.length, 4);
  await list();
  await db.updateTable("a").set({ id: 3 }).where("id", "=", 99).execute();
  assert.equal(events.length, 4);
  faults.sync = true;
  await assert.rejects(add(4), { code: "STORE_UNAVAILABLE" });
  await assert.rejects(db.updateTable("a").set({ id: 5 }).where("id", "=", 2).execute(), {
    code: "STORE_UNAVAILABLE",
  });
});

test("GroupCommitDialect goes on with other transactions while the disk is awaited", async (t) => {
  const { add, list, events } = await setUp(t);
  const first = add(1).then(() => events.push("first is told"));
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(await list(), [1]);
  events.push("read");
  await first;
  assert.deepEqual(events, ["sync begins", "read", "sync ends", "first is told"]);
});
