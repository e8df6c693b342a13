import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { PRESSES, runPressLimits, type LimitsPressed } from "../../test/helpers/press-limits.js";
import { DATABASES, type DatabaseKind } from "../../test/helpers/databases.js";
import { openTestDatabase } from "../../test/helpers/open-test-database.js";
import { TestClock } from "../../test/helpers/test-clock.js";
import { createSecretBox } from "../lib/secret-box.js";
import { SqlTaskStore, type NewTask, type SubscriptionId, type TaskId } from "../tasks/mod.js";
import { RateLimiter } from "./rate-limiter.js";
import { checkPolicy, RequestGuard } from "./request-guard.js";
import { SubscriptionStore } from "./subscription-store.js";
import { UNLIMITED, type SubscriptionPolicy } from "./subscription.js";
import { TaskLedger } from "./task-ledger.js";
import { findQuota, listUsage } from "./usage.js";

const START_MS = Date.parse("2026-11-30T23:59:00Z");
const CLAIM = { worker: "host:1:x", leaseMs: 3_600_000 };
const FAILED = { state: "failed", code: "PERSON_NOT_FOUND", message: "nobody there" } as const;
const SUCCEEDED = { state: "succeeded", resultKey: "results/a-0.png", report: null } as const;

async function setUp(t: TestContext, kind: DatabaseKind, policy: Partial<SubscriptionPolicy> = {}) {
  const where = await kind.create(t);
  const clock = new TestClock(START_MS);
  const db = await openTestDatabase(where);
  t.after(() => db.destroy());
  const subscriptions = new SubscriptionStore(db, clock, createSecretBox(Buffer.alloc(32, 1)));
  const tasks = new SqlTaskStore(db, clock, { hooks: [new TaskLedger()] });
  const limiter = new RateLimiter(db, clock);
  const anna = await subscriptions.create("anna", { policy, actor: "test" });
  let count = 0;
  const newTask = (): NewTask => ({
    id: `task-${count++}` as TaskId,
    subscriptionId: anna.id as SubscriptionId,
    inputs: { person: { kind: "url", url: "https://e.com/p" }, garments: [] },
  });
  return { where, db, subscriptions, tasks, limiter, anna, clock, newTask };
}

for (const kind of DATABASES) testLimits(kind);

