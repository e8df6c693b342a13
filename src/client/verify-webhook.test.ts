import assert from "node:assert/strict";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import { verifyWebhook, WebhookRefusedError } from "./mod.js";

const SECRET = `whsec_${Buffer.alloc(32, 5).toString("base64")}`;
const BODY = '{"task_id":"t1","task_status":"succeed"}';
const NOW_MS = 1_731_928_289_000;

function sign(secret = SECRET, atMs = NOW_MS): Record<string, string> {
  const signature = new Webhook(secret).sign("msg_1", new Date(atMs), BODY);
  return { "webhook-id": "msg_1", "webhook-timestamp": String(atMs / 1000), "webhook-signature": signature };
}

test("verifyWebhook() gives what a signed callback tells, from either kind of headers", async () => {
  const wanted = JSON.parse(BODY) as unknown;
  assert.deepEqual(await verifyWebhook(SECRET, { headers: sign(), body: BODY }, { nowMs: NOW_MS }), wanted);
  const headers = new Headers(sign());
  headers.set("webhook-signature", `v1,AAAA v2,x ${sign()["webhook-signature"]}`);
  assert.deepEqual(await verifyWebhook(SECRET, { headers, body: BODY }, { nowMs: NOW_MS }), wanted);
});

test("verifyWebhook() refuses other secrets, changed bodies, old messages and missing headers", async () => {
  const other = `whsec_${Buffer.alloc(32, 6).toString("base64")}`;
  const { "webhook-id": _, ...incomplete } = sign();
  for (const [headers, body, nowMs] of [
    [sign(other), BODY, NOW_MS],
    [sign(), `${BODY} `, NOW_MS],
    [sign(), BODY, NOW_MS + 301_000],
    [sign(), BODY, NOW_MS - 301_000],
    [{ ...sign(), "webhook-id": "msg_2" }, BODY, NOW_MS],
    [{ ...sign(), "webhook-timestamp": "now" }, BODY, NOW_MS],
    [{ ...sign(), "webhook-signature": "v1,%" }, BODY, NOW_MS],
    [incomplete, BODY, NOW_MS],
  ] as const)
    await assert.rejects(verifyWebhook(SECRET, { headers, body }, { nowMs }), WebhookRefusedError);
});
