import {
  CompiledQuery,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type SqliteDatabase,
} from "kysely";
import { AppError } from "../lib/errors.js";
import type { DiskSync } from "./wal-sync.js";

/** Transactions that one commit may hold; other processes wait for the file's lock meanwhile. */
const MAX_GROUP = 64;

/** Transactions whose commits were put together. */
interface Group {
  size: number;
  readonly committed: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * SQLite with group commit. While others already wait for the connection, a transaction's end is only a released savepoint; the last
 * of the row commits for all (DeWitt et al., Implementation techniques for main memory database systems, SIGMOD 1984, §5). A
 * transaction that is alone commits at once. Whatever has written resolves when the disk holds it, which is waited for beside the
 * event loop, while the next transactions go on.
 */
export class GroupCommitDialect extends SqliteDialect {
  readonly #database: SqliteDatabase;
  readonly #disk: DiskSync;

  constructor(database: SqliteDatabase, disk: DiskSync) {
    super({ database });
    this.#database = database;
    this.#disk = disk;
  }

  override createDriver(): Driver {
    return new GroupCommitDriver(new SqliteDriver({ database: this.#database }), this.#disk);
  }
}

class GroupCommitDriver implements Driver {
  readonly #inner: Driver;
  readonly #disk: DiskSync;
  #connection: WatchedConnection | undefined;
  #isTaken = false;
  readonly #waiting: (() => void)[] = [];
  #group: Group | undefined;

  constructor(inner: Driver, disk: DiskSync) {
    this.#inner = inner;
    this.#disk = disk;
  }

  async init(): Promise<void> {
    await this.#inner.init();
    this.#connection = new WatchedConnection(await this.#inner.acquireConnection()); // the only one there is; whose turn it is is told here
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#isTaken) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#isTaken = true;
    if (this.#connection === undefined) throw new Error("The driver is not initialized");
    return this.#connection;
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#group === undefined) {
      await run(connection, "begin immediate");
      this.#group = createGroup();
    }
    this.#group.size++;
    await run(connection, "savepoint one");
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await run(connection, "release one"); // releaseConnection() commits, or waits for who does
  }

  /** Takes back one transaction of the group. Where SQLite has taken back all of them, as when the disk is full, all fail. */
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await run(connection, "rollback to one");
      await run(connection, "release one");
    } catch (error) {
      await this.#abandon(connection, error);
    }
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    const group = this.#group;
    const hasWritten = this.#connection?.takeWritten() === true && group === undefined;
    const isLast = this.#waiting.length === 0 || (group !== undefined && group.size >= MAX_GROUP);
    if (group !== undefined && isLast) await this.#commit(connection, group);
    this.#passOn();
    if (group !== undefined) await group.committed;
    else if (hasWritten) await this.#disk.sync();
  }

  async destroy(): Promise<void> {
    await this.#disk.close();
    await this.#inner.destroy();
  }

  async #commit(connection: DatabaseConnection, group: Group): Promise<void> {
    try {
      await run(connection, "commit");
      this.#group = undefined;
      this.#disk.sync().then(group.resolve, group.reject);
    } catch (error) {
      await this.#abandon(connection, error);
    }
  }

  async #abandon(connection: DatabaseConnection, cause: unknown): Promise<void> {
    const group = this.#group;
    this.#group = undefined;
    await run(connection, "rollback"); // does nothing where SQLite has done so
    group?.reject(cause instanceof AppError ? cause : new AppError("STORE_UNAVAILABLE", { cause }));
  }

  #passOn(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#isTaken = false;
    else next();
  }
}

function createGroup(): Group {
  let resolve = (): void => {};
  let reject = (_error: unknown): void => {};
  const committed = new Promise<void>((...settle) => ([resolve, reject] = settle));
  committed.catch(() => {}); // each transaction tells its own caller
  return { size: 0, committed, resolve, reject };
}

/** The connection, which remembers whether it has written since it was last asked. */
class WatchedConnection implements DatabaseConnection {
  readonly #inner: DatabaseConnection;
  #hasWritten = false;

  constructor(inner: DatabaseConnection) {
    this.#inner = inner;
  }

  takeWritten(): boolean {
    const hasWritten = this.#hasWritten;
    this.#hasWritten = false;
    return hasWritten;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.#inner.executeQuery<R>(query);
    const isRead = query.query.kind === "SelectQueryNode";
    if (!isRead && (result.rows.length > 0 || (result.numAffectedRows ?? 0n) > 0n)) this.#hasWritten = true;
    return result;
  }

  streamQuery<R>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<R>> {
    return this.#inner.streamQuery<R>(query, chunkSize ?? 1);
  }
}

async function run(connection: DatabaseConnection, statement: string): Promise<void> {
  await connection.executeQuery(CompiledQuery.raw(statement));
}
