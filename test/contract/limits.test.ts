import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import type { SubscriptionPolicy } from "../../src/accounts/mod.js";
import { withAccounts } from "../../src/main.js";
import type { RunJob } from "../../src/tasks/mod.js";
import { signToken } from "../conformance/target.js";
import { JPEG_BASE64, POLL, startTestService, SUBMIT, type Reply } from "../helpers/test-service.js";

// What each front answers when a subscription's policy says no.

const GOOD = { human_image: JPEG_BASE64, cloth_image: JPEG_BASE64 };
const KLING = "/v1/images/kolors-virtual-try-on";
const NEVER: RunJob = () => new Promise(() => {});

async function setUp(t: TestContext, policy: Partial<SubscriptionPolicy>, runJob = NEVER) {
  const service = await startTestService(t, { runJob });
  const change = <T>(act: Parameters<typeof withAccounts<T>>[1]): Promise<T> =>
    withAccounts(service.config, act);
  const shop = await change(({ subscriptions }) => subscriptions.create("shop", { policy, actor: "test" }));
  const gateway = (path: string, body: object): Promise<Reply> =>
    service.post(path, body, { "ocp-apim-subscription-key": shop.key });
  const kling = (body: object): Promise<Reply> =>
    service.post(KLING, body, { authorization: `Bearer ${signToken(shop)}` });
  return { shop, change, gateway, kling };
}

function assertGateway(reply: Reply, status: number, error: string): void {
  assert.equal(reply.status, status);
  assert.equal(reply.body["error"], error);
}

function assertKling(reply: Reply, status: number, code: number): void {
  assert.equal(reply.status, status);
  assert.equal(reply.body["code"], code);
}

test("Too many requests are answered 429 with Retry-After, by both fronts together", async (t) => {
  const { gateway, kling } = await setUp(t, { requestsPerMinute: 3 });
  assert.equal((await gateway(SUBMIT, GOOD)).status, 200);
  assert.equal((await kling(GOOD)).status, 200);
  assert.equal((await gateway(POLL, { task_id: "x" })).status, 200);
  // 429 | rate or concurrency limit; with `Retry-After` | `Rate limit exceeded, please retry later`
  const limited = await gateway(POLL, { task_id: "x" });
  assertGateway(limited, 429, "Rate limit exceeded, please retry later");
  const seconds = Number(limited.headers.get("retry-after"));
  assert.ok(seconds >= 15 && seconds <= 20, `${seconds} s`);
  assertKling(await kling(GOOD), 429, 1302);
});

test("Too many open tasks are answered 429, and queries never count", async (t) => {
  const { gateway, kling } = await setUp(t, { concurrentTasks: 1 });
  assert.equal((await gateway(SUBMIT, GOOD)).status, 200);
  for (let i = 0; i < 3; i++) assert.equal((await gateway(POLL, { task_id: "x" })).status, 200);
  const limited = await gateway(SUBMIT, GOOD);
  assertGateway(limited, 429, "Rate limit exceeded, please retry later");
  assert.ok(Number(limited.headers.get("retry-after")) >= 1);
  const reply = await kling(GOOD);
  assertKling(reply, 429, 1303);
  assert.equal(reply.body["message"], "parallel task over resource pack limit");
});

test("A quota that is used up is answered 403 by front A and 1102 by front B", async (t) => {
  const { gateway, kling } = await setUp(t, { monthlyQuota: 1 }, async () => ({
    state: "succeeded",
    resultKey: "results/x",
    report: null,
  }));
  assert.equal((await gateway(SUBMIT, GOOD)).status, 200);
  assertGateway(await gateway(SUBMIT, GOOD), 403, "Access denied for this operation");
  assertKling(await kling(GOOD), 429, 1102);
});

test("A disabled subscription is answered 403 by front A and 1103 by front B, until it is enabled", async (t) => {
  const { gateway, kling, change, shop } = await setUp(t, {});
  await change(({ subscriptions }) => subscriptions.setDisabled(shop.id, true, "test"));
  assertGateway(await gateway(POLL, { task_id: "x" }), 403, "Access denied for this operation");
  assertKling(await kling(GOOD), 403, 1103);
  await change(({ subscriptions }) => subscriptions.setDisabled(shop.id, false, "test"));
  assert.equal((await gateway(SUBMIT, GOOD)).status, 200);
});

test("A front that the subscription may not use is answered in that front's words", async (t) => {
  const { gateway, kling } = await setUp(t, { fronts: ["kling"] });
  // 403 | key known, but its subscription may not use this API, is disabled or out of quota | `Access denied for this operation`
  assertGateway(await gateway(SUBMIT, GOOD), 403, "Access denied for this operation");
  assert.equal((await kling(GOOD)).status, 200);
});

test("Callback hosts and engines that the subscription may not use are refused", async (t) => {
  const hosts = await setUp(t, { callbackHosts: ["hooks.example"] });
  const elsewhere = await hosts.gateway(SUBMIT, { ...GOOD, callback_url: "https://evil.example/" });
  assertGateway(elsewhere, 400, "Invalid request parameters");
  assert.match(String(elsewhere.body["details"]), /^callback_url: evil\.example is not among/);
  assert.equal(
    (await hosts.gateway(SUBMIT, { ...GOOD, callback_url: "https://hooks.example/" })).status,
    200,
  );
  const engines = await setUp(t, { engines: ["other"] });
  assertKling(await engines.kling(GOOD), 403, 1103);
});

test("A key that was replaced or whose subscription was deleted is unknown; the second key goes on", async (t) => {
  const { gateway, kling, change, shop } = await setUp(t, {});
  await change(({ subscriptions }) => subscriptions.rotate(shop.id, "secondary", "test"));
  assert.equal((await gateway(POLL, { task_id: "x" })).status, 200);
  await change(({ subscriptions }) => subscriptions.rotate(shop.id, "primary", "test"));
  assertGateway(await gateway(POLL, { task_id: "x" }), 401, "Invalid or missing authentication");
  assert.equal((await kling(GOOD)).status, 200);
  await change(({ subscriptions }) => subscriptions.remove(shop.id, "test"));
  assertKling(await kling(GOOD), 401, 1000);
});
