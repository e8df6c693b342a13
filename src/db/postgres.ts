import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from "kysely";
import type { Pool, PoolClient, PoolConfig } from "pg";
import { AppError } from "../lib/errors.js";
import { migrate } from "./migrate.js";
import { isPostgresOutage } from "./postgres-outage.js";
import type { Schema } from "./schema.js";
import { waitForDatabase } from "./wait-for-database.js";

const SECOND = 1000;
const BIGINT = 20; // PostgreSQL's type id (pg_type.oid) of int8
const STATEMENT_TIMEOUT_MS = 10 * SECOND; // the slowest of ours, a page of a million tasks, takes milliseconds

export interface PostgresOptions {
  /** Connections of this process at the same time. */
  readonly maxConnections: number;
}

/**
 * Opens a PostgreSQL database and brings its tables up to date; of several processes that start at once one does it. While the
 * server is away each statement is refused with STORE_UNAVAILABLE, and the first one after its return works again. `pg` is only
 * loaded here.
 */
export async function openPostgres(
  url: string,
  { maxConnections }: PostgresOptions,
): Promise<Kysely<Schema>> {
  const { Pool, types } = await import("pg");
  const settings: PoolConfig = {
    connectionString: url,
    application_name: "drape",
    keepAlive: true,
    connectionTimeoutMillis: 5 * SECOND,
    // Milliseconds fit into a number; as text they would compare wrongly.
    types: {
      getTypeParser: (oid, format): unknown => (oid === BIGINT ? Number : types.getTypeParser(oid, format)),
    },
  };
  const migrating = createKysely(new Pool({ ...settings, max: 1 }));
  try {
    await waitForDatabase(() => migrate(migrating)); // without timeouts: it may wait for another process that migrates
  } finally {
    await migrating.destroy();
  }
  const timeouts = {
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: 2 * STATEMENT_TIMEOUT_MS, // of a machine that vanished
    query_timeout: STATEMENT_TIMEOUT_MS + 5 * SECOND, // when the server itself vanished
  };
  return createKysely(new Pool({ ...settings, ...timeouts, max: maxConnections }));
}

function createKysely(pool: Pool): Kysely<Schema> {
  pool.on("error", () => {}); // an idle connection broke: the pool forgets it, and a statement that finds no server says so
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: new OutagePool(pool) }) });
}

/** A pool whose errors tell outages from defects, and that hands out no connection again which broke. */
class OutagePool implements PostgresPool {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async connect(): Promise<PostgresPoolClient> {
    return new OutageClient(await this.#pool.connect().catch(throwAsOutage));
  }

  end(): Promise<void> {
    return this.#pool.end();
  }
}

class OutageClient implements PostgresPoolClient {
  readonly #client: PoolClient;
  #isBroken = false;
  readonly #onError = (): void => void (this.#isBroken = true); // between two statements; the next one says so

  constructor(client: PoolClient) {
    this.#client = client.on("error", this.#onError);
  }

  // Through unknown: Kysely's type also has a form for cursors, which nothing here uses.
  readonly query = (async (sql: string, parameters: readonly unknown[]) => {
    try {
      return await this.#client.query(sql, [...parameters]);
    } catch (error) {
      this.#isBroken ||= isPostgresOutage(error);
      throw this.#isBroken ? toOutage(error) : error;
    }
  }) as unknown as PostgresPoolClient["query"];

  release(): void {
    this.#client.off("error", this.#onError);
    this.#client.release(this.#isBroken);
  }
}

function throwAsOutage(error: unknown): never {
  throw isPostgresOutage(error) ? toOutage(error) : error;
}

function toOutage(cause: unknown): AppError {
  return new AppError("STORE_UNAVAILABLE", { cause });
}
