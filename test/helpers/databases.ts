import { join } from "node:path";
import { after, type TestContext } from "node:test";
import type { Kysely } from "kysely";
import type { Schema } from "../../src/db/mod.js";
import { openTestDatabase } from "./open-test-database.js";
import { PostgresServer, SKIP_POSTGRES } from "./postgres.js";
import { makeTempFolder } from "./temp-folder.js";

/** A database that the service can run on; suites run on each. */
export interface DatabaseKind {
  readonly name: string;
  /** For the option `skip` of tests. */
  readonly skip: string | false;
  /** Makes an empty database: a file or a URL, for openTestDatabase(). */
  create(t: TestContext): Promise<string>;
}

export const SQLITE: DatabaseKind = {
  name: "SQLite",
  skip: false,
  create: async (t) => join(await makeTempFolder(t), "a.db"),
};

let shared: Promise<PostgresServer> | undefined;

// Here at the top it means: after the last test of all.
after(async () => {
  await (await shared)?.remove();
});

/** On a server that all tests of this process share. */
export const POSTGRES: DatabaseKind = {
  name: "PostgreSQL",
  skip: SKIP_POSTGRES,
  async create() {
    shared ??= PostgresServer.create({ isDurable: false });
    return await (await shared).createDatabase();
  },
};

export const DATABASES: readonly DatabaseKind[] = [SQLITE, POSTGRES];

/** An empty database that is closed when the test ends. */
export async function makeTestDatabase(t: TestContext, kind: DatabaseKind): Promise<Kysely<Schema>> {
  const db = await openTestDatabase(await kind.create(t));
  t.after(() => db.destroy());
  return db;
}
