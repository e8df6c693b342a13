import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { signToken } from "../conformance/target.js";
import { startCallbackReceiver } from "../helpers/callback-receiver.js";
import {
  dataOf,
  JPEG_BASE64,
  linkOf,
  POLL,
  pollToEnd,
  startTestService,
  SUBMIT,
} from "../helpers/test-service.js";
import { waitUntil } from "../helpers/wait-until.js";

const TOKEN = "t".repeat(32);
const GOOD = { human_image: JPEG_BASE64, cloth_image: JPEG_BASE64 };

type Json = Readonly<Record<string, unknown>>;

async function setUp(t: TestContext) {
  const service = await startTestService(t, {
    env: { DRAPE_ADMIN_TOKEN: TOKEN, DRAPE_ALLOW_HOSTS: "127.0.0.1" },
  });
  const admin = async (method: string, path: string, body?: object, token = TOKEN) => {
    const response = await fetch(`${service.service.url}/admin/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === "" ? {} : JSON.parse(text)) as Json };
  };
  return { ...service, admin };
}

function credentialsOf({ body }: { readonly body: Json }): Readonly<Record<string, string>> {
  return body["credentials"] as Readonly<Record<string, string>>;
}

test("The admin API is not there without a token in the configuration", async (t) => {
  const { service } = await startTestService(t);
  const headers = { authorization: "Bearer " };
  assert.equal((await fetch(`${service.url}/admin/v1/subscriptions`, { headers })).status, 404);
});

test("The admin API refuses other tokens and subscription keys, before it looks at anything", async (t) => {
  const { admin, key } = await setUp(t);
  for (const token of ["", "x", key, TOKEN.slice(1), `${TOKEN}x`]) {
    const reply = await admin("POST", "/subscriptions", {}, token);
    assert.equal(reply.status, 401, token);
    assert.equal(reply.body["code"], "UNAUTHENTICATED");
  }
});

test("The admin API makes a subscription whose keys work, and shows them only then", async (t) => {
  const { admin, post } = await setUp(t);
  const policy = { concurrent_tasks: 4, fronts: ["gateway", "kling"], callback_hosts: ["*.shop.example"] };
  const made = await admin("POST", "/subscriptions", { name: "shop", policy });
  assert.equal(made.status, 201);
  const keys = credentialsOf(made);
  assert.deepEqual(Object.keys(keys), [
    "primary_key",
    "secondary_key",
    "access_key",
    "secret_key",
    "webhook_secret",
  ]);
  for (const name of ["primary_key", "secondary_key"])
    assert.equal(
      (await post(POLL, { task_id: "x" }, { "ocp-apim-subscription-key": keys[name] ?? "" })).status,
      200,
    );
  const token = signToken({ accessKey: keys["access_key"] ?? "", secretKey: keys["secret_key"] ?? "" });
  const created = await post("/v1/images/kolors-virtual-try-on", GOOD, { authorization: `Bearer ${token}` });
  assert.equal(created.status, 200);

  const { credentials: _, ...shown } = made.body;
  assert.deepEqual((await admin("GET", `/subscriptions/${String(shown["id"])}`)).body, shown);
  assert.deepEqual(shown["policy"], {
    fronts: ["gateway", "kling"],
    engines: null,
    requests_per_minute: null,
    concurrent_tasks: 4,
    monthly_quota: null,
    callback_hosts: ["*.shop.example"],
    result_days: null,
  });
  const { subscriptions } = (await admin("GET", "/subscriptions")).body as {
    readonly subscriptions: readonly Json[];
  };
  assert.deepEqual(
    subscriptions.map(({ name }) => name),
    ["first", "shop"],
  );
  assert.equal(JSON.stringify(subscriptions).includes(keys["primary_key"] ?? "?"), false);
});

test("The admin API changes, disables, rotates and deletes, and records each", async (t) => {
  const { admin, post } = await setUp(t);
  const made = await admin("POST", "/subscriptions", { name: "shop" });
  const path = `/subscriptions/${String(made.body["id"])}`;
  const use = async (key = ""): Promise<number> =>
    (await post(SUBMIT, GOOD, { "ocp-apim-subscription-key": key })).status;
  const { primary_key: key, secondary_key: other } = credentialsOf(made);

  const changed = await admin("PATCH", path, { name: "Shop", policy: { monthly_quota: 2 } });
  assert.equal((changed.body["policy"] as Json)["monthly_quota"], 2);
  assert.equal(await use(key), 200);
  await admin("PATCH", path, { policy: { monthly_quota: 0 } });
  assert.equal(await use(key), 403);
  await admin("PATCH", path, { policy: { monthly_quota: null }, disabled: true });
  assert.equal(await use(key), 403);
  await admin("PATCH", path, { disabled: false });
  assert.equal(await use(key), 200);

  const rotated = credentialsOf(await admin("POST", `${path}/rotate`, { what: "primary" }));
  assert.deepEqual([await use(key), await use(other), await use(rotated["primary_key"])], [401, 200, 200]);
  assert.equal((await admin("DELETE", path)).status, 204);
  assert.deepEqual([await use(other), (await admin("GET", path)).status], [401, 404]);

  const usage = (await admin("GET", `${path}/usage`)).body["days"] as readonly Json[];
  assert.equal(
    usage.reduce((sum, { submitted }) => sum + Number(submitted), 0),
    4,
  );
  const audit = (await admin("GET", `/audit?subscription_id=${String(made.body["id"])}`)).body as {
    readonly entries: readonly Json[];
  };
  const actions = audit.entries.map(({ action }) => action).toReversed();
  assert.deepEqual(actions, [
    "created",
    "changed",
    "changed",
    "disabled",
    "changed",
    "enabled",
    "rotated",
    "disabled",
    "deleted",
  ]);
  assert.equal(new Set(audit.entries.map(({ actor }) => actor)).size, 1);
});

test("The admin API tells what is wrong as a problem, and takes no misspelt limit", async (t) => {
  const { admin } = await setUp(t);
  const wrong: readonly object[] = [
    {},
    { name: "" },
    { name: "x", policy: { monthly_qouta: 5 } },
    { name: "x", policy: { concurrent_tasks: -1 } },
    { name: "x", policy: { concurrent_tasks: "4" } },
    { name: "x", policy: { fronts: ["telnet"] } },
    { name: "x", policy: { callback_hosts: ["https://a.example/"] } },
    { name: "x", policy: { requests_per_minute: 0 } },
  ];
  for (const body of wrong) {
    const reply = await admin("POST", "/subscriptions", body);
    assert.equal(reply.status, 400, JSON.stringify(body));
    assert.equal(reply.body["code"], "INVALID_REQUEST");
  }
  assert.equal((await admin("GET", "/nothing")).status, 404);
  for (const [method, path, body] of [
    ["GET", "/subscriptions/nobody", undefined],
    ["PATCH", "/subscriptions/nobody", { name: "x" }],
    ["POST", "/subscriptions/nobody/rotate", { what: "primary" }],
    ["DELETE", "/subscriptions/nobody", undefined],
  ] as const)
    assert.equal((await admin(method, path, body)).body["code"], "SUBSCRIPTION_NOT_FOUND");
  assert.equal((await admin("POST", "/webhooks/nothing/replay")).body["code"], "WEBHOOK_NOT_FOUND");
});

test("The admin API lists dead callbacks and sends them again", async (t) => {
  let status = 410;
  const receiver = await startCallbackReceiver(t, () => status);
  const { admin, post } = await setUp(t);
  const { task_id } = dataOf(await post(SUBMIT, { ...GOOD, callback_url: receiver.url }));
  const listDead = async () =>
    (await admin("GET", "/webhooks?state=dead")).body["webhooks"] as readonly Json[];
  await waitUntil("dead callbacks", async () => (await listDead()).length > 0);
  // beside it may lie what the task had to tell after the 410, never sent
  const dead = (await listDead()).find(({ last_status }) => last_status === 410);
  assert.equal(dead?.["task_id"], task_id);
  status = 200;
  assert.equal((await admin("POST", `/webhooks/${String(dead?.["id"])}/replay`)).body["replayed"], 1);
  await waitUntil("the replay", () => receiver.received.length > 1);
});

test("Deleting a subscription cancels its open tasks and deletes its pictures", async (t) => {
  const { admin, post } = await setUp(t);
  const made = await admin("POST", "/subscriptions", { name: "shop" });
  const asShop = { "ocp-apim-subscription-key": credentialsOf(made)["primary_key"] ?? "" };
  const asked = { post: (path: string, body: unknown) => post(path, body, asShop) };
  const { task_id } = dataOf(await post(SUBMIT, GOOD, asShop));
  const link = linkOf(await pollToEnd(asked, task_id));
  assert.equal((await fetch(link)).status, 200);
  assert.equal((await admin("DELETE", `/subscriptions/${String(made.body["id"])}`)).status, 204);
  // Any task that ends makes the sweep look; an operator waits a minute.
  await pollToEnd({ post }, dataOf(await post(SUBMIT, GOOD))["task_id"]);
  await waitUntil("the picture to be gone", async () => (await fetch(link)).status === 404);
});
