import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { DATABASES, makeTestDatabase, type DatabaseKind } from "../../test/helpers/databases.js";
import { TestClock } from "../../test/helpers/test-clock.js";
import { waitUntil } from "../../test/helpers/wait-until.js";
import { createLog } from "../lib/log.js";
import type { PostOutcome } from "../lib/safe-post.js";
import { verifyWebhook } from "../lib/webhook-signature.js";
import { SqlTaskStore, type JobOutcome, type SubscriptionId, type TaskId } from "../tasks/mod.js";
import { Deliverer, type Post } from "./deliverer.js";
import { WebhookOutbox } from "./outbox.js";
import { MAX_ATTEMPTS } from "./schedule.js";
import { WebhookStore } from "./webhook-store.js";

const SECRET = `whsec_${Buffer.alloc(32, 3).toString("base64")}`;
const FAILED: JobOutcome = { state: "failed", code: "X", message: "no" };
const CLAIM = { worker: "host:1:x", leaseMs: 3_600_000 };
const OK: PostOutcome = { ok: true, status: 200 };
const DOWN: PostOutcome = { ok: false, code: "FETCH_FAILED", message: "connect ECONNREFUSED" };

async function setUp(t: TestContext, kind: DatabaseKind, post: Post) {
  const db = await makeTestDatabase(t, kind);
  const clock = new TestClock();
  const outbox = new WebhookOutbox(({ id, state }) => JSON.stringify({ id, state }));
  const tasks = new SqlTaskStore(db, clock, { hooks: [outbox] });
  const store = new WebhookStore(db, clock);
  const makeDeliverer = (): Deliverer => {
    const deliverer = new Deliverer({
      store,
      post,
      clock,
      findSecret: async (id) => (id === "deleted" ? undefined : SECRET),
      log: createLog("silent"),
      random: () => 0.5,
      pollMs: 3_600_000, // tests wake it
    });
    outbox.listen(() => deliverer.wake());
    t.after(() => deliverer.stop(0));
    return deliverer;
  };
  const create = (id: string, url = "https://hooks.example/a", subscriptionId = "anna") =>
    tasks.create({
      id: id as TaskId,
      subscriptionId: subscriptionId as SubscriptionId,
      inputs: { person: { kind: "url", url: "https://e.com/p" }, garments: [] },
      callback: { url, origin: "https://drape.example" },
    });
  /** Runs the task that waits longest to its end. */
  const run = async (): Promise<void> => {
    const task = await tasks.claim(CLAIM);
    assert.ok(task && (await tasks.finish(task.id, task.lease, FAILED)));
  };
  const states = async () => (await store.list({ limit: 100 })).map(({ state }) => state);
  return { db, clock, tasks, store, makeDeliverer, create, run, states };
}

/** A receiver that answers what `answer` says, and keeps what it was sent. */
function makeReceiver(answer: (url: string, body: string) => PostOutcome | Promise<PostOutcome>) {
  const received: { readonly url: string; readonly state: string; readonly id: string }[] = [];
  const post: Post = async (url, { headers, body, signal }) => {
    const message = {
      id: headers["webhook-id"] ?? "",
      timestampS: Number(headers["webhook-timestamp"]),
      body,
    };
    const signed = { header: headers["webhook-signature"] ?? "", nowMs: message.timestampS * 1000 };
    assert.ok(verifyWebhook(SECRET, message, signed));
    received.push({ url, state: (JSON.parse(body) as { state: string }).state, id: message.id });
    const aborted = new Promise<never>((_resolve, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason)),
    );
    return await Promise.race([answer(url, body), aborted]);
  };
  return { received, post, states: () => received.map(({ state }) => state) };
}

for (const kind of DATABASES) testDeliverer(kind);

