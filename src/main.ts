import { mkdir } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import type { Kysely } from "kysely";
import { SubscriptionStore, type NewSubscription, type Subscription } from "./accounts/mod.js";
import {
  addFrontA,
  addGetResultRoute,
  addHealthRoutes,
  addHomeRoute,
  createServer,
  createTryOnService,
  ResultLinks,
  type Api,
} from "./api/mod.js";
import { findImageFault } from "./codecs/probe.js";
import type { Config } from "./config.js";
import { findOrMakeSetting, openDatabase, type Schema } from "./db/mod.js";
import type { JobRunner } from "./engine-runner.js";
import { systemClock } from "./lib/clock.js";
import type { Log } from "./lib/log.js";
import { randomId } from "./lib/random-id.js";
import { openDiskBlobStore, type BlobStore } from "./storage/mod.js";
import { deleteInputs, deleteOrphans, deleteResult } from "./task-cleanup.js";
import { createWorkerIdentity, isDeadWorker, Retention, SqlTaskStore, Worker, type TaskStore } from "./tasks/mod.js";

export interface StartOptions {
  readonly log: Log;
  /** @default the engine's processes */
  readonly createRunner?: (config: Config, blobs: BlobStore, log: Log) => JobRunner | Promise<JobRunner>;
}

export interface Service {
  /** Where this machine reaches the service, such as http://127.0.0.1:8080. */
  readonly url: string;
  /** The subscription key that the very first start made; nobody can show it again. */
  readonly firstKey: string | undefined;
  /** Resolves when the engine can take its first task; tasks are accepted before. */
  ready(): Promise<void>;
  /** Accepts no more requests, lets running tasks end for the configured time, closes everything. Tasks that are left go on at the next start. */
  stop(): Promise<void>;
}

const DAY_MS = 24 * 3600_000;

/** Builds, wires and starts the whole service in this process. @throws Error if the folder or the port cannot be used */
export async function startService(config: Config, { log, createRunner = createDefaultRunner }: StartOptions): Promise<Service> {
  const db = await openConfiguredDatabase(config);
  const clock = systemClock;
  const tasks = new SqlTaskStore(db, clock);
  const blobs = await openDiskBlobStore(join(resolve(config.dataDir), "blobs"));
  const subscriptions = new SubscriptionStore(db, clock);
  const first = (await subscriptions.list()).length === 0 ? await subscriptions.create("first") : undefined;
  const links = new ResultLinks({
    secret: await findOrMakeSetting(db, "result-link-secret", () => randomId() + randomId()),
    resultTtlMs: config.resultDays * DAY_MS,
    publicUrl: config.publicUrl,
  });

  const runner = await createRunner(config, blobs, log);
  const retention = createRetention(config, { tasks, blobs, log });
  const identity = createWorkerIdentity();
  const worker = new Worker({
    store: tasks,
    runJob: runner.runJob,
    log,
    identity,
    concurrency: config.workers,
    onEnded: () => retention.wake(),
  });

  const state = { isReady: false };
  const { allowHosts, trustProxy } = config;
  const stopGraceMs = config.stopGraceSeconds * 1000;
  const service = createTryOnService({ tasks, blobs, findImageFault, allowHosts, onSubmitted: () => worker.wake() });
  const app = createServer({ log, trustProxy, stopGraceMs });
  addFrontA(app, { service, subscriptions, links });
  addGetResultRoute(app, { tasks, blobs, links, clock });
  addHealthRoutes(app, async () => state.isReady);
  addHomeRoute(app);

  await freeTasksOfTheDead(tasks, identity, log);
  await app.listen({ host: config.host, port: config.port });
  worker.start();
  retention.start();
  void deleteOrphans(blobs, tasks, log, clock.nowMs()).catch((error: unknown) => log.error({ err: error }, "cannot delete orphans"));
  const started = runner.ready().then(() => {
    state.isReady = true;
  });
  started.catch((error: unknown) => log.error({ err: error }, "the engine cannot start: every task will fail"));

  return {
    url: describeAddress(app),
    firstKey: first?.key,
    ready: () => started,
    async stop() {
      state.isReady = false;
      await Promise.all([app.close(), worker.stop(stopGraceMs)]);
      await retention.stop();
      await runner.close();
      await db.destroy();
    },
  };
}

/** Stops the service at SIGINT or SIGTERM and resolves when it has stopped; a second signal ends the process at once. */
export function stopOnSignal(service: Service, log: Log): Promise<void> {
  return new Promise((resolveStopped, reject) => {
    let isStopping = false;
    const stop = (signal: NodeJS.Signals): void => {
      if (isStopping) process.exit(1);
      isStopping = true;
      log.info({ signal }, "stopping");
      service.stop().then(resolveStopped, reject);
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
}

/** Makes a subscription with its key, for `drape keys create`. Works while the service runs. */
export async function createKey(config: Config, name: string): Promise<NewSubscription> {
  return await withSubscriptions(config, (subscriptions) => subscriptions.create(name));
}

/** The subscriptions without their keys, oldest first. */
export async function listKeys(config: Config): Promise<readonly Subscription[]> {
  return await withSubscriptions(config, (subscriptions) => subscriptions.list());
}

async function withSubscriptions<T>(config: Config, act: (subscriptions: SubscriptionStore) => Promise<T>): Promise<T> {
  const db = await openConfiguredDatabase(config);
  try {
    return await act(new SubscriptionStore(db, systemClock));
  } finally {
    await db.destroy();
  }
}

async function openConfiguredDatabase({ dataDir }: Config): Promise<Kysely<Schema>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return await openDatabase(join(resolve(dataDir), "drape.db"));
}

/** Imported late: a service with another runner never loads the engine. */
async function createDefaultRunner(config: Config, blobs: BlobStore, log: Log): Promise<JobRunner> {
  const { createEngineRunner } = await import("./engine-runner.js");
  return createEngineRunner(config, blobs, log);
}

function createRetention(config: Config, { tasks, blobs, log }: { tasks: TaskStore; blobs: BlobStore; log: Log }): Retention {
  return new Retention({
    store: tasks,
    clock: systemClock,
    log,
    deleteInputs: (task) => deleteInputs(blobs, task),
    deleteResult: (task) => deleteResult(blobs, task),
    keepInputs: config.keepInputs,
    resultTtlMs: config.resultDays * DAY_MS,
  });
}

/** After a crash the tasks that were running need not wait for their leases to run out. */
async function freeTasksOfTheDead(tasks: TaskStore, self: string, log: Log): Promise<void> {
  for (const worker of await tasks.listWorkers()) {
    if (!isDeadWorker(worker, { self })) continue;
    const count = await tasks.expireLeases(worker);
    log.warn({ worker, count }, "took over the tasks of a process that died");
  }
}

function describeAddress(app: Api): string {
  const { address, family, port } = app.server.address() as AddressInfo; // it listens on TCP
  const reachable = address === "0.0.0.0" ? "127.0.0.1" : address === "::" ? "::1" : address;
  return `http://${family === "IPv6" ? `[${reachable}]` : reachable}:${port}`;
}
