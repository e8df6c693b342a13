import type { Subscription } from "./accounts/mod.js";
import {
  addHomeRoute,
  addPlaygroundFront,
  addWebRoutes,
  loadWebFiles,
  PlaygroundSessions,
  type Api,
  type PlaygroundOptions,
} from "./api/mod.js";
import type { Config } from "./config.js";
import { findOrMakeSetting } from "./db/mod.js";
import { systemClock } from "./lib/clock.js";
import { AppError } from "./lib/errors.js";
import { randomId } from "./lib/random-id.js";
import type { Stores } from "./stores.js";

/** What `npm run build` makes of web/, beside this file's folder in dist. */
const WEB_FOLDER = new URL("../web/", import.meta.url);

/** What browsers get: the playground at `/` and what it talks to. */
export async function addPages(
  app: Api,
  config: Config,
  stores: PlaygroundStores,
  parts: Pick<PlaygroundOptions, "service" | "links" | "guard" | "uploads" | "inspectPicture">,
): Promise<void> {
  const files = await loadWebFiles(WEB_FOLDER);
  const isOff = config.playground === "off";
  addHomeRoute(app, isOff ? undefined : files.get("index.html"));
  addWebRoutes(app, files);
  if (isOff) return;
  const open = await openPlayground(config, stores);
  const { resultDays, keepInputs: keepsPhotos } = config;
  addPlaygroundFront(app, { ...parts, open, resultDays, keepsPhotos, clock: systemClock });
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;
const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "::1"];

type PlaygroundStores = Pick<Stores, "db" | "subscriptions">;

/**
 * How browsers may use the page at `/` without a key; undefined: not at all. By itself it is open only where no other machine can
 * reach it: on a loopback address, without a public name, which says that a proxy brings others. There it answers to this machine's names
 * alone: a page elsewhere may point a name of its own at 127.0.0.1.
 */
async function openPlayground(
  config: Pick<Config, "playground" | "host" | "publicUrl">,
  stores: PlaygroundStores,
): Promise<PlaygroundOptions["open"]> {
  const isLocal = LOOPBACK.test(config.host) && config.publicUrl === undefined;
  if (config.playground !== "open" && !(config.playground === "auto" && isLocal)) return undefined;
  const secret = await findOrMakeSetting(stores.db, "playground-secret", () => randomId() + randomId());
  return {
    sessions: new PlaygroundSessions(secret),
    findSubscription: () => findOrMakeSubscription(stores),
    hosts: config.playground === "open" ? undefined : new Set([config.host, ...LOOPBACK_NAMES]),
  };
}

/** The page's own subscription, made when the page is first used. The operator can limit it, disable it or delete it for good. */
async function findOrMakeSubscription({ db, subscriptions }: PlaygroundStores): Promise<Subscription> {
  const known = await findOrMakeSetting(db, "playground-subscription", () => "");
  if (known !== "") {
    const found = await subscriptions.find(known);
    if (found !== undefined) return found;
    throw new AppError("ACCESS_DENIED", { details: "the playground's subscription was deleted" });
  }
  const made = await subscriptions.create("playground", { actor: "playground" });
  const { numUpdatedRows } = await db
    .updateTable("settings")
    .set({ value: made.id })
    .where("name", "=", "playground-subscription")
    .where("value", "=", "")
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return made;
  await subscriptions.remove(made.id, "playground"); // another request was first
  return await findOrMakeSubscription({ db, subscriptions });
}
