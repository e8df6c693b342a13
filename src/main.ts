import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { findQuota, listAudit, listUsage, type NewSubscription } from "./accounts/mod.js";
import {
  addAdminApi,
  addApiDocs,
  addFrontA,
  addFrontB,
  addGetResultRoute,
  addHealthRoutes,
  addMetricsRoute,
  addRestFront,
  createOverloadGuard,
  createServer,
  createTryOnService,
  observeRequests,
  type AdminOptions,
  type Api,
  type InspectPicture,
} from "./api/mod.js";
import { createBackground, type Background } from "./background.js";
import { findImageFault, IMAGE_LIMITS } from "./codecs/mod.js";
import type { Config } from "./config.js";
import { waitForDatabase } from "./db/mod.js";
import type { JobRunner } from "./engine-runner.js";
import { systemClock } from "./lib/clock.js";
import type { Log } from "./lib/log.js";
import { addPages } from "./pages.js";
import type { BlobStore } from "./storage/mod.js";
import { createMetricsSource, startOperatorServer } from "./operator-server.js";
import { openStores, removeSubscription, type Stores } from "./stores.js";
import { countOpenTasks, readTaskOverview } from "./tasks/mod.js";
import { deleteInputs, deleteResult } from "./task-cleanup.js";
import { addWidget } from "./widget.js";

export { createKey, migrateDatabase, withAccounts, type Accounts } from "./stores.js";

/** Two images of 10 MB in Base64 are 28 MB; the rest is for escapes, line breaks and a form's parts. */
const MAX_BODY_BYTES = 40 * 1024 * 1024;

export interface StartOptions {
  readonly log: Log;
  /** Which of the background's parts run in this process. @default both */
  readonly roles?: Roles;
  /** @default the engine's processes */
  readonly createRunner?: (config: Config, blobs: BlobStore, log: Log) => JobRunner | Promise<JobRunner>;
}

/** What a process does besides answering requests. */
export interface Roles {
  /** Runs tasks, and deletes what is over. */
  readonly work: boolean;
  /** Sends callbacks. */
  readonly deliver: boolean;
}

/** A part of the service that was started. */
export interface Running {
  /** Resolves when the engine can take its first task; tasks are accepted before. Rejects when it cannot start. */
  ready(): Promise<void>;
  /**
   * Accepts no more requests, lets running tasks end for the configured time, closes everything. Tasks that are left go on at
   * the next start, or in another process.
   */
  stop(): Promise<void>;
}

export interface Service extends Running {
  /** Where this machine reaches the service, such as http://127.0.0.1:8080. */
  readonly url: string;
  /** The subscription key that the very first start made; nobody can show it again. */
  readonly firstKey: string | undefined;
  /** The subscription of this key, with all that was made with it. */
  readonly firstSubscription: NewSubscription | undefined;
}

const ALL_ROLES: Roles = { work: true, deliver: true };

/** Builds, wires and starts the HTTP API and, as `roles` says, the background. @throws Error if the folder or the port cannot be used */
export async function startService(config: Config, options: StartOptions): Promise<Service> {
  const { log } = options;
  return await startWith(config, options, async ({ stores, background, readiness, runner, closers }) => {
    const parts = { isReady: () => readiness.isReady, inspectPicture: runner?.inspectPicture };
    const app = await createApp(config, stores, parts, log);
    closers.push(async () => {
      readiness.isReady = false;
      const stopped = background.stop(config.stopGraceSeconds * 1000);
      if (config.stopDelaySeconds > 0) await delay(config.stopDelaySeconds * 1000);
      await Promise.all([app.close(), stopped]);
    });
    await app.listen({ host: config.host, port: config.port });
    await background.start();
    // Last, so that no start that failed on the way has made a key which nobody saw.
    const firstSubscription = await waitForDatabase(() => makeFirstSubscription(stores));
    return { url: describeAddress(app), firstKey: firstSubscription?.key, firstSubscription };
  });
}

/** Starts the background alone: a worker, or a sender of callbacks, for an API in other processes. */
export async function startWorker(config: Config, options: StartOptions): Promise<Running> {
  return await startWith(config, options, async ({ background, readiness, closers }) => {
    closers.push(async () => {
      readiness.isReady = false;
      await background.stop(config.stopGraceSeconds * 1000);
    });
    await background.start();
    return {};
  });
}

interface Opened {
  readonly stores: Stores;
  /** Undefined where no engine runs. */
  readonly runner: JobRunner | undefined;
  readonly background: Background;
  readonly readiness: Readiness;
  /** What stop() calls, the last one first. */
  readonly closers: (() => Promise<unknown>)[];
}

