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
import type { Config } from "./config.js";
import { ResultLinks, toCallbackBody } from "./api/mod.js";
import { findOrMakeSetting, openDatabase, openPostgres, type Schema } from "./db/mod.js";
import { systemClock } from "./lib/clock.js";
import { randomId } from "./lib/random-id.js";
import { createSecretBox } from "./lib/secret-box.js";
import { findOrMakeSecretKey } from "./secret-key.js";
import { openBlobStore, Spool, type BlobStore } from "./storage/mod.js";
import { SqlTaskStore, type SubscriptionId, type Task, type TaskHook, type TaskStore } from "./tasks/mod.js";
import { WebhookOutbox, WebhookStore } from "./webhooks/mod.js";

const DAY_MS = 24 * 3600_000;

/** Everything that outlives the process. */
export interface Stores {
  readonly db: Kysely<Schema>;
  readonly tasks: TaskStore;
  readonly subscriptions: SubscriptionStore;
  readonly guard: RequestGuard;
  readonly blobs: BlobStore;
  /** Where requests' images wait until they are checked. */
  readonly spool: Spool;
  readonly links: ResultLinks;
  readonly webhooks: WebhookStore;
  readonly outbox: WebhookOutbox;
}

/** Opens the database and the files in the data folder, which is made if needed. The caller destroys `db`. */
export async function openStores(config: Config): Promise<Stores> {
  const blobs = await openBlobStore(config.blobUrl, join(resolve(config.dataDir), "blobs"));
  const db = await openConfiguredDatabase(config);
  const links = new ResultLinks({
    secret: await findOrMakeSetting(db, "result-link-secret", () => randomId() + randomId()),
    publicUrl: config.publicUrl,
  });
  const outbox = new WebhookOutbox((task) => renderCallback(task, links));
  return {
    db,
    blobs,
    spool: await Spool.open(join(resolve(config.dataDir), "spool")),
    links,
    outbox,
    webhooks: new WebhookStore(db, systemClock),
    tasks: openTasks(config, db, [new TaskLedger(), outbox]),
    subscriptions: await openSubscriptions(config, db),
    guard: new RequestGuard(new RateLimiter(db, systemClock)),
  };
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

function openTasks({ resultDays }: Config, db: Kysely<Schema>, hooks: readonly TaskHook[]): TaskStore {
  return new SqlTaskStore(db, systemClock, { hooks, resultTtlMs: resultDays * DAY_MS });
}

async function openSubscriptions(config: Config, db: Kysely<Schema>): Promise<SubscriptionStore> {
  const key = config.secretKey ?? (await findOrMakeSecretKey(resolve(config.dataDir)));
  return new SubscriptionStore(db, systemClock, createSecretBox(key));
}

async function openConfiguredDatabase(config: Config): Promise<Kysely<Schema>> {
  const { dataDir, databaseUrl, databaseConnections } = config;
  return databaseUrl === undefined
    ? await openDatabase(join(resolve(dataDir), "drape.db"))
    : await openPostgres(databaseUrl, { maxConnections: databaseConnections });
}
