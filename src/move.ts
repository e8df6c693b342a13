import { join, resolve } from "node:path";
import { sql, type Kysely } from "kysely";
import type { Config } from "./config.js";
import { locksRows, openDatabase, openPostgres, type Schema } from "./db/mod.js";
import { openBlobStore, type BlobStore } from "./storage/mod.js";
import { BLOB_PREFIX } from "./tasks/mod.js";

/** All tables; a new one must be named here, or a test fails. */
export const MOVED_TABLES = [
  "settings",
  "subscriptions",
  "subscription_keys",
  "rate_limits",
  "usage_days",
  "audit",
  "idempotency_keys",
  "widget_uses",
  "tasks",
  "webhooks",
] as const satisfies readonly (keyof Schema)[];

/** In the target's settings while it is only a copy; the first service that starts there takes it away. */
const COPY_MARK = "copied-from-another-database";
const ROWS_A_STATEMENT = 200; // PostgreSQL allows 65,535 parameters

/** Rows that a service has written would be lost. */
class TargetInUseError extends Error {
  override readonly name = "TargetInUseError";
  readonly code = "TARGET_IN_USE";

  constructor() {
    super("Cannot copy to this database: it has subscriptions of its own; give an empty one");
  }
}

export interface Moved {
  readonly rows: number;
  readonly blobs: number;
  /** Blobs that an earlier run had copied. */
  readonly blobsThere: number;
}

/**
 * Copies an install of one machine, which may be running, to the database and the bucket of `target`; ids, keys and links stay. Rows
 * go in one transaction, from one moment of the source, and replace what an earlier run copied. Blobs that are there are not copied
 * again, so a run that was cut off goes on, and a last one after the service has stopped is short.
 */
export async function moveInstall(
  source: Config,
  target: Pick<Config, "databaseUrl" | "blobUrl">,
): Promise<Moved> {
  const folder = resolve(source.dataDir);
  const from = await openDatabase(join(folder, "drape.db"));
  try {
    const blobs =
      target.blobUrl === undefined
        ? { blobs: 0, blobsThere: 0 }
        : await copyBlobsTo(target.blobUrl, await openBlobStore(undefined, join(folder, "blobs")));
    const rows = target.databaseUrl === undefined ? 0 : await copyRowsTo(target.databaseUrl, from);
    return { rows, ...blobs };
  } finally {
    await from.destroy();
  }
}

async function copyBlobsTo(
  blobUrl: NonNullable<Config["blobUrl"]>,
  from: BlobStore,
): Promise<Pick<Moved, "blobs" | "blobsThere">> {
  const to = await openBlobStore(blobUrl, ""); // a bucket needs no folder
  try {
    return await copyBlobs(from, to);
  } finally {
    await to.close?.();
  }
}

async function copyRowsTo(databaseUrl: string, from: Kysely<Schema>): Promise<number> {
  const to = await openPostgres(databaseUrl, { maxConnections: 2 });
  try {
    return await copyRows(from, to);
  } finally {
    await to.destroy();
  }
}

/** @throws TargetInUseError when a service has worked on the target */
async function copyRows(from: Kysely<Schema>, to: Kysely<Schema>): Promise<number> {
  return await from.connection().execute(async (source) => {
    await sql`begin deferred`.execute(source); // all reads see one moment, and the service goes on writing
    try {
      return await to.transaction().execute((target) => replaceRows(source, target));
    } finally {
      await sql`rollback`.execute(source);
    }
  });
}

async function replaceRows(source: Kysely<Schema>, target: Kysely<Schema>): Promise<number> {
  await refuseUsed(target);
  // Not by `delete`, which takes longer the more is there, and each statement has a time limit.
  await sql`truncate ${sql.join(MOVED_TABLES.map((table) => sql.table(table)))}`.execute(target);
  let rows = 0;
  for (const table of MOVED_TABLES) rows += await copyTable(table, source, target);
  await target
    .insertInto("settings")
    .values({ name: COPY_MARK, value: new Date().toISOString() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return rows;
}

async function refuseUsed(target: Kysely<Schema>): Promise<void> {
  const used = await target.selectFrom("subscriptions").select("id").limit(1).executeTakeFirst();
  const mark = await target
    .selectFrom("settings")
    .select("value")
    .where("name", "=", COPY_MARK)
    .executeTakeFirst();
  if (used !== undefined && mark === undefined) throw new TargetInUseError();
}

async function copyTable(
  table: (typeof MOVED_TABLES)[number],
  source: Kysely<Schema>,
  target: Kysely<Schema>,
): Promise<number> {
  let copied = 0;
  let lastRow = 0; // SQLite numbers the rows of every table
  for (;;) {
    const { rows } = await sql<{ _rowid: number }>`select rowid as _rowid, * from ${sql.table(table)}
      where rowid > ${lastRow} order by rowid limit ${sql.lit(ROWS_A_STATEMENT)}`.execute(source);
    const last = rows.at(-1);
    if (last === undefined) return copied;
    // The columns are the same in both, made by the same migrations.
    const values = rows.map(({ _rowid, ...row }) => row) as never;
    await target.insertInto(table).values(values).execute();
    lastRow = last._rowid;
    copied += rows.length;
  }
}

async function copyBlobs(from: BlobStore, to: BlobStore): Promise<Pick<Moved, "blobs" | "blobsThere">> {
  let blobs = 0;
  let blobsThere = 0;
  for (const prefix of Object.values(BLOB_PREFIX))
    for await (const { key, sizeBytes } of from.list(prefix)) {
      if ((await to.stat(key))?.sizeBytes === sizeBytes) {
        blobsThere++;
        continue;
      }
      const bytes = await from.get(key);
      if (bytes === undefined) continue; // deleted meanwhile: its time was over
      await to.put(key, bytes);
      blobs++;
    }
  return { blobs, blobsThere };
}

/** A database on which a service starts is no copy any more: nothing may be copied over it. */
export async function forgetThatItIsACopy(db: Kysely<Schema>): Promise<void> {
  if (locksRows(db)) await db.deleteFrom("settings").where("name", "=", COPY_MARK).execute();
}
