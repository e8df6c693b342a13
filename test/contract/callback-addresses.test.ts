import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { openDatabase } from "../../src/db/mod.js";
import { systemClock } from "../../src/lib/clock.js";
import { createLog } from "../../src/lib/log.js";
import { SafePoster } from "../../src/lib/safe-post.js";
import { SqlTaskStore, type SubscriptionId, type TaskId } from "../../src/tasks/mod.js";
import { Deliverer, WebhookOutbox, WebhookStore } from "../../src/webhooks/mod.js";
import { startCallbackReceiver } from "../helpers/callback-receiver.js";
import { HOSTILE, resolveNames } from "../helpers/hostile-urls.js";
import { makeTempFolder } from "../helpers/temp-folder.js";
import { waitUntil } from "../helpers/wait-until.js";

const SECRET = `whsec_${Buffer.alloc(32, 3).toString("base64")}`;

// 22+ hostile URLs for callbacks: 0 reach a listener on loopback that would notice them. The submit refuses most of them
// (callbacks.test.ts); here they are in the outbox already, as if it had not, and names are resolved by a hostile name server.
test("No callback whose address is hostile is sent: it is given up at once", async (t) => {
  const receiver = await startCallbackReceiver(t);
  const port = new URL(receiver.url).port;
  const db = await openDatabase(join(await makeTempFolder(t), "a.db"));
  const outbox = new WebhookOutbox(({ id }) => JSON.stringify({ id }));
  const tasks = new SqlTaskStore(db, systemClock, { hooks: [outbox] });
  const store = new WebhookStore(db, systemClock);
  const poster = new SafePoster({ resolve: resolveNames, timeoutMs: 2000 });
  const deliverer = new Deliverer({
    store,
    post: (url, message) => poster.post(url, message),
    findSecret: async () => SECRET,
    clock: systemClock,
    log: createLog("silent"),
    random: Math.random,
  });
  t.after(async () => {
    await deliverer.stop(0);
    await poster.close();
    await db.destroy();
  });
  const urls = HOSTILE.map((url) => url.replace("PORT", port)).filter((url) => URL.canParse(url));
  assert.ok(urls.length >= 22);
  for (const [index, url] of urls.entries()) {
    await tasks.create({
      id: `task-${index}` as TaskId,
      subscriptionId: "shop" as SubscriptionId,
      inputs: { person: { kind: "url", url: "https://e.com/p" }, garments: [] },
      callback: { url, origin: "https://drape.example" },
    });
    assert.notEqual(await tasks.claim({ worker: "host:1:x", leaseMs: 3_600_000 }), undefined);
  }
  deliverer.start();
  const list = async () => await store.list({ limit: 2 * urls.length });
  await waitUntil("all are given up", async () => (await list()).every(({ state }) => state === "dead"));
  assert.equal((await list()).length, urls.length);
  for (const { url, attempts, lastStatus } of await list())
    assert.deepEqual([attempts, lastStatus], [1, undefined], url);
  assert.deepEqual(receiver.received, []);
});
