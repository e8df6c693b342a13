import type { SqliteDatabase } from "kysely";

/** Opens a file with libsql's prebuilt SQLite, which has the shape that Kysely's SqliteDialect expects. */
export async function openLibsql(file: string, busyTimeoutMs: number): Promise<SqliteDatabase> {
  const { default: Database } = await import("libsql");
  return new Database(file, { timeout: busyTimeoutMs });
}
