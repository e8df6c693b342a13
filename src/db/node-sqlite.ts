import type { SqliteDatabase, SqliteStatement } from "kysely";

/** The part of node:sqlite that is used here; its types are not among those of Node 20. */
interface NodeSqlite {
  readonly DatabaseSync: new (file: string, options: { readonly timeout: number }) => NodeDatabase;
}

interface NodeDatabase {
  exec(sql: string): void;
  prepare(sql: string): NodeStatement;
  close(): void;
}

interface NodeStatement {
  all(...parameters: readonly unknown[]): unknown[];
  run(...parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(...parameters: readonly unknown[]): IterableIterator<unknown>;
  columns(): readonly unknown[];
}

/** Node's own SQLite, where it needs no flag and can tell a statement's columns: 22.16, 23.11 and newer. */
export function hasNodeSqlite(version: string = process.versions.node): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 23 || (major === 23 && minor >= 11) || (major === 22 && minor >= 16);
}

/** Opens a file with node:sqlite, in the shape that Kysely's SqliteDialect expects. */
export async function openNodeSqlite(file: string, busyTimeoutMs: number): Promise<SqliteDatabase> {
  const { DatabaseSync } = await importQuietly();
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
  return { prepare: (sql) => adaptStatement(database.prepare(sql)), close: () => database.close() };
}

function adaptStatement(statement: NodeStatement): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters),
    run: (parameters) => statement.run(...parameters),
    iterate: (parameters) => statement.iterate(...parameters),
  };
}

/**
 * Importing node:sqlite prints an ExperimentalWarning on Node 22 and 24, which tells the person at the terminal nothing that
 * they could act on. Only that warning, and only during the import, is left out.
 */
async function importQuietly(): Promise<NodeSqlite> {
  const { emitWarning } = process;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).includes("SQLite")) Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    const name = "node:sqlite"; // in a variable: the compiler has no types for it
    return (await import(name)) as NodeSqlite;
  } finally {
    process.emitWarning = emitWarning;
  }
}
