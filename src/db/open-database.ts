import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { Kysely, sql, type SqliteDatabase } from "kysely";
import { cacheStatements } from "./cache-statements.js";
import { GroupCommitDialect } from "./group-commit.js";
import { openLibsql } from "./libsql.js";
import { migrate } from "./migrate.js";
import { hasNodeSqlite, openNodeSqlite } from "./node-sqlite.js";
import type { Schema } from "./schema.js";
import { reportOutages } from "./sqlite-outage.js";
import { WalSync } from "./wal-sync.js";

const BUSY_TIMEOUT_MS = 5000; // how long a statement waits for another process that writes

export type SqliteDriver = "node:sqlite" | "libsql";

/** The driver used on this Node. */
export function chooseDriver(): SqliteDriver {
  return hasNodeSqlite() ? "node:sqlite" : "libsql";
}

/**
 * Opens (or makes) the SQLite file and brings its tables up to date. What is committed survives a crash of the process and of
 * the machine: write-ahead log, which is synced after each commit and beside the event loop. Several processes of one machine may open the same file; a network disk won't do.
 */
export async function openDatabase(
  file: string,
  driver: SqliteDriver = chooseDriver(),
): Promise<Kysely<Schema>> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const open = driver === "libsql" ? openLibsql : openNodeSqlite;
  const database: SqliteDatabase = cacheStatements(reportOutages(await open(file, BUSY_TIMEOUT_MS)));
  const db = new Kysely<Schema>({ dialect: new GroupCommitDialect(database, new WalSync(file)) });
  await sql`pragma journal_mode = wal`.execute(db);
  await sql`pragma synchronous = normal`.execute(db);
  await migrate(db);
  return db;
}
