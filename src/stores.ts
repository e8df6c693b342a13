import { createHmac } from "node:crypto";
import { join, resolve } from "node:path";
import type { Kysely } from "kysely";
import {
  listAudit,
  listUsage,
  RateLimiter,
  RequestGuard,
  SubscriptionStore,
  TaskLedger,
  type NewSubscription,
  type AuditEntry,
  type UsageDay,
} from "./accounts/mod.js";
import { ConfigError, type Config } from "./config.js";
import { ResultLinks, toCallbackBody } from "./api/mod.js";
import {
  findNewestMigration,
  findOrMakeSetting,
  LocalSignals,
  openDatabase,
  openPostgres,
  PostgresSignals,
  waitForDatabase,
  type Schema,
  type Signals,
} from "./db/mod.js";
import { systemClock } from "./lib/clock.js";
import type { Log } from "./lib/log.js";
import { randomId } from "./lib/random-id.js";
import { createSecretBox } from "./lib/secret-box.js";
import { createMetrics, type Metrics } from "./metrics/mod.js";
import { forgetThatItIsACopy } from "./move.js";
import { findOrMakeSecretKey } from "./secret-key.js";
import { openBlobStore, Spool, type BlobStore } from "./storage/mod.js";
import { SqlTaskStore, type SubscriptionId, type Task, type TaskHook, type TaskStore } from "./tasks/mod.js";
import { WebhookOutbox, WebhookStore } from "./webhooks/mod.js";

const DAY_MS = 24 * 3600_000;

/** Everything that outlives the process. */
export interface Stores {
  readonly db: Kysely<Schema>;
  /** Tells the processes of the service that there is something to do. */
  readonly signals: Signals;
  readonly tasks: TaskStore;
  readonly subscriptions: SubscriptionStore;
  readonly guard: RequestGuard;
  readonly blobs: BlobStore;
  /** Where requests' images wait until they are checked. */
  readonly spool: Spool;
  readonly links: ResultLinks;
  readonly webhooks: WebhookStore;
  /** Of this process. */
  readonly metrics: Metrics;
  close(): Promise<void>;
}

