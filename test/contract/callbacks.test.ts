import assert from "node:assert/strict";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import { createKey } from "../../src/main.js";
import { startCallbackReceiver } from "../helpers/callback-receiver.js";
import { HOSTILE } from "../helpers/hostile-urls.js";
import {
  dataOf,
  JPEG_BASE64,
  linkOf,
  pollToEnd,
  startTestService,
  SUBMIT,
  type Reply,
} from "../helpers/test-service.js";
import { waitUntil } from "../helpers/wait-until.js";

// The callback protocol. The sentence that a check enforces stands above it.

const GOOD = { human_image: JPEG_BASE64, cloth_image: JPEG_BASE64 };
const INSIDE = { DRAPE_ALLOW_HOSTS: "127.0.0.1" };

test("Every change of task_status is posted, signed, with the picture at the end", async (t) => {
  const receiver = await startCallbackReceiver(t);
  const { post, config } = await startTestService(t, { env: INSIDE, delayMs: 20 });
  const shop = await createKey(config, "shop");
  const asShop = { "ocp-apim-subscription-key": shop.key };
  const submitted = await post(SUBMIT, { ...GOOD, callback_url: `${receiver.url}/hook` }, asShop);
  const { task_id } = dataOf(submitted);
  // When `callback_url` was given the server POSTs JSON at every change of `task_status` (`processing`, then `succeed` or `failed`)
  await waitUntil("two callbacks", () => receiver.received.length === 2);
  assert.deepEqual(
    receiver.received.map(({ path, body }) => [path, body["task_id"], body["task_status"]]),
    [
      ["/hook", task_id, "processing"],
      ["/hook", task_id, "succeed"],
    ],
  );
  const asked = {
    post: (path: string, body: unknown): Promise<Reply> => post(path, body, asShop),
  };
  const polled = await pollToEnd(asked, task_id);
  const { updated_at, ...started } = receiver.received[0]?.body ?? {};
  assert.ok(Number(updated_at) >= Number(dataOf(submitted)["created_at"]));
  // {"task_id":"…","task_status":"succeed","task_status_msg":"","created_at":…,"updated_at":…,
  //  "final_unit_deduction":"1","task_info":{"external_task_id":"…"},
  //  "task_result":{"images":[{"index":0,"url":"https://…"}]}}
  assert.deepEqual(started, {
    task_id,
    task_status: "processing",
    task_status_msg: "",
    created_at: dataOf(submitted)["created_at"],
    final_unit_deduction: "0",
    task_info: {},
    task_result: {},
  });
  assert.deepEqual(receiver.received[1]?.body, { ...dataOf(polled), final_unit_deduction: "1" });
  assert.equal((await fetch(linkOf(polled))).status, 200);
  // Signature headers as in the Standard Webhooks specification: `webhook-id`, `webhook-timestamp`,
  // `webhook-signature: v1,<base64 HMAC-SHA256>`, with a secret per subscription.
  const other = await createKey(config, "other");
  for (const { text, headers } of receiver.received) {
    const signed = headers as Record<string, string>;
    assert.deepEqual(new Webhook(shop.webhookSecret).verify(text, signed), JSON.parse(text));
    assert.throws(() => new Webhook(other.webhookSecret).verify(text, signed));
    assert.match(signed["content-type"] ?? "", /^application\/json/);
  }
});

test("A task that fails is told with its reason", async (t) => {
  const receiver = await startCallbackReceiver(t);
  const { post } = await startTestService(t, {
    env: INSIDE,
    runJob: async () => ({ state: "failed", code: "X", message: "there is no human in the image" }),
  });
  await post(SUBMIT, { ...GOOD, callback_url: receiver.url });
  await waitUntil("two callbacks", () => receiver.received.length === 2);
  const { body } = receiver.received[1] ?? {};
  assert.equal(body?.["task_status"], "failed");
  assert.equal(body?.["task_status_msg"], "there is no human in the image");
  assert.equal(body?.["final_unit_deduction"], "0");
});

test("A receiver that never answers holds up neither tasks nor other receivers", async (t) => {
  const slow = await startCallbackReceiver(t, () => 0);
  const quick = await startCallbackReceiver(t);
  const service = await startTestService(t, { env: { ...INSIDE, DRAPE_WORKERS: "4" } });
  const submit = async (url: string) =>
    dataOf(await service.post(SUBMIT, { ...GOOD, callback_url: url }))["task_id"];
  const ids: unknown[] = [];
  for (let i = 0; i < 20; i++) ids.push(await submit(slow.url));
  ids.push(await submit(quick.url));
  for (const id of ids) assert.equal(dataOf(await pollToEnd(service, id))["task_status"], "succeed");
  await waitUntil("the quick receiver's callbacks", () => quick.received.length === 2);
  assert.equal(slow.received.length, 4); // its own places, and no more
});

test("Callbacks survive a restart", async (t) => {
  let isDown = true;
  const receiver = await startCallbackReceiver(t, () => (isDown ? 0 : 200));
  const first = await startTestService(t, { env: INSIDE });
  const { task_id } = dataOf(await first.post(SUBMIT, { ...GOOD, callback_url: receiver.url }));
  await pollToEnd(first, task_id);
  await waitUntil("an attempt", () => receiver.received.length === 1);
  await first.service.stop();
  isDown = false;
  await startTestService(t, { env: INSIDE, dataDir: first.config.dataDir });
  await waitUntil("both callbacks", () => receiver.received.length === 3);
  assert.deepEqual(
    receiver.received.map(({ body }) => body["task_status"]),
    ["processing", "processing", "succeed"],
  );
});

test("Callback URLs that must not be asked are refused at once", async (t) => {
  const receiver = await startCallbackReceiver(t);
  const { post } = await startTestService(t);
  const port = new URL(receiver.url).port;
  const obvious = HOSTILE.filter((url) => !/\.test\b/.test(url)); // names are found out when they are resolved
  assert.ok(obvious.length >= 22);
  for (const url of obvious) {
    const reply = await post(SUBMIT, { ...GOOD, callback_url: url.replace("PORT", port) });
    assert.equal(reply.status, 400, url);
    assert.match(String(reply.body["details"]), /^callback_url: /, url);
  }
  assert.equal(receiver.received.length, 0);
});
