import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import { JPEG_BASE64, startTestService, type TestService } from "../helpers/test-service.js";

// Who may use the playground without a key, and what a session reaches (docs/guides/playground.md).

const post = (url: string, headers: Record<string, string>, body?: unknown): Promise<Response> =>
  fetch(url, {
    method: "POST",
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

async function openSession({ service }: TestService): Promise<string> {
  const reply = await post(`${service.url}/playground/session`, {});
  assert.equal(reply.status, 201);
  const { token } = (await reply.json()) as { readonly token: string };
  return token;
}

async function codeOf(reply: Response): Promise<unknown> {
  return [reply.status, ((await reply.json()) as { readonly code: string }).code];
}

const TRY_ON = { person: JPEG_BASE64, garment: JPEG_BASE64 };

async function start(t: TestContext, env: Record<string, string> = {}): Promise<TestService> {
  return await startTestService(t, { env });
}

describe("the playground's sessions", () => {
  test("make, read and delete try-ons of the subscription `playground`, without a list", async (t) => {
    const own = await start(t);
    const root = `${own.service.url}/playground`;
    const authorization = `Bearer ${await openSession(own)}`;
    const created = await post(`${root}/try-ons`, { authorization }, TRY_ON);
    assert.equal(created.status, 202);
    const { id } = (await created.json()) as { readonly id: string };
    const get = (path: string, headers: Record<string, string>): Promise<Response> =>
      fetch(own.service.url + path, { headers });
    assert.equal((await get(`/playground/try-ons/${id}`, { authorization })).status, 200);
    assert.deepEqual(await codeOf(await get("/playground/try-ons", { authorization })), [
      404,
      "ENDPOINT_NOT_FOUND",
    ]);
    // The first subscription's key does not see it, and a session opens no other front.
    assert.equal((await get(`/v1/try-ons/${id}`, { authorization: `Bearer ${own.key}` })).status, 404);
    assert.equal((await get(`/v1/try-ons/${id}`, { authorization })).status, 401);
    const removed = await fetch(`${root}/try-ons/${id}`, { method: "DELETE", headers: { authorization } });
    assert.equal(removed.status, 204);
  });

  test("are refused to another origin's page and under another machine's name", async (t) => {
    const own = await start(t);
    const session = `${own.service.url}/playground/session`;
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ] as Record<string, string>[])
      assert.deepEqual(
        await codeOf(await post(session, headers)),
        [403, "ACCESS_DENIED"],
        JSON.stringify(headers),
      );
    // DNS rebinding: the page and its requests have one name, which is not this machine's.
    const rebound = await send(own.service.url, "evil.example");
    assert.equal(rebound, 403);
    assert.equal(await send(own.service.url, "localhost"), 201);
    assert.equal(
      (await post(session, { origin: own.service.url, "sec-fetch-site": "same-origin" })).status,
      201,
    );
  });

  test("with a changed token are refused", async (t) => {
    const own = await start(t);
    const token = await openSession(own);
    const [kind, id, expires, signature] = token.split(".");
    for (const changed of [
      `${kind}.${id}.${Number(expires) + 1}.${signature}`,
      `${kind}.${id}x.${expires}.${signature}`,
      `${token}.x`,
      own.key,
      "",
    ]) {
      const authorization = `Bearer ${changed}`;
      const reply = await post(`${own.service.url}/playground/try-ons`, { authorization }, TRY_ON);
      assert.deepEqual(await codeOf(reply), [401, "UNAUTHENTICATED"], changed);
    }
  });

  test("are not given where the playground asks for a key, or other machines can come", async (t) => {
    for (const env of [
      { DRAPE_PLAYGROUND: "key" },
      { HOST: "0.0.0.0" },
      { PUBLIC_URL: "https://try.example" }, // behind a proxy
    ] as Record<string, string>[]) {
      const own = await start(t, env);
      const about = (await (await fetch(`${own.service.url}/playground/about`)).json()) as {
        readonly access: string;
      };
      assert.equal(about.access, "key");
      assert.equal((await post(`${own.service.url}/playground/session`, {})).status, 404);
      assert.equal((await post(`${own.service.url}/playground/try-ons`, {}, TRY_ON)).status, 404);
    }
  });

  test("are given to all who come where the operator opened it", async (t) => {
    const own = await start(t, { HOST: "0.0.0.0", DRAPE_PLAYGROUND: "open" });
    assert.equal(await send(own.service.url, "try.example"), 201);
  });

  test("end with the operator's word: the subscription disabled", async (t) => {
    const token = "operator-token-of-32-characters-or-more";
    const own = await start(t, { DRAPE_ADMIN_TOKEN: token });
    const authorization = `Bearer ${await openSession(own)}`;
    const admin = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const subscriptions = `${own.service.url}/admin/v1/subscriptions`;
    const listed = (await (await fetch(subscriptions, { headers: admin })).json()) as {
      readonly subscriptions: readonly { readonly id: string; readonly name: string }[];
    };
    const { id } =
      listed.subscriptions.find(({ name }) => name === "playground") ?? assert.fail("no such subscription");
    await fetch(`${subscriptions}/${id}`, { method: "PATCH", headers: admin, body: '{"disabled":true}' });
    const reply = await post(`${own.service.url}/playground/try-ons`, { authorization }, TRY_ON);
    assert.deepEqual(await codeOf(reply), [403, "SUBSCRIPTION_DISABLED"]);
  });
});

describe("the pages' files", () => {
  test("GET / is the page for a browser, JSON for a program and where the page is off", async (t) => {
    const own = await start(t, { DRAPE_PLAYGROUND: "off" });
    for (const accept of ["*/*", "text/html,*/*"]) {
      const reply = await fetch(own.service.url, { headers: { accept } });
      assert.match(reply.headers.get("content-type") ?? "", /^application\/json/);
    }
    assert.equal((await fetch(`${own.service.url}/playground/about`)).status, 404);
  });
});

/** Asks for a session under another name; fetch sends no such Host. Gives the status. */
async function send(url: string, host: string): Promise<number> {
  const { request } = await import("node:http");
  return await new Promise((resolve, reject) => {
    const port = new URL(url).port;
    const outgoing = request(
      `${url}/playground/session`,
      { method: "POST", headers: { host: `${host}:${port}` } },
      (reply) => {
        reply.resume();
        resolve(reply.statusCode ?? 0);
      },
    );
    outgoing.on("error", reject).end();
  });
}
