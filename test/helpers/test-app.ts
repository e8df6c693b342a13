import type { TestContext } from "node:test";
import type { InjectOptions } from "fastify";
import { loadConfig } from "../../src/config.js";
import { createLog } from "../../src/lib/log.js";
import { createApp } from "../../src/main.js";
import { openStores } from "../../src/stores.js";
import { findKeys, type FoundKeys } from "./find-keys.js";
import { makeTempFolder } from "./temp-folder.js";

export interface TestApp {
  readonly keys: FoundKeys;
  /** Sends a request without a network. Rejects when no answer comes. */
  send(request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }): Promise<{ readonly status: number; readonly text: string }>;
}

const HANG_MS = 5000;

/** The API with real stores, which runs no task. */
export async function startApp(t: TestContext): Promise<TestApp> {
  const config = loadConfig({ DATA_DIR: await makeTempFolder(t), DRAPE_STOP_GRACE_SECONDS: "0" });
  const log = createLog("silent");
  const stores = await openStores(config, log);
  const app = await createApp(config, stores, { isReady: () => true }, log);
  t.after(async () => {
    await app.close();
    await stores.close();
  });
  const keys = findKeys(await stores.subscriptions.create("random", { actor: "test" }));
  return {
    keys,
    async send({ method, path, headers, body }) {
      const options: InjectOptions = {
        method: method as "GET", // its type lists all methods; any of them may be sent
        url: path,
        headers,
        ...(body !== "" && { payload: body }),
        signal: AbortSignal.timeout(HANG_MS),
      };
      const reply = await app.inject(options);
      return { status: reply.statusCode, text: reply.payload };
    },
  };
}
