import { Migrator, type Kysely, type Migration } from "kysely";
import * as firstTables from "./migrations/0001-first-tables.js";
import * as taskOptions from "./migrations/0010-task-options.js";
import * as subscriptions from "./migrations/0020-subscriptions.js";
import * as webhooks from "./migrations/0021-webhooks.js";
import * as expiry from "./migrations/0022-expiry.js";
import type { Schema } from "./schema.js";

/** In order of their names; a released migration is never changed, only followed by another. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-first-tables": firstTables,
  "0010-task-options": taskOptions,
  "0020-subscriptions": subscriptions,
  "0021-webhooks": webhooks,
  "0022-expiry": expiry,
};

/** Brings the tables to the newest form. @throws Error naming the migration that failed. */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const culprit = results?.find(({ status }) => status === "Error")?.migrationName ?? "its preparation";
  throw new Error(
    `Cannot migrate the database: ${culprit} failed: ${error instanceof Error ? error.message : JSON.stringify(error)}`,
    {
      cause: error,
    },
  );
}
