import type { SqliteDatabase, SqliteStatement } from "kysely";
import { AppError } from "../lib/errors.js";

/** Results (sqlite.org/rescode.html) that say nothing about the statement, as libsql and as node:sqlite name them. */
const OUTAGES = {
  SQLITE_BUSY: 5,
  SQLITE_READONLY: 8,
  SQLITE_IOERR: 10,
  SQLITE_FULL: 13,
  SQLITE_CANTOPEN: 14,
};
const PRIMARY_CODE = 0xff; // the lower byte of an extended result code

/** Tells outages (disk full, file locked for too long) from defects: they become STORE_UNAVAILABLE. */
export function reportOutages(database: SqliteDatabase): SqliteDatabase {
  return {
    prepare: (sql) => guard(() => wrap(sql, database.prepare(sql))),
    close: () => database.close(),
  };
}

function wrap(sql: string, statement: SqliteStatement): SqliteStatement {
  return {
    reader: statement.reader,
    all: (parameters) => guard(() => statement.all(parameters)),
    run: (parameters) =>
      sql === "rollback" ? rollBack(statement, parameters) : guard(() => statement.run(parameters)),
    iterate: (parameters) => statement.iterate(parameters),
  };
}

/** A full disk ends the transaction by itself; to complain about that would hide why. */
function rollBack(statement: SqliteStatement, parameters: readonly unknown[]) {
  try {
    return statement.run(parameters);
  } catch (error) {
    if (!/no transaction is active/.test(String(error))) throw error;
    return { changes: 0, lastInsertRowid: 0 };
  }
}

function guard<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw isOutage(error) ? new AppError("STORE_UNAVAILABLE", { cause: error }) : error;
  }
}

function isOutage(error: unknown): boolean {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
  return Object.entries(OUTAGES).some(
    ([name, number]) =>
      (typeof code === "string" && code.startsWith(name)) ||
      (typeof errcode === "number" && (errcode & PRIMARY_CODE) === number),
  );
}
