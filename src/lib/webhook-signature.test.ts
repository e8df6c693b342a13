import assert from "node:assert/strict";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import { signWebhook, verifyWebhook } from "./webhook-signature.js";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const MESSAGE = {
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  timestampS: 1_614_265_330,
  body: '{"test": 2432232314}',
};

test("signWebhook() gives the signature of the specification's own example", () => {
  assert.equal(signWebhook(SECRET, MESSAGE), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

test("signWebhook() is accepted by the specification's own library", () => {
  const timestampS = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({ task_status: "succeed", text: "übermäßig 👕" });
  const headers = {
    "webhook-id": MESSAGE.id,
    "webhook-timestamp": String(timestampS),
    "webhook-signature": signWebhook(SECRET, { ...MESSAGE, timestampS, body }),
  };
  assert.deepEqual(new Webhook(SECRET).verify(body, headers), JSON.parse(body));
});

test("verifyWebhook() accepts one good signature of several, and nothing changed, old or from the future", () => {
  const nowMs = MESSAGE.timestampS * 1000;
  const good = signWebhook(SECRET, MESSAGE);
  const verify = (change: Partial<typeof MESSAGE>, header = good, atMs = nowMs): boolean =>
    verifyWebhook(SECRET, { ...MESSAGE, ...change }, { header, nowMs: atMs });
  assert.equal(verify({}), true);
  assert.equal(verify({}, `v1,AAAA v1a,BBBB ${good}`), true);
  assert.equal(verify({}, ""), false);
  assert.equal(verify({}, "v1,"), false);
  assert.equal(verify({ body: "{}" }), false);
  assert.equal(verify({ id: "msg_other" }), false);
  assert.equal(verify({}, good, nowMs + 300_000), true);
  assert.equal(verify({}, good, nowMs + 301_000), false);
  assert.equal(verify({}, good, nowMs - 301_000), false);
  assert.equal(verify({ timestampS: NaN }), false);
});
