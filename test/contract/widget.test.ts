import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { SignJWT } from "jose";
import { WidgetTokens } from "../../src/api/mod.js";
import { DrapeClient } from "../../src/client/mod.js";
import { findOrMakeSetting, openDatabase } from "../../src/db/mod.js";
import { createKey, withAccounts } from "../../src/main.js";
import { DOUBLE_PNG } from "../helpers/double-runner.js";
import { JPEG_BASE64, startTestService, type TestServiceOptions } from "../helpers/test-service.js";
import { waitUntil } from "../helpers/wait-until.js";

// docs/wire/widget-tokens.md. The sentence that a check enforces stands above it.

type Json = Readonly<Record<string, unknown>>;

const ORIGIN = "https://shop.example";
const GARMENT = "https://shop.example/shirt.jpg";
const PERSON = { person: JPEG_BASE64 };

interface Asked {
  readonly method?: string;
  readonly body?: object;
  readonly origin?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function setUp(t: TestContext, options: TestServiceOptions = {}) {
  const service = await startTestService(t, options);
  const { url } = service.service;
  const shop = await createKey(service.config, "shop");
  const client = new DrapeClient({ url, key: shop.key });
  /** A call as a browser makes it from a page. */
  const browse = async (
    token: string,
    path: string,
    { method, body, origin = ORIGIN, headers }: Asked = {},
  ) => {
    const response = await fetch(`${url}/v1/widget/${path}`, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: {
        ...(origin !== "" && { origin }),
        ...(token !== "" && { authorization: `Bearer ${token}` }),
        ...(body && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return response;
  };
  const ask = async (token: string, path: string, asked: Asked = {}) => {
    const response = await browse(token, path, asked);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === "" ? {} : JSON.parse(text)) as Json,
    };
  };
  const makeToken = (request: object = {}) =>
    client.createWidgetToken({ origin: ORIGIN, garment: GARMENT, ...request });
  return { ...service, url, shop, client, browse, ask, makeToken };
}

const NEVER = (): Promise<never> => new Promise(() => {});

test("A shop's server makes a token, and a browser makes a try-on of its garment with it", async (t) => {
  const { url, ask, browse, makeToken } = await setUp(t);
  const made = await makeToken({ count: 2, ttlSeconds: 60 });
  assert.deepEqual([made.url, made.origin, made.garment, made.count], [url, ORIGIN, GARMENT, 2]);
  assert.ok(Math.abs(made.expires_at - Date.now() - 60_000) < 2000);
  const session = async () => (await ask(made.token, "session")).body;
  assert.deepEqual(await session(), {
    garment: GARMENT,
    count: 2,
    remaining: 2,
    expires_at: made.expires_at,
    result_days: 30,
    keeps_photos: false,
  });
  const form = new FormData();
  form.append("person", new Blob([Buffer.from(JPEG_BASE64, "base64")]), "me.jpg");
  form.append("output_format", "png");
  const accepted = await fetch(`${url}/v1/widget/try-ons`, {
    method: "POST",
    headers: { origin: ORIGIN, authorization: `Bearer ${made.token}` },
    body: form,
  });
  assert.equal(accepted.status, 202);
  const { id } = (await accepted.json()) as { id: string };
  assert.equal(accepted.headers.get("location"), `/v1/widget/try-ons/${id}`);
  await waitUntil("the end", async () => (await ask(made.token, `try-ons/${id}`)).body["ended_at"] !== null);
  const { body } = await ask(made.token, `try-ons/${id}`);
  assert.deepEqual([body["status"], body["progress"]], ["succeeded", 100]);
  const picture = await browse(made.token, `try-ons/${id}/picture`);
  assert.equal(picture.headers.get("content-type"), "image/png");
  assert.deepEqual(Buffer.from(await picture.arrayBuffer()), DOUBLE_PNG);
  const events = await browse(made.token, `try-ons/${id}/events`);
  assert.equal(events.headers.get("access-control-allow-origin"), ORIGIN);
  assert.match(await events.text(), /^event: try-on\ndata: .*"status":"succeeded"/);
  assert.equal((await session())["remaining"], 1);
  assert.equal((await ask(made.token, `try-ons/${id}`, { method: "DELETE" })).status, 204);
  assert.equal((await ask(made.token, `try-ons/${id}`)).status, 404);
});

test("The garment is the token's: it is what the worker gets, and other fields are refused", async (t) => {
  const inputs: unknown[] = [];
  const { ask, makeToken } = await setUp(t, {
    runJob: async (job) => {
      inputs.push(job.inputs?.garments);
      return { state: "failed", code: "X", message: "seen" };
    },
  });
  const { token } = await makeToken({ count: 9 });
  assert.equal((await ask(token, "try-ons", { body: PERSON })).status, 202);
  await waitUntil("the job", () => inputs.length === 1);
  assert.deepEqual(inputs, [[{ kind: "url", url: GARMENT }]]);
  // a body with `garment`, `engine`, `callback_url` or any other field is refused
  for (const field of ["garment", "second_garment", "engine", "callback_url", "external_id"]) {
    const { status, body } = await ask(token, "try-ons", { body: { ...PERSON, [field]: GARMENT } });
    assert.deepEqual([status, body["code"]], [400, "INVALID_REQUEST"], field);
  }
});

test("The count holds when many ask at once, and what is refused does not count", async (t) => {
  const { ask, makeToken } = await setUp(t, { runJob: NEVER });
  const { token } = await makeToken({ count: 3 });
  assert.equal((await ask(token, "try-ons", { body: { person: "AAAA" } })).status, 400);
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => ask(token, "try-ons", { body: PERSON })),
  );
  // the one after the last is 403 `TOKEN_USED_UP`
  const refused = answers.filter(({ status }) => status !== 202);
  assert.equal(refused.length, 7);
  for (const { status, body, headers } of refused) {
    assert.deepEqual([status, body["code"]], [403, "TOKEN_USED_UP"]);
    assert.equal(headers.get("access-control-allow-origin"), ORIGIN); // so that the page can read why
  }
  assert.equal((await ask(token, "session")).body["remaining"], 0);
});

