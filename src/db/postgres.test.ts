import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { sql } from "kysely";
import { DATABASES, makeTestDatabase, POSTGRES } from "../../test/helpers/databases.js";
import { openInProcess } from "../../test/helpers/open-database.js";
import { openTestDatabase } from "../../test/helpers/open-test-database.js";
import { PostgresServer } from "../../test/helpers/postgres.js";
import { waitUntil } from "../../test/helpers/wait-until.js";
import { createLog } from "../lib/log.js";
import { PostgresSignals } from "./postgres-signals.js";
import { findOrMakeSetting } from "./settings.js";
import { waitForDatabase } from "./wait-for-database.js";

const { skip } = POSTGRES;

for (const kind of DATABASES)
  test(
    `Ten processes that open a new ${kind.name} at once migrate it once`,
    { skip: kind.skip },
    async (t) => {
      const where = await kind.create(t);
      const errors = await Promise.all(Array.from({ length: 10 }, () => openInProcess(where)));
      assert.deepEqual(
        errors.filter((error) => error !== undefined),
        [],
      );
      const db = await openTestDatabase(where);
      t.after(() => db.destroy());
      const done = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
      assert.deepEqual(
        done.rows.map(({ name }) => name),
        [...new Set(done.rows.map(({ name }) => name))],
      );
      assert.equal(done.rows[0]?.name, "0001-first-tables");
    },
  );

test("openPostgres() gives bigints as numbers and keeps them exact", { skip }, async (t) => {
  const db = await makeTestDatabase(t, POSTGRES);
  const { rows } = await sql`select cast(${Number.MAX_SAFE_INTEGER} as bigint) as a, count(*) as b`.execute(
    db,
  );
  assert.deepEqual(rows, [{ a: Number.MAX_SAFE_INTEGER, b: 1 }]);
});

/** A server of this test alone, because it is killed. */
async function startServer(t: TestContext) {
  const server = await PostgresServer.create({ isDurable: true });
  t.after(() => server.remove());
  const url = await server.createDatabase();
  const db = await openTestDatabase(url);
  t.after(() => db.destroy());
  return { server, url, db };
}

test(
  "A database that goes away refuses statements as an outage, and works again when it is back",
  { skip },
  async (t) => {
    const { server, db } = await startServer(t);
    await findOrMakeSetting(db, "a", () => "kept");
    const transaction = db.transaction().execute(async (held) => {
      await server.crash();
      await findOrMakeSetting(held, "b", () => "lost");
    });
    await assert.rejects(transaction, { code: "STORE_UNAVAILABLE" });
    await assert.rejects(
      findOrMakeSetting(db, "a", () => "x"),
      { code: "STORE_UNAVAILABLE" },
    );
    await server.start();
    assert.equal(await findOrMakeSetting(db, "a", () => "x"), "kept");
    assert.equal(await findOrMakeSetting(db, "b", () => "new"), "new");
  },
);

test("waitForDatabase() lets a start go on that began while the server was away", { skip }, async (t) => {
  const { server, db } = await startServer(t);
  await server.crash();
  const setting = waitForDatabase(() => findOrMakeSetting(db, "a", () => "made"));
  await server.start();
  assert.equal(await setting, "made");
});

test(
  "A statement that takes too long, or asks for what is not there, is told from an outage",
  { skip },
  async (t) => {
    const db = await makeTestDatabase(t, POSTGRES);
    await assert.rejects(
      db.connection().execute(async (one) => {
        await sql`set statement_timeout = 50`.execute(one);
        await sql`select pg_sleep(5)`.execute(one);
      }),
      { code: "STORE_UNAVAILABLE" },
    );
    await assert.rejects(sql`select * from nothing`.execute(db), { code: "42P01" });
  },
);

test("PostgresSignals reach other processes, also after the server was away", { skip }, async (t) => {
  const { server, url, db } = await startServer(t);
  const open = (): PostgresSignals => {
    const signals = new PostgresSignals({ url, db, log: createLog("silent") });
    t.after(() => signals.close());
    return signals;
  };
  const [sender, hearer] = [open(), open()];
  let heard = 0;
  hearer.listen("tasks", () => heard++);
  hearer.listen("callbacks", () => assert.equal(heard, 1)); // only when it begins to listen
  await waitUntil("listening", () => heard === 1);
  sender.send("tasks");
  await waitUntil("a signal", () => heard === 2);

  await server.crash();
  sender.send("tasks"); // gets lost
  await server.start();
  await waitUntil("what was missed", () => heard === 3, 20_000);
  sender.send("tasks");
  await waitUntil("a signal again", () => heard === 4);
});