function testLimits(kind: DatabaseKind): void {
  const { name, skip } = kind;
  test(
    `RateLimiter allows a minute's requests at once, then one for each share of a minute (${name})`,
    { skip },
    async (t) => {
      const { limiter, clock, anna } = await setUp(t, kind);
      for (let i = 0; i < 4; i++) assert.equal(await limiter.take(anna.id, 4), 0);
      assert.equal(await limiter.take(anna.id, 4), 15_000);
      clock.advance(14_999);
      assert.equal(await limiter.take(anna.id, 4), 1);
      clock.advance(1);
      assert.equal(await limiter.take(anna.id, 4), 0);
      assert.equal(await limiter.take(anna.id, 4), 15_000);
      clock.advance(3_600_000); // no more than a minute's allowance is saved up
      for (let i = 0; i < 4; i++) assert.equal(await limiter.take(anna.id, 4), 0);
      assert.equal(await limiter.take(anna.id, 4), 15_000);
    },
  );

  test(`RateLimiter counts each subscription for itself (${name})`, { skip }, async (t) => {
    const { limiter, anna } = await setUp(t, kind);
    assert.equal(await limiter.take("bob", 1), 0);
    assert.equal(await limiter.take(anna.id, 1), 0);
    assert.equal(await limiter.take("bob", 1), 60_000);
  });

  test(`Limits hold when several processes ask at once (${name})`, { skip }, async (t) => {
    const { where, db, anna } = await setUp(t, kind, { concurrentTasks: 7, requestsPerMinute: 2 });
    const answers = await Promise.all([1, 2, 3].map(() => runPressLimits(where, anna.id)));
    const count = (name: keyof LimitsPressed): number =>
      answers.reduce((sum, answer) => sum + answer[name], 0);
    assert.equal(count("created"), 7);
    assert.equal(count("refused"), 3 * PRESSES - 7);
    assert.equal(count("admitted"), 2); // the next one comes after 30 s
    const { open_tasks: open } = await db
      .selectFrom("subscriptions")
      .select("open_tasks")
      .executeTakeFirstOrThrow();
    assert.equal(open, 7);
  });

  test(
    `RequestGuard.admit() refuses disabled subscriptions, other fronts and too many requests (${name})`,
    { skip },
    async (t) => {
      const { limiter, anna } = await setUp(t, kind, { fronts: ["kling"], requestsPerMinute: 1 });
      const guard = new RequestGuard(limiter);
      await assert.rejects(guard.admit({ ...anna, disabledAtMs: 5 }, "kling"), {
        code: "SUBSCRIPTION_DISABLED",
      });
      await assert.rejects(guard.admit(anna, "gateway"), { code: "ACCESS_DENIED" });
      await guard.admit(anna, "kling");
      await assert.rejects(guard.admit(anna, "kling"), { code: "RATE_LIMITED", retryAfterMs: 60_000 });
    },
  );

  test("checkPolicy() refuses engines and callback hosts that are not listed", () => {
    const policy = { ...UNLIMITED, engines: ["drape"], callbackHosts: ["hooks.example", "*.shop.example"] };
    const check = (engine: string, callbackUrl?: string) => () =>
      checkPolicy(policy, { engine, callbackUrl });
    assert.throws(check("kling"), { code: "ACCESS_DENIED" });
    for (const host of ["evil.example", "hooks.example.evil.example", "shop.example", "xshop.example"])
      assert.throws(check("drape", `https://${host}/x`), { code: "INVALID_REQUEST" }, host);
    check("drape")();
    for (const host of ["hooks.example", "HOOKS.example:8443", "a.shop.example", "a.b.shop.example"])
      check("drape", `https://${host}/x`)();
    checkPolicy(UNLIMITED, { engine: "any", callbackUrl: "https://any.example/" });
  });

  test(
    `TaskLedger lets no more tasks be open than allowed, whoever asks at once (${name})`,
    { skip },
    async (t) => {
      const { tasks, newTask, db } = await setUp(t, kind, { concurrentTasks: 3 });
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => tasks.create(newTask())));
      assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 3);
      for (const outcome of outcomes)
        if (outcome.status === "rejected") assert.match(String(outcome.reason), /3 tasks have not ended/);
      assert.equal((await db.selectFrom("tasks").select("id").execute()).length, 3); // a refused task leaves no row

      const claimed = await tasks.claim(CLAIM);
      assert.ok(claimed);
      await assert.rejects(tasks.create(newTask()), { code: "CONCURRENCY_LIMITED" }); // running is not ended
      assert.equal(await tasks.finish(claimed.id, claimed.lease, FAILED), true);
      assert.equal(await tasks.finish(claimed.id, claimed.lease, FAILED), false); // and is not counted twice
      const fourth = await tasks.create(newTask());
      await assert.rejects(tasks.create(newTask()), { code: "CONCURRENCY_LIMITED" });
      assert.equal(await tasks.cancel(fourth.id), true);
      await tasks.create(newTask());
    },
  );

  test(
    `TaskLedger counts tasks that end at once, each for its subscription, month and state (${name})`,
    { skip },
    async (t) => {
      const { tasks, newTask, anna, subscriptions, clock, db } = await setUp(t, kind, { monthlyQuota: 10 });
      const ben = await subscriptions.create("ben", { actor: "test" });
      const submit = async (owner: string): Promise<void> =>
        void (await tasks.create({ ...newTask(), subscriptionId: owner as SubscriptionId }));
      await submit(anna.id); // in November
      await submit(anna.id);
      clock.advance(3600_000);
      for (const owner of [anna.id, anna.id, ben.id, ben.id]) await submit(owner);
      const claims = await Promise.all(Array.from({ length: 6 }, () => tasks.claim(CLAIM)));
      const held = claims.flatMap((task) => task ?? []);
      const order = held.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const outcomes = [FAILED, SUCCEEDED, FAILED, SUCCEEDED, SUCCEEDED, FAILED];
      await Promise.all(order.map((task, i) => tasks.finish(task.id, task.lease, outcomes[i] ?? FAILED)));
      const rows = await db
        .selectFrom("subscriptions")
        .select(["id", "open_tasks", "quota_month", "quota_used"])
        .execute();
      const countsOf = (id: string) => rows.find((row) => row.id === id);
      assert.deepEqual(countsOf(anna.id), {
        id: anna.id,
        open_tasks: 0,
        quota_month: "2026-12",
        quota_used: 1, // of December's two, one failed; November's are another month's
      });
      assert.deepEqual([countsOf(ben.id)?.open_tasks, countsOf(ben.id)?.quota_used], [0, 1]);
      const [day] = await listUsage(db, anna.id, { fromDay: "2026-12-01", toDay: "2026-12-01" });
      assert.deepEqual([day?.submitted, day?.succeeded, day?.failed, day?.canceled], [2, 2, 2, 0]);
    },
  );

  test(
    `TaskLedger holds the monthly quota, gives failed tasks back and begins anew each month (${name})`,
    { skip },
    async (t) => {
      const { tasks, newTask, anna, clock, db } = await setUp(t, kind, { monthlyQuota: 2 });
      const run = async (outcome: typeof FAILED | typeof SUCCEEDED): Promise<void> => {
        const { id } = await tasks.create(newTask());
        const claimed = await tasks.claim(CLAIM);
        assert.equal(claimed?.id, id);
        assert.ok(await tasks.finish(id, claimed.lease, outcome));
      };
      await run(FAILED);
      await run(SUCCEEDED);
      const open = await tasks.create(newTask());
      await tasks.claim(CLAIM);
      await assert.rejects(tasks.create(newTask()), { code: "QUOTA_EXCEEDED" });
      const november = {
        startsAtMs: Date.parse("2026-11-01T00:00Z"),
        endsAtMs: Date.parse("2026-12-01T00:00Z"),
      };
      assert.deepEqual(await findQuota(db, anna.id, clock.nowMs()), { total: 2, used: 2, ...november });

      clock.advance(60_000); // December
      assert.equal((await findQuota(db, anna.id, clock.nowMs()))?.used, 0);
      await run(SUCCEEDED);
      await tasks.cancel(open.id); // of November: December keeps its count
      assert.equal((await findQuota(db, anna.id, clock.nowMs()))?.used, 1);
      assert.deepEqual(await listUsage(db, anna.id, { fromDay: "2026-11-01", toDay: "2026-12-31" }), [
        { day: "2026-11-30", submitted: 3, succeeded: 1, failed: 1, canceled: 0 },
        { day: "2026-12-01", submitted: 1, succeeded: 1, failed: 0, canceled: 1 },
      ]);
      assert.deepEqual(await listUsage(db, "bob", { fromDay: "2026-11-01", toDay: "2026-12-31" }), []);
    },
  );

  test(
    `TaskLedger refuses the tasks of disabled and deleted subscriptions (${name})`,
    { skip },
    async (t) => {
      const { tasks, newTask, anna, subscriptions } = await setUp(t, kind);
      await tasks.create(newTask());
      await subscriptions.setDisabled(anna.id, true, "test");
      await assert.rejects(tasks.create(newTask()), { code: "SUBSCRIPTION_DISABLED" });
      await subscriptions.remove(anna.id, "test");
      await assert.rejects(tasks.create(newTask()), { code: "UNAUTHENTICATED" });
    },
  );

  test(
    `A task's time is the subscription's own number of days, else the service's (${name})`,
    { skip },
    async (t) => {
      const { tasks, newTask, anna, clock, subscriptions } = await setUp(t, kind, { resultDays: 2 });
      const findTtlMs = async (): Promise<number> => {
        const { id } = await tasks.create(newTask());
        await tasks.cancel(id);
        return ((await tasks.find(id))?.expiresAtMs ?? NaN) - clock.nowMs();
      };
      assert.equal(await findTtlMs(), 2 * 24 * 3_600_000);
      await subscriptions.change(anna.id, { policy: { resultDays: null } }, "test");
      assert.equal(await findTtlMs(), 30 * 24 * 3_600_000);
    },
  );
}