function testDeliverer(kind: DatabaseKind): void {
  const { name, skip } = kind;
  test(`Deliverer on ${name} sends each change of a task once, in order`, { skip }, async (t) => {
    const receiver = makeReceiver(() => OK);
    const { makeDeliverer, create, run, states } = await setUp(t, kind, receiver.post);
    makeDeliverer().start();
    await create("a");
    await run();
    await waitUntil("both messages", async () => (await states()).every((state) => state === "delivered"));
    assert.deepEqual(receiver.states(), ["running", "failed"]);
    assert.equal(new Set(receiver.received.map(({ id }) => id)).size, 2);
  });

  test(
    `Deliverer on ${name} tells of tasks that begin and end together, each in order`,
    { skip },
    async (t) => {
      const { received, post } = makeReceiver(() => OK);
      const { tasks, makeDeliverer, create } = await setUp(t, kind, post);
      for (const id of ["a", "b", "c"]) await create(id, `https://hooks.example/${id}`);
      const claims = await Promise.all(["a", "b", "c"].map(() => tasks.claim(CLAIM)));
      const held = claims.flatMap((task) => task ?? []);
      await Promise.all(held.map((task) => tasks.finish(task.id, task.lease, FAILED)));
      makeDeliverer().wake();
      await waitUntil("all six messages", async () => received.length === 6);
      for (const id of ["a", "b", "c"])
        assert.deepEqual(
          received.filter(({ url }) => url.endsWith(id)).map(({ state }) => state),
          ["running", "failed"],
        );
    },
  );

  test(
    `Deliverer on ${name} holds a task's second message back until the first one is there`,
    { skip },
    async (t) => {
      let answer: PostOutcome = DOWN;
      const receiver = makeReceiver(() => answer);
      const { makeDeliverer, create, run, clock, states } = await setUp(t, kind, receiver.post);
      const deliverer = makeDeliverer();
      await create("a");
      await run();
      deliverer.start();
      await waitUntil("a first attempt", () => receiver.received.length === 1);
      deliverer.wake();
      clock.advance(4999);
      deliverer.wake();
      await new Promise((resolve) => setTimeout(resolve, 20)); // time for a message that must not come
      assert.deepEqual(receiver.states(), ["running"]);
      answer = OK;
      clock.advance(1); // the first back-off is over
      deliverer.wake();
      await waitUntil("both messages", async () => (await states()).every((state) => state === "delivered"));
      assert.deepEqual(receiver.states(), ["running", "running", "failed"]);
      assert.equal(receiver.received[0]?.id, receiver.received[1]?.id); // `webhook-id` is stable over retries
    },
  );

  test(
    `Deliverer on ${name} gives up after a day of attempts, lets the next message go, and replays what it gave up`,
    { skip },
    async (t) => {
      const attempts: number[] = [];
      let isDown = true;
      const receiver = makeReceiver((_url, body) => {
        if (!body.includes("running")) return OK;
        attempts.push(clock.nowMs());
        return isDown ? { ok: true, status: 500 } : OK;
      });
      const { makeDeliverer, create, run, clock, store } = await setUp(t, kind, receiver.post);
      const deliverer = makeDeliverer();
      await create("a");
      await run();
      deliverer.start();
      for (let count = 1; count <= MAX_ATTEMPTS; count++) {
        deliverer.wake();
        await waitUntil(`attempt ${count}`, () => attempts.length === count);
        await waitUntil("its record", async () =>
          (await store.list({ limit: 9 })).every(
            (w) => w.state !== "pending" || w.lastStatus === 500 || w.nextAttemptAtMs === undefined,
          ),
        );
        const [due] = (await store.list({ state: "pending", limit: 9 })).flatMap(
          (w) => w.nextAttemptAtMs ?? [],
        );
        if (due !== undefined) clock.advance(Math.max(0, due - clock.nowMs()));
      }
      await waitUntil("the end", async () => (await store.list({ state: "pending", limit: 9 })).length === 0);
      const hours = ((attempts.at(-1) ?? 0) - (attempts[0] ?? 0)) / 3_600_000;
      assert.ok(hours > 24 && hours < 25, `${hours} h`);
      const [dead] = await store.list({ state: "dead", limit: 9 });
      assert.equal(dead?.lastError, "the receiver answered 500");
      assert.equal((await store.list({ state: "delivered", limit: 9 })).length, 1);

      isDown = false;
      assert.equal(await store.replay(dead?.id ?? ""), 1);
      assert.equal(await store.replay(dead?.id ?? ""), 0);
      deliverer.wake();
      await waitUntil(
        "the replay",
        async () => (await store.list({ state: "delivered", limit: 9 })).length === 2,
      );
    },
  );

  test(
    `Deliverer on ${name} stops all messages of a task at 410, and none of another`,
    { skip },
    async (t) => {
      const receiver = makeReceiver((url) => (url.endsWith("gone") ? { ok: true, status: 410 } : OK));
      const { makeDeliverer, create, run, store } = await setUp(t, kind, receiver.post);
      await create("a", "https://hooks.example/gone");
      await run();
      await create("b", "https://hooks.example/b");
      await run();
      makeDeliverer().start();
      await waitUntil("the end", async () => (await store.list({ state: "pending", limit: 9 })).length === 0);
      const dead = await store.list({ state: "dead", limit: 9 });
      assert.deepEqual(
        dead.map(({ taskId, lastStatus }) => [taskId, lastStatus]),
        [
          ["a", 410],
          ["a", 410],
        ],
      );
      assert.equal(receiver.received.filter(({ url }) => url.endsWith("gone")).length, 1);
      assert.equal(await store.replay(), 2); // in order again: only the first may go at once
      const waiting = await store.list({ state: "pending", limit: 9 });
      assert.equal(waiting.filter(({ nextAttemptAtMs }) => nextAttemptAtMs !== undefined).length, 1);
    },
  );

  test(`Deliverer on ${name} sends nothing of what happens to a task after a 410`, { skip }, async (t) => {
    const receiver = makeReceiver(() => ({ ok: true, status: 410 }));
    const { makeDeliverer, create, tasks, store } = await setUp(t, kind, receiver.post);
    await create("a");
    const task = await tasks.claim(CLAIM);
    makeDeliverer().start();
    await waitUntil("the 410", async () => (await store.list({ state: "dead", limit: 9 })).length === 1);
    assert.ok(task && (await tasks.finish(task.id, task.lease, FAILED)));
    const messages = await store.list({ limit: 9 });
    assert.deepEqual(
      messages.map(({ state, nextAttemptAtMs }) => [state, nextAttemptAtMs]),
      [
        ["dead", undefined],
        ["dead", undefined],
      ],
    );
    assert.deepEqual(receiver.states(), ["running"]);
    assert.equal(await store.replay(), 2);
  });

  test(
    `Deliverer on ${name} gives up at once where an address is refused or the subscription is gone`,
    { skip },
    async (t) => {
      const receiver = makeReceiver(() => ({
        ok: false,
        code: "URL_REFUSED",
        message: "x is not a public host",
      }));
      const { makeDeliverer, create, run, store } = await setUp(t, kind, receiver.post);
      await create("a");
      await run();
      await create("b", "https://hooks.example/b", "deleted");
      await run();
      makeDeliverer().start();
      await waitUntil("the end", async () => (await store.list({ state: "pending", limit: 9 })).length === 0);
      const errors = (await store.list({ state: "dead", limit: 9 })).map(({ lastError }) => lastError);
      assert.deepEqual(errors.toSorted(), [
        "the subscription has no webhook secret",
        "the subscription has no webhook secret",
        "x is not a public host",
        "x is not a public host",
      ]);
    },
  );

  test(`Deliverer on ${name} lets receivers that never answer hold up nobody else`, { skip }, async (t) => {
    const receiver = makeReceiver((url) => (url.includes("dead") ? new Promise<never>(() => {}) : OK));
    const { makeDeliverer, create, run, clock } = await setUp(t, kind, receiver.post);
    for (let i = 0; i < 30; i++) {
      await create(`dead-${i}`, `https://dead-${i % 3}.example/`);
      await run();
    }
    clock.advance(1);
    await create("good", "https://good.example/");
    await run();
    await create("shared", "https://dead-0.example/", "bob"); // same host, other subscription
    await run();
    makeDeliverer().start();
    const ofGood = () => receiver.received.filter(({ url }) => url.includes("good")).length;
    await waitUntil("the good receiver's messages", () => ofGood() === 2);
    const ofDead = receiver.received.filter(({ url }) => url.includes("dead"));
    assert.equal(ofDead.length, 3 * 4 + 1); // each in its own four places, Bob's in his own
  });

  test(
    `Deliverer on ${name} takes over what another process died with, and gives back what it stops with`,
    { skip },
    async (t) => {
      const post: Post = (_url, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      const { makeDeliverer, create, run, store, clock } = await setUp(t, kind, post);
      await create("a");
      await run();
      assert.ok(await store.claim([], 1000)); // and its process dies
      assert.equal(await store.claim([], 1000), undefined);
      clock.advance(1000);
      const deliverer = makeDeliverer();
      deliverer.start();
      await waitUntil("a claim", async () =>
        (await store.list({ limit: 9 })).some(({ attempts }) => attempts === 2),
      );
      await deliverer.stop(0);
      const claimed = await store.claim([], 1000);
      assert.equal(claimed?.attempts, 2); // the attempt that was cut off does not count
    },
  );

  test(`WebhookStore on ${name} lets a sender that lost its lease change nothing`, { skip }, async (t) => {
    const { create, run, store, clock } = await setUp(t, kind, async () => OK);
    await create("a");
    await run();
    const late = await store.claim([], 1000);
    assert.ok(late);
    clock.advance(1000);
    const next = await store.claim([], 1000);
    assert.ok(next);
    assert.equal(await store.deliver(late, 200), false);
    assert.equal(await store.bury(late, { error: "x" }), false);
    assert.equal(await store.retry(late, 5, { error: "x" }), false);
    assert.equal(await store.deliver(next, 200), true);
  });

  test(
    `WebhookStore.freeStranded() on ${name} frees messages that wait for nobody, and only these`,
    { skip },
    async (t) => {
      const { create, run, store, db } = await setUp(t, kind, async () => OK);
      await create("a");
      await run();
      assert.equal(await store.freeStranded(), 0);
      await db
        .updateTable("webhooks")
        .set({ state: "delivered", available_at: null })
        .where("position", "=", 0)
        .execute();
      assert.equal(await store.claim([], 1000), undefined);
      assert.equal(await store.freeStranded(), 1);
      assert.ok(await store.claim([], 1000));
    },
  );

  test(
    `WebhookOutbox on ${name} writes nothing without a callback, and forgets messages with their task`,
    { skip },
    async (t) => {
      const { create, run, store, tasks } = await setUp(t, kind, async () => OK);
      await tasks.create({
        id: "quiet" as TaskId,
        subscriptionId: "anna" as SubscriptionId,
        inputs: { person: { kind: "url", url: "https://e.com/p" }, garments: [] },
      });
      await run();
      assert.deepEqual(await store.list({ limit: 9 }), []);
      const { id } = await create("a");
      await tasks.claim(CLAIM);
      assert.equal((await store.list({ limit: 9 })).length, 1);
      await tasks.cancel(id);
      assert.equal((await store.list({ limit: 9 })).length, 2);
      await tasks.remove(id);
      assert.deepEqual(await store.list({ limit: 9 }), []);
    },
  );
}
