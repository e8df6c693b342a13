import assert from "node:assert/strict";
import { test } from "node:test";
import { JPEG_BASE64, startTestService } from "../helpers/test-service.js";
import { waitUntil } from "../helpers/wait-until.js";

const TOKEN = "t".repeat(32);

interface Overview {
  readonly counts: Readonly<Record<string, number>>;
  readonly oldest_queued_at: number | null;
  readonly tasks: readonly Readonly<Record<string, unknown>>[];
}

test("GET /admin/v1/tasks shows all subscriptions' newest tasks and counts the states", async (t) => {
  let runs = 0;
  const { service, key } = await startTestService(t, {
    env: { DRAPE_ADMIN_TOKEN: TOKEN },
    // The first fails, the second never ends, the third waits for it.
    runJob: async () =>
      ++runs === 1
        ? { state: "failed", code: "IMAGE_BROKEN", message: "cut short" }
        : await new Promise(() => {}),
  });
  const submit = async (bearer: string): Promise<string> => {
    const reply = await fetch(`${service.url}/v1/try-ons`, {
      method: "POST",
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
      body: JSON.stringify({ person: JPEG_BASE64, garment: JPEG_BASE64 }),
    });
    return ((await reply.json()) as { readonly id: string }).id;
  };
  const read = async (
    query = "",
    token = TOKEN,
  ): Promise<{ readonly status: number; readonly body: Overview }> => {
    const headers = { authorization: `Bearer ${token}` };
    const reply = await fetch(`${service.url}/admin/v1/tasks${query}`, { headers });
    return { status: reply.status, body: (await reply.json()) as Overview };
  };
  const session = (await (await fetch(`${service.url}/playground/session`, { method: "POST" })).json()) as {
    readonly token: string;
  };
  const failed = await submit(key);
  await waitUntil("the first failed", async () => (await read()).body.counts["failed"] === 1);
  const running = await submit(key);
  await waitUntil("the second runs", async () => (await read()).body.counts["running"] === 1);
  const queued = await fetch(`${service.url}/playground/try-ons`, {
    method: "POST",
    headers: { authorization: `Bearer ${session.token}`, "content-type": "application/json" },
    body: JSON.stringify({ person: JPEG_BASE64, garment: JPEG_BASE64 }),
  }).then(async (reply) => ((await reply.json()) as { readonly id: string }).id);

  const { body } = await read();
  assert.deepEqual(body.counts, { queued: 1, running: 1, succeeded: 0, failed: 1, canceled: 0 });
  assert.deepEqual(
    body.tasks.map(({ id, status }) => [id, status]),
    [
      [queued, "queued"],
      [running, "running"],
      [failed, "failed"],
    ],
  );
  assert.equal(new Set(body.tasks.map(({ subscription_id: id }) => id)).size, 2);
  assert.equal(new Date(body.oldest_queued_at ?? 0).toISOString(), body.tasks[0]?.["created_at"]);
  const only = await read("?state=failed&limit=1");
  assert.deepEqual(
    only.body.tasks.map(({ id, error }) => [id, error]),
    [[failed, { code: "IMAGE_BROKEN", message: "cut short" }]],
  );
  assert.equal((await read("?state=lost")).status, 400);
  assert.equal((await read("", key)).status, 401);
});
