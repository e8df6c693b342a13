import type { SqliteDatabase, SqliteStatement } from "kysely";

const MAX_STATEMENTS = 400; // the service has about 60; lists of varying length ("not in", rows that are written together) make the others

/**
 * Keeps prepared statements: Kysely prepares anew for every query, which costs as much as running it. One connection runs one
 * statement at a time, so a statement is never asked again before it is done; nothing here streams rows.
 */
export function cacheStatements(database: SqliteDatabase): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    prepare(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const statement = database.prepare(sql);
      if (!isAboutData(sql)) return statement;
      const [oldest] = statements.keys();
      if (statements.size >= MAX_STATEMENTS && oldest !== undefined) statements.delete(oldest);
      statements.set(sql, statement);
      return statement;
    },
    close() {
      statements.clear();
      database.close();
    },
  };
}

/** Statements that change tables, or ask for settings, are rare and may not be asked twice. */
function isAboutData(sql: string): boolean {
  return /^\s*(?:with|select|insert|update|delete|begin|commit|rollback|savepoint|release)\b/i.test(sql);
}
