import { PostgresAdapter, type Kysely } from "kysely";

/**
 * Whether a statement that takes one of many rows must lock it and pass over those that others have locked (`for update skip
 * locked`). SQLite does not know these words and has one writer at a time, so it needs none.
 */
export function locksRows<T>(db: Kysely<T>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
