import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { DATABASES, makeTestDatabase, type DatabaseKind } from "../../test/helpers/databases.js";
import { TestClock } from "../../test/helpers/test-clock.js";
import { createSecretBox } from "../lib/secret-box.js";
import { listAudit } from "./audit.js";
import { SubscriptionStore } from "./subscription-store.js";
import { UNLIMITED } from "./subscription.js";

const ACTOR = { actor: "test" };

async function setUp(t: TestContext, kind: DatabaseKind) {
  const db = await makeTestDatabase(t, kind);
  const clock = new TestClock(1000);
  return { db, clock, subscriptions: new SubscriptionStore(db, clock, createSecretBox(Buffer.alloc(32, 1))) };
}

for (const kind of DATABASES) testSubscriptionStore(kind);

function testSubscriptionStore(kind: DatabaseKind): void {
  const { name, skip } = kind;
  test(
    `SubscriptionStore finds a subscription by either of its keys and by no other (${name})`,
    { skip },
    async (t) => {
      const { subscriptions } = await setUp(t, kind);
      const anna = await subscriptions.create("anna", ACTOR);
      const shop = await subscriptions.create("shop", ACTOR);
      const wanted = {
        id: anna.id,
        name: "anna",
        policy: UNLIMITED,
        createdAtMs: 1000,
        disabledAtMs: undefined,
      };
      assert.deepEqual(await subscriptions.findByKey(anna.key), wanted);
      assert.deepEqual(await subscriptions.findByKey(anna.secondaryKey), wanted);
      assert.equal((await subscriptions.findByKey(shop.key))?.id, shop.id);
      assert.equal(await subscriptions.findByKey(anna.key.toUpperCase()), undefined);
      assert.equal(await subscriptions.findByKey(anna.secretKey), undefined);
      assert.equal(await subscriptions.findByKey(""), undefined);
    },
  );

  test(
    `SubscriptionStore finds the owner of an access key with the secret that signs its tokens (${name})`,
    { skip },
    async (t) => {
      const { subscriptions } = await setUp(t, kind);
      const { id, accessKey, secretKey, webhookSecret } = await subscriptions.create("anna", ACTOR);
      const owner = await subscriptions.findByAccessKey(accessKey);
      assert.equal(owner?.subscription.id, id);
      assert.equal(owner?.jwtSecret, secretKey);
      assert.equal(await subscriptions.findByAccessKey("nobody"), undefined);
      assert.equal(await subscriptions.findWebhookSecret(id), webhookSecret);
      assert.match(webhookSecret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    },
  );

  test(`SubscriptionStore stores no key and no secret in the clear (${name})`, { skip }, async (t) => {
    const { db, subscriptions } = await setUp(t, kind);
    const made = await subscriptions.create("anna", ACTOR);
    assert.match(made.key, /^[0-9a-f]{64}$/);
    const rows = [
      ...(await db.selectFrom("subscriptions").selectAll().execute()),
      ...(await db.selectFrom("subscription_keys").selectAll().execute()),
      ...(await db.selectFrom("audit").selectAll().execute()),
    ];
    const text = JSON.stringify(rows);
    for (const secret of [made.key, made.secondaryKey, made.secretKey, made.webhookSecret.slice(6)])
      assert.equal(text.includes(secret), false);
  });

  test(
    `SubscriptionStore.rotate() replaces one key and leaves the other alive (${name})`,
    { skip },
    async (t) => {
      const { subscriptions } = await setUp(t, kind);
      const anna = await subscriptions.create("anna", ACTOR);
      const { key = "" } = await subscriptions.rotate(anna.id, "primary", "test");
      assert.equal(await subscriptions.findByKey(anna.key), undefined);
      assert.equal((await subscriptions.findByKey(key))?.id, anna.id);
      assert.equal((await subscriptions.findByKey(anna.secondaryKey))?.id, anna.id);
      const { accessKey = "", secretKey } = await subscriptions.rotate(anna.id, "access", "test");
      assert.equal(await subscriptions.findByAccessKey(anna.accessKey), undefined);
      assert.equal((await subscriptions.findByAccessKey(accessKey))?.jwtSecret, secretKey);
      const { webhookSecret } = await subscriptions.rotate(anna.id, "webhook", "test");
      assert.equal(await subscriptions.findWebhookSecret(anna.id), webhookSecret);
      assert.notEqual(webhookSecret, anna.webhookSecret);
    },
  );

  test(`SubscriptionStore.change() changes what is given and nothing else (${name})`, { skip }, async (t) => {
    const { subscriptions } = await setUp(t, kind);
    const { id } = await subscriptions.create("anna", {
      ...ACTOR,
      policy: { monthlyQuota: 5, fronts: ["kling"], callbackHosts: ["a.example"] },
    });
    await subscriptions.change(id, { policy: { concurrentTasks: 2, fronts: null } }, "test");
    const changed = await subscriptions.change(id, { name: "Anna" }, "test");
    assert.deepEqual(changed, await subscriptions.find(id));
    assert.equal(changed.name, "Anna");
    assert.deepEqual(changed.policy, {
      ...UNLIMITED,
      monthlyQuota: 5,
      concurrentTasks: 2,
      callbackHosts: ["a.example"],
    });
  });

  test(
    `SubscriptionStore disables, enables and removes, and records who did it (${name})`,
    { skip },
    async (t) => {
      const { db, clock, subscriptions } = await setUp(t, kind);
      const { id, key, accessKey } = await subscriptions.create("anna", ACTOR);
      clock.advance(1);
      await subscriptions.setDisabled(id, true, "cli:root");
      assert.equal((await subscriptions.findByKey(key))?.disabledAtMs, 1001);
      clock.advance(1);
      await subscriptions.setDisabled(id, false, "cli:root");
      assert.equal((await subscriptions.findByKey(key))?.disabledAtMs, undefined);
      clock.advance(1);
      await subscriptions.remove(id, "admin-api");
      assert.equal(await subscriptions.findByKey(key), undefined);
      assert.equal(await subscriptions.findByAccessKey(accessKey), undefined);
      assert.equal(await subscriptions.find(id), undefined);
      const audit = await listAudit(db, { subscriptionId: id, limit: 10 });
      assert.deepEqual(
        audit.map(({ atMs, action, actor }) => [atMs, action, actor]),
        [
          [1003, "deleted", "admin-api"],
          [1002, "enabled", "cli:root"],
          [1001, "disabled", "cli:root"],
          [1000, "created", "test"],
        ],
      );
    },
  );

  test(
    `SubscriptionStore tells of subscriptions that are not there, and records nothing (${name})`,
    { skip },
    async (t) => {
      const { db, subscriptions } = await setUp(t, kind);
      const wanted = { code: "SUBSCRIPTION_NOT_FOUND" };
      await assert.rejects(subscriptions.change("nobody", { name: "x" }, "test"), wanted);
      await assert.rejects(subscriptions.setDisabled("nobody", true, "test"), wanted);
      await assert.rejects(subscriptions.rotate("nobody", "primary", "test"), wanted);
      await assert.rejects(subscriptions.remove("nobody", "test"), wanted);
      assert.deepEqual(await listAudit(db, { limit: 10 }), []);
    },
  );

  test(`SubscriptionStore.list() gives the oldest first, without keys (${name})`, { skip }, async (t) => {
    const { clock, subscriptions } = await setUp(t, kind);
    await subscriptions.create("first", ACTOR);
    clock.advance(1);
    await subscriptions.create("second", ACTOR);
    const list = await subscriptions.list();
    assert.deepEqual(
      list.map(({ name }) => name),
      ["first", "second"],
    );
    assert.deepEqual(Object.keys(list[0] ?? {}), ["id", "name", "policy", "createdAtMs", "disabledAtMs"]);
  });
}