test("Every call must come from the token's origin, and only that origin may read the reply", async (t) => {
  const { ask, browse, makeToken, url } = await setUp(t, { runJob: NEVER });
  const { token } = await makeToken();
  const { id } = (await ask(token, "try-ons", { body: PERSON })).body;
  const one = `try-ons/${String(id)}`;
  const calls = [
    ["GET", "session"],
    ["POST", "try-ons", PERSON],
    ["GET", one],
    ["GET", `${one}/events`],
    ["GET", `${one}/picture`],
    ["POST", `${one}/cancel`],
    ["DELETE", one],
  ] as const;
  for (const origin of [
    "https://evil.example",
    "http://shop.example",
    "https://shop.example:8443",
    "null",
    "",
  ])
    for (const [method, path, body] of calls) {
      const refused = await ask(token, path, { method, origin, ...(body && { body }) });
      assert.deepEqual([refused.status, refused.body["code"]], [403, "ORIGIN_REFUSED"], `${origin} ${path}`);
      assert.equal(refused.headers.get("access-control-allow-origin"), null);
    }
  const allowed = await ask(token, "session");
  assert.equal(allowed.headers.get("access-control-allow-origin"), ORIGIN);
  assert.equal(allowed.headers.get("access-control-allow-credentials"), null);
  assert.match(String(allowed.headers.get("vary")), /Origin/);
  // A preflight comes without a token
  const preflight = await browse("", "try-ons", { method: "OPTIONS", origin: "https://any.example" });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get("access-control-allow-headers"), "authorization, content-type");
  // a page of Drape's own origin sends no Origin with a GET
  const own = await makeToken({ origin: url });
  const sameOrigin = { origin: "", headers: { "sec-fetch-site": "same-origin" } };
  assert.equal((await ask(own.token, "session", sameOrigin)).status, 200);
  assert.equal((await ask(token, "session", sameOrigin)).status, 403);
});

test("Only try-ons that were made with this very token exist for it", async (t) => {
  const { ask, makeToken, client, service, config } = await setUp(t, { runJob: NEVER });
  const [one, other] = [await makeToken(), await makeToken()];
  const { id } = (await ask(one.token, "try-ons", { body: PERSON })).body;
  const byKey = await client.submit({ person: Buffer.from(JPEG_BASE64, "base64"), garment: GARMENT });
  const elsewhere = new DrapeClient({ url: service.url, key: (await createKey(config, "other")).key });
  const foreign = await elsewhere.createWidgetToken({ origin: ORIGIN, garment: GARMENT });
  for (const [token, task] of [
    [other.token, id],
    [foreign.token, id],
    [one.token, byKey.id],
    [one.token, "nothing"],
  ] as const)
    for (const [method, path] of [
      ["GET", ""],
      ["GET", "/events"],
      ["GET", "/picture"],
      ["POST", "/cancel"],
      ["DELETE", ""],
    ] as const) {
      const { status, body } = await ask(token, `try-ons/${String(task)}${path}`, { method });
      assert.deepEqual([status, body["code"]], [404, "TASK_NOT_FOUND"], `${method} ${path}`);
    }
  assert.equal((await client.status(String(id))).status !== "canceled", true); // the shop's key sees them all
  assert.equal(
    (await ask(one.token, `try-ons/${String(id)}/cancel`, { method: "POST" })).body["status"],
    "canceled",
  );
});

