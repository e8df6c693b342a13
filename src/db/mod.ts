/**
 * The database: drivers, tables, migrations. It knows no task and no subscription beyond their columns; queries live in the stores.
 * All query text stays common to SQLite and PostgreSQL: bigint milliseconds, JSON as text, `returning`, `on conflict`.
 */
export { openDatabase } from "./open-database.js";
export type { Schema } from "./schema.js";
export { findOrMakeSetting } from "./settings.js";
