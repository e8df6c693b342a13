import { join, resolve } from "node:path";
import type { Kysely } from "kysely";
import {
  DerivedAccessKeys,
  SubscriptionStore,
  type NewSubscription,
  type Subscription,
} from "./accounts/mod.js";
import type { Config } from "./config.js";
import { openDatabase, type Schema } from "./db/mod.js";
import { systemClock } from "./lib/clock.js";
import { openDiskBlobStore, type BlobStore } from "./storage/mod.js";
import { SqlTaskStore, type TaskStore } from "./tasks/mod.js";

/** Everything that outlives the process. */
export interface Stores {
  readonly db: Kysely<Schema>;
  readonly tasks: TaskStore;
  readonly subscriptions: SubscriptionStore;
  readonly accessKeys: DerivedAccessKeys;
  readonly blobs: BlobStore;
}

/** Opens the database and the files in the data folder, which is made if needed. The caller destroys `db`. */
export async function openStores(config: Config): Promise<Stores> {
  const blobs = await openDiskBlobStore(join(resolve(config.dataDir), "blobs"));
  const db = await openConfiguredDatabase(config);
  return {
    db,
    blobs,
    tasks: new SqlTaskStore(db, systemClock),
    subscriptions: new SubscriptionStore(db, systemClock),
    accessKeys: new DerivedAccessKeys(db),
  };
}

/** Makes a subscription with its key, for `drape keys create`. Works while the service runs. */
export async function createKey(config: Config, name: string): Promise<NewSubscription> {
  return await withSubscriptions(config, (subscriptions) => subscriptions.create(name));
}

/** The subscriptions without their keys, oldest first. */
export async function listKeys(config: Config): Promise<readonly Subscription[]> {
  return await withSubscriptions(config, (subscriptions) => subscriptions.list());
}

async function withSubscriptions<T>(
  config: Config,
  act: (subscriptions: SubscriptionStore) => Promise<T>,
): Promise<T> {
  const db = await openConfiguredDatabase(config);
  try {
    return await act(new SubscriptionStore(db, systemClock));
  } finally {
    await db.destroy();
  }
}

async function openConfiguredDatabase({ dataDir }: Config): Promise<Kysely<Schema>> {
  return await openDatabase(join(resolve(dataDir), "drape.db"));
}
