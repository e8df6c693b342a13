import type { Kysely } from "kysely";
import { openDatabase, openPostgres, type Schema } from "../../src/db/mod.js";

/** Opens a SQLite file or the database of a PostgreSQL URL. The caller destroys it. */
export async function openTestDatabase(where: string): Promise<Kysely<Schema>> {
  return where.startsWith("postgres:")
    ? await openPostgres(where, { maxConnections: 10 })
    : await openDatabase(where);
}
