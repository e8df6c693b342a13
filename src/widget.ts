import { WidgetUses } from "./accounts/mod.js";
import { addWidgetFront, WidgetTokens, type Api, type WidgetFrontOptions } from "./api/mod.js";
import type { Config } from "./config.js";
import { findOrMakeSetting } from "./db/mod.js";
import { systemClock } from "./lib/clock.js";
import { randomId } from "./lib/random-id.js";
import type { Stores } from "./stores.js";

/** Adds what shops' pages talk to. */
export async function addWidget(
  app: Api,
  { publicUrl, allowHosts, resultDays, keepInputs }: Config,
  { db, subscriptions, blobs, guard, links }: Stores,
  parts: Pick<WidgetFrontOptions, "service" | "uploads">,
): Promise<void> {
  const secret = await findOrMakeSetting(db, "widget-token-secret", () => randomId() + randomId());
  addWidgetFront(app, {
    ...parts,
    subscriptions,
    blobs,
    guard,
    links,
    tokens: new WidgetTokens(secret),
    uses: new WidgetUses(db, systemClock),
    clock: systemClock,
    publicUrl,
    allowHosts,
    resultDays,
    keepsPhotos: keepInputs,
  });
}