/** Opens the database and the files in the data folder, which is made if needed. The caller closes them. */
export async function openStores(config: Config, log: Log): Promise<Stores> {
  const db = await openConfiguredDatabase(config);
  try {
    return await openStoresOn(db, config, log);
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

async function openStoresOn(db: Kysely<Schema>, config: Config, log: Log): Promise<Stores> {
  const links = new ResultLinks({
    secret: await waitForDatabase(() =>
      findOrMakeSetting(db, "result-link-secret", () => randomId() + randomId()),
    ),
    publicUrl: config.publicUrl,
  });
  await waitForDatabase(() => forgetThatItIsACopy(db));
  const subscriptions = await openSubscriptions(config, db);
  const signals = openSignals(config, db, log);
  const outbox = new WebhookOutbox((task) => renderCallback(task, links));
  outbox.listen(() => signals.send("callbacks"));
  const metrics = createMetrics();
  const blobs = await openBlobStore(config.blobUrl, join(resolve(config.dataDir), "blobs"));
  return {
    db,
    signals,
    blobs,
    spool: await Spool.open(join(resolve(config.dataDir), "spool")),
    links,
    metrics,
    webhooks: new WebhookStore(db, systemClock),
    // The ledger after the outbox: the subscription's row, which all its tasks need, is locked for a shorter time.
    tasks: openTasks(config, db, [outbox, new TaskLedger(), metrics.taskHook]),
    subscriptions,
    guard: new RequestGuard(new RateLimiter(db, systemClock)),
    async close() {
      await signals.close();
      await blobs.close?.();
      await db.destroy();
    },
  };
}

function openSignals({ databaseUrl }: Config, db: Kysely<Schema>, log: Log): Signals {
  return databaseUrl === undefined ? new LocalSignals() : new PostgresSignals({ url: databaseUrl, db, log });
}

function renderCallback(task: Task, links: ResultLinks): string {
  const resultUrl = links.makeAt(task, task.callback?.origin ?? "");
  return JSON.stringify(toCallbackBody({ task, resultUrl }));
}

/** Makes a subscription without limits and its keys. Works while the service runs. */
export async function createKey(config: Config, name: string): Promise<NewSubscription> {
  return await withAccounts(config, ({ subscriptions }) => subscriptions.create(name, { actor: "cli" }));
}

/**
 * Forgets a subscription, ends its tasks and has its pictures deleted by the next sweep. First it is disabled, so that no task comes
 * while the others end; a crash on the way leaves it disabled, and the call can be repeated. @throws AppError SUBSCRIPTION_NOT_FOUND
 */
export async function removeSubscription(
  { subscriptions, tasks }: Pick<Stores, "subscriptions" | "tasks">,
  id: string,
  actor: string,
): Promise<void> {
  await subscriptions.setDisabled(id, true, actor);
  await tasks.abandon(id as SubscriptionId); // ids of subscriptions come from their store alone, and this one is known
  await subscriptions.remove(id, actor);
}

/** What commands about subscriptions and their callbacks work with. */
export interface Accounts extends Pick<Stores, "subscriptions" | "webhooks"> {
  listUsage(
    id: string,
    days: { readonly fromDay: string; readonly toDay: string },
  ): Promise<readonly UsageDay[]>;
  listAudit(id: string, limit: number): Promise<readonly AuditEntry[]>;
  /** @throws AppError SUBSCRIPTION_NOT_FOUND */
  removeSubscription(id: string, actor: string): Promise<void>;
}

/** Lets `act` work with the subscriptions, also while the service runs. */
export async function withAccounts<T>(config: Config, act: (accounts: Accounts) => Promise<T>): Promise<T> {
  const db = await openConfiguredDatabase(config);
  try {
    const subscriptions = await openSubscriptions(config, db);
    const tasks = openTasks(config, db, [new TaskLedger()]);
    return await act({
      subscriptions,
      webhooks: new WebhookStore(db, systemClock),
      listUsage: (id, days) => listUsage(db, id, days),
      listAudit: (subscriptionId, limit) => listAudit(db, { subscriptionId, limit }),
      removeSubscription: (id, actor) => removeSubscription({ subscriptions, tasks }, id, actor),
    });
  } finally {
    await db.destroy();
  }
}

/** Brings the tables up to date, which opening does. Returns the name of the newest migration. */
export async function migrateDatabase(config: Config): Promise<string> {
  const db = await openConfiguredDatabase(config);
  try {
    return await findNewestMigration(db);
  } finally {
    await db.destroy();
  }
}

function openTasks({ resultDays }: Config, db: Kysely<Schema>, hooks: readonly TaskHook[]): TaskStore {
  return new SqlTaskStore(db, systemClock, { hooks, resultTtlMs: resultDays * DAY_MS });
}

async function openSubscriptions(config: Config, db: Kysely<Schema>): Promise<SubscriptionStore> {
  const key = config.secretKey ?? (await findOrMakeSecretKey(resolve(config.dataDir)));
  await waitForDatabase(() => checkSecretKey(db, key));
  return new SubscriptionStore(db, systemClock, createSecretBox(key));
}

/** Every process of the service needs the same key: one with another could read no secret, and its own would be lost to the rest. */
async function checkSecretKey(db: Kysely<Schema>, key: Uint8Array): Promise<void> {
  const fingerprint = createHmac("sha256", key).update("drape secret key").digest("hex");
  if ((await findOrMakeSetting(db, "secret-key-fingerprint", () => fingerprint)) === fingerprint) return;
  throw new ConfigError(
    "Cannot use this secret key: the database was first opened with another; set DRAPE_SECRET_KEY to that one (in Base64, as in its secret.key)",
  );
}

async function openConfiguredDatabase(config: Config): Promise<Kysely<Schema>> {
  const { dataDir, databaseUrl, databaseConnections } = config;
  return databaseUrl === undefined
    ? await openDatabase(join(resolve(dataDir), "drape.db"))
    : await openPostgres(databaseUrl, { maxConnections: databaseConnections });
}
