import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { makeTempFolder } from "../../test/helpers/temp-folder.js";
import { TestClock } from "../../test/helpers/test-clock.js";
import { openDatabase } from "../db/mod.js";
import { SubscriptionStore } from "./subscription-store.js";

async function setUp(t: TestContext) {
  const db = await openDatabase(join(await makeTempFolder(t), "a.db"));
  t.after(() => db.destroy());
  const clock = new TestClock(1000);
  return { db, clock, subscriptions: new SubscriptionStore(db, clock) };
}

test("SubscriptionStore finds a subscription by its key and by no other", async (t) => {
  const { subscriptions } = await setUp(t);
  const anna = await subscriptions.create("anna");
  const shop = await subscriptions.create("shop");
  assert.deepEqual(await subscriptions.findByKey(anna.key), { id: anna.id, name: "anna", createdAtMs: 1000 });
  assert.equal((await subscriptions.findByKey(shop.key))?.id, shop.id);
  assert.equal(await subscriptions.findByKey(anna.key.toUpperCase()), undefined);
  assert.equal(await subscriptions.findByKey(""), undefined);
});

test("SubscriptionStore stores no key in the clear", async (t) => {
  const { db, subscriptions } = await setUp(t);
  const { key } = await subscriptions.create("anna");
  assert.match(key, /^[0-9a-f]{64}$/);
  const rows = await db.selectFrom("subscriptions").selectAll().execute();
  assert.equal(JSON.stringify(rows).includes(key), false);
});

test("SubscriptionStore.list() gives the oldest first, without keys", async (t) => {
  const { clock, subscriptions } = await setUp(t);
  await subscriptions.create("first");
  clock.advance(1);
  await subscriptions.create("second");
  const list = await subscriptions.list();
  assert.deepEqual(
    list.map(({ name }) => name),
    ["first", "second"],
  );
  assert.deepEqual(Object.keys(list[0] ?? {}), ["id", "name", "createdAtMs"]);
});
