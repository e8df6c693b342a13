/**
 * The database: drivers, tables, migrations. It knows no task and no subscription beyond their columns; queries live in the stores.
 * All query text stays common to SQLite and PostgreSQL: bigint milliseconds, JSON as text, `returning`, `on conflict`.
 */
export { findNewestMigration } from "./migrate.js";
export { openDatabase } from "./open-database.js";
export { openPostgres } from "./postgres.js";
export { PostgresSignals } from "./postgres-signals.js";
export { locksRows } from "./row-locks.js";
export type { Schema } from "./schema.js";
export { LocalSignals, type Signals } from "./signals.js";
export { findOrMakeSetting } from "./settings.js";
export { waitForDatabase } from "./wait-for-database.js";