test("Keys and other tokens are no widget tokens, and a widget token is no key", async (t) => {
  const { ask, makeToken, shop, url } = await setUp(t, { runJob: NEVER });
  const { token } = await makeToken();
  const forged = await new SignJWT({ origin: ORIGIN, garment: GARMENT, count: 99 })
    .setProtectedHeader({ alg: "HS256" })
    .setAudience("widget")
    .setSubject(shop.id)
    .setJti("x")
    .setExpirationTime("1h")
    .sign(new TextEncoder().encode(shop.secretKey));
  const [head, , signature] = token.split(".");
  const claims = {
    ...(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Json),
    count: 99,
  };
  const changed = [head, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature].join(".");
  for (const wrong of [shop.key, "x.y.z", forged, changed, `${token}x`]) {
    const { status, body, headers } = await ask(wrong, "session");
    assert.deepEqual([status, body["code"]], [401, "TOKEN_INVALID"]);
    assert.equal(headers.get("access-control-allow-origin"), null);
  }
  assert.equal((await ask("", "session")).body["code"], "TOKEN_MISSING");
  for (const path of ["/v1/try-ons", "/v1/images/kolors-virtual-try-on", "/v1/widget-tokens"]) {
    const method = path === "/v1/widget-tokens" ? "POST" : "GET";
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, origin: ORIGIN },
    });
    assert.equal(response.status, 401, path);
    await response.text();
  }
});

test("An expired token starts nothing, and still reads and deletes what was made with it", async (t) => {
  const { ask, shop, config } = await setUp(t, { runJob: NEVER });
  const db = await openDatabase(join(config.dataDir, "drape.db"));
  t.after(() => db.destroy());
  const tokens = new WidgetTokens(await findOrMakeSetting(db, "widget-token-secret", () => ""));
  const grant = { subscriptionId: shop.id, origin: ORIGIN, garment: GARMENT, count: 3 };
  const token = await tokens.issue({ ...grant, expiresAtMs: Date.now() + 3000 });
  const { id } = (await ask(token, "try-ons", { body: PERSON })).body;
  // After `expires_at` no try-on starts: 401 `TOKEN_EXPIRED`.
  await waitUntil(
    "the token expires",
    async () => (await ask(token, "try-ons", { body: PERSON })).status === 401,
  );
  assert.equal((await ask(token, "try-ons", { body: PERSON })).body["code"], "TOKEN_EXPIRED");
  // What was made can be read and deleted for 24 hours longer.
  assert.equal((await ask(token, `try-ons/${String(id)}`)).status, 200);
  assert.equal((await ask(token, `try-ons/${String(id)}`, { method: "DELETE" })).status, 204);
});

test("A token ends with its subscription", async (t) => {
  const { ask, makeToken, shop, config } = await setUp(t, { runJob: NEVER });
  const { token } = await makeToken();
  await withAccounts(config, ({ subscriptions }) => subscriptions.setDisabled(shop.id, true, "test"));
  assert.equal((await ask(token, "session")).body["code"], "SUBSCRIPTION_DISABLED");
  await withAccounts(config, ({ removeSubscription }) => removeSubscription(shop.id, "test"));
  assert.equal((await ask(token, "session")).body["code"], "TOKEN_INVALID");
});

test("Tokens for what is no origin, no public picture or no sound number are refused", async (t) => {
  const { url, shop } = await setUp(t);
  const make = async (fields: object) => {
    const body = JSON.stringify({ origin: ORIGIN, garment: GARMENT, ...fields });
    const headers = { authorization: `Bearer ${shop.key}`, "content-type": "application/json" };
    const response = await fetch(`${url}/v1/widget-tokens`, { method: "POST", headers, body });
    return { status: response.status, body: (await response.json()) as Json };
  };
  assert.equal((await make({})).status, 201);
  for (const origin of [
    "https://shop.example/",
    "shop.example",
    "*",
    "null",
    "https://a@shop.example",
    "file://x",
    "",
  ])
    assert.match(String((await make({ origin })).body["detail"]), /^origin: /, origin);
  for (const garment of ["http://127.0.0.1/a.jpg", "ftp://shop.example/a.jpg", "AAAA", ""])
    assert.match(String((await make({ garment })).body["detail"]), /^garment: /, garment);
  for (const fields of [
    { count: 0 },
    { count: 101 },
    { ttl_seconds: 59 },
    { ttl_seconds: 86_401 },
    { counts: 1 },
  ])
    assert.equal((await make(fields)).status, 400, JSON.stringify(fields));
});
