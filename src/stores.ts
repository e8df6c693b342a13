import { join, resolve } from "node:path";
import type { Kysely } from "kysely";
import {
  RateLimiter,
  RequestGuard,
  SubscriptionStore,
  TaskLedger,
  type NewSubscription,
  type Subscription,
} from "./accounts/mod.js";
import type { Config } from "./config.js";
import { openDatabase, type Schema } from "./db/mod.js";
import { systemClock } from "./lib/clock.js";
import { createSecretBox } from "./lib/secret-box.js";
import { findOrMakeSecretKey } from "./secret-key.js";
import { openDiskBlobStore, Spool, type BlobStore } from "./storage/mod.js";
import { SqlTaskStore, type TaskStore } from "./tasks/mod.js";

/** Everything that outlives the process. */
export interface Stores {
  readonly db: Kysely<Schema>;
  readonly tasks: TaskStore;
  readonly subscriptions: SubscriptionStore;
  readonly guard: RequestGuard;
  readonly blobs: BlobStore;
  /** Where requests' images wait until they are checked. */
  readonly spool: Spool;
}

/** Opens the database and the files in the data folder, which is made if needed. The caller destroys `db`. */
export async function openStores(config: Config): Promise<Stores> {
  const blobs = await openDiskBlobStore(join(resolve(config.dataDir), "blobs"));
  const db = await openConfiguredDatabase(config);
  return {
    db,
    blobs,
    spool: await Spool.open(join(resolve(config.dataDir), "spool")),
    tasks: new SqlTaskStore(db, systemClock, [new TaskLedger()]),
    subscriptions: await openSubscriptions(config, db),
    guard: new RequestGuard(new RateLimiter(db, systemClock)),
  };
}

/** Makes a subscription without limits and its keys. Works while the service runs. */
export async function createKey(config: Config, name: string): Promise<NewSubscription> {
  return await withAccounts(config, ({ subscriptions }) => subscriptions.create(name, { actor: "cli" }));
}

/** The subscriptions without their keys, oldest first. */
export async function listKeys(config: Config): Promise<readonly Subscription[]> {
  return await withAccounts(config, ({ subscriptions }) => subscriptions.list());
}

/** The part of the stores that commands about subscriptions need. */
export type Accounts = Pick<Stores, "db" | "subscriptions">;

/** Lets `act` work with the subscriptions, also while the service runs. */
export async function withAccounts<T>(config: Config, act: (accounts: Accounts) => Promise<T>): Promise<T> {
  const db = await openConfiguredDatabase(config);
  try {
    return await act({ db, subscriptions: await openSubscriptions(config, db) });
  } finally {
    await db.destroy();
  }
}

async function openSubscriptions(config: Config, db: Kysely<Schema>): Promise<SubscriptionStore> {
  const key = config.secretKey ?? (await findOrMakeSecretKey(resolve(config.dataDir)));
  return new SubscriptionStore(db, systemClock, createSecretBox(key));
}

async function openConfiguredDatabase({ dataDir }: Config): Promise<Kysely<Schema>> {
  return await openDatabase(join(resolve(dataDir), "drape.db"));
}