/** Opens what every process needs; when anything fails, what was opened is closed. */
async function startWith<T extends object>(
  config: Config,
  { log, roles = ALL_ROLES, createRunner = createDefaultRunner }: StartOptions,
  start: (opened: Opened) => Promise<T>,
): Promise<T & Running> {
  const stores = await openStores(config, log);
  const closers: (() => Promise<unknown>)[] = [() => stores.close()];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  try {
    const runner = roles.work ? await createRunner(config, stores.blobs, log) : undefined;
    if (runner !== undefined) closers.push(() => runner.close());
    const background = createBackground(config, stores, { runner, delivers: roles.deliver }, log);
    const readiness = watchReadiness(runner, log);
    const operatorServer = await startOperatorServer(config, stores, () => readiness.isReady, log);
    closers.push(async () => operatorServer?.close());
    const started = await start({ stores, runner, background, readiness, closers });
    return { ...started, ready: () => readiness.started, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Stops the service at SIGINT or SIGTERM and resolves when it has stopped; a second signal ends the process at once. */
export function stopOnSignal(service: Running, log: Log): Promise<void> {
  return new Promise((resolve, reject) => {
    let isStopping = false;
    const stop = (signal: NodeJS.Signals): void => {
      if (isStopping) process.exit(1);
      isStopping = true;
      log.info({ signal }, "stopping");
      service.stop().then(resolve, reject);
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
}

/** Imported late: a service with another runner never loads the engine. */
async function createDefaultRunner(config: Config, blobs: BlobStore, log: Log): Promise<JobRunner> {
  const { createEngineRunner } = await import("./engine-runner.js");
  return createEngineRunner(config, blobs, log);
}

interface Readiness {
  isReady: boolean;
  readonly started: Promise<void>;
}

/** A process without an engine is ready when it listens. */
function watchReadiness(runner: JobRunner | undefined, log: Log): Readiness {
  const ready = runner === undefined ? Promise.resolve() : runner.ready();
  const readiness: Readiness = {
    isReady: false,
    started: ready.then(() => {
      readiness.isReady = true;
    }),
  };
  readiness.started.catch((error: unknown) =>
    log.error({ err: error }, "the engine cannot start: tasks will fail"),
  );
  return readiness;
}

interface AppParts {
  readonly isReady: () => boolean;
  /** Undefined where no engine runs in this process. */
  readonly inspectPicture?: InspectPicture | undefined;
}

/** The HTTP side of the service; it listens to nothing yet. */
export async function createApp(
  config: Config,
  stores: Stores,
  { isReady, inspectPicture }: AppParts,
  log: Log,
): Promise<Api> {
  const { db, tasks, blobs, subscriptions, guard, links } = stores;
  const { allowHosts, trustProxy } = config;
  const onSubmitted = (): void => stores.signals.send("tasks");
  const overload = createOverloadGuard({
    countOpen: (limit) => countOpenTasks(db, limit),
    maxOpen: config.maxOpenTasks,
  });
  const service = createTryOnService({
    tasks,
    blobs,
    findImageFault,
    allowHosts,
    findSubscription: (id) => subscriptions.find(id),
    deleteFiles: async (task) => {
      await deleteInputs(blobs, task);
      await deleteResult(blobs, task);
    },
    engines: config.klingUrl === undefined ? ["drape"] : ["drape", "kling"],
    findQuota: (id) => findQuota(db, id, systemClock.nowMs()),
    checkRoom: () => overload.check(),
    onSubmitted,
  });
  const app = createServer({ log, trustProxy, stopGraceMs: config.stopGraceSeconds * 1000 });
  app.addHook("onClose", async () => overload.close());
  const metrics = createMetricsSource(stores);
  observeRequests(app, metrics);
  if (config.metricsPort === undefined) addMetricsRoute(app, metrics);
  await addApiDocs(app);
  const uploads = { spool: stores.spool, maxImageBytes: IMAGE_LIMITS.maxBytes, maxBodyBytes: MAX_BODY_BYTES };
  addFrontA(app, { service, subscriptions, guard, links, uploads });
  addFrontB(app, { service, accessKeys: subscriptions, guard, links, uploads, clock: systemClock });
  if (config.adminToken !== undefined) addAdminApi(app, createAdminOptions(config.adminToken, stores));
  addRestFront(app, { service, subscriptions, guard, links, uploads, inspectPicture });
  await addWidget(app, config, stores, { service, uploads });
  addGetResultRoute(app, { tasks, blobs, links, clock: systemClock, redirects: config.redirectToBlobs });
  addHealthRoutes(app, async () => isReady());
  await addPages(app, config, stores, { service, links, guard, uploads, inspectPicture });
  return app;
}

function createAdminOptions(token: string, stores: Stores): AdminOptions {
  const { db, subscriptions, webhooks, links } = stores;
  return {
    token,
    links,
    readOverview: (of) => readTaskOverview(db, of),
    subscriptions,
    webhooks,
    clock: systemClock,
    removeSubscription: (id, actor) => removeSubscription(stores, id, actor),
    listUsage: (id, days) => listUsage(db, id, days),
    listAudit: (of) => listAudit(db, of),
  };
}

async function makeFirstSubscription({ subscriptions }: Stores): Promise<NewSubscription | undefined> {
  const known = await subscriptions.list();
  return known.length === 0 ? await subscriptions.create("first", { actor: "first-start" }) : undefined;
}

function describeAddress(app: Api): string {
  const { address, family, port } = app.server.address() as AddressInfo; // it listens on TCP
  const reachable = address === "0.0.0.0" ? "127.0.0.1" : address === "::" ? "::1" : address;
  return `http://${family === "IPv6" ? `[${reachable}]` : reachable}:${port}`;
}
