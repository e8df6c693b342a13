import { Migrator, sql, type Kysely, type Migration } from "kysely";
import { AppError } from "../lib/errors.js";
import * as firstTables from "./migrations/0001-first-tables.js";
import * as taskOptions from "./migrations/0010-task-options.js";
import * as subscriptions from "./migrations/0020-subscriptions.js";
import * as webhooks from "./migrations/0021-webhooks.js";
import * as expiry from "./migrations/0022-expiry.js";
import * as fairQueue from "./migrations/0030-fair-queue.js";
import * as widgetUses from "./migrations/0031-widget-uses.js";
import * as traces from "./migrations/0040-traces.js";
import { locksRows } from "./row-locks.js";
import type { Schema } from "./schema.js";

/** In order of their names; a released migration is never changed, only followed by another. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-first-tables": firstTables,
  "0010-task-options": taskOptions,
  "0020-subscriptions": subscriptions,
  "0021-webhooks": webhooks,
  "0022-expiry": expiry,
  "0030-fair-queue": fairQueue,
  "0031-widget-uses": widgetUses,
  "0040-traces": traces,
};

/**
 * Brings the tables to the newest form. Processes that start at once take turns: PostgreSQL's migrator holds an advisory lock, a
 * SQLite file is locked for writing from the beginning. @throws Error naming the migration that failed
 */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  if (locksRows(db)) return await runMigrations(db);
  await db.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    try {
      await runMigrations(connection);
      await sql`commit`.execute(connection);
    } catch (error) {
      await sql`rollback`.execute(connection);
      throw error;
    }
  });
}

/** The name of the newest migration that the tables have seen. */
export async function findNewestMigration(db: Kysely<Schema>): Promise<string> {
  const { rows } = await sql<{ newest: string }>`select max(name) as newest from kysely_migration`.execute(
    db,
  );
  return rows[0]?.newest ?? "none";
}

async function runMigrations(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof AppError) throw error; // the database cannot be reached: no fault of a migration
  const culprit = results?.find(({ status }) => status === "Error")?.migrationName ?? "its preparation";
  throw new Error(
    `Cannot migrate the database: ${culprit} failed: ${error instanceof Error ? error.message : JSON.stringify(error)}`,
    {
      cause: error,
    },
  );
}
