import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { waitUntil } from "../helpers/wait-until.js";
import { NEEDS_LAB, NEEDS_OPERATOR, NEEDS_WEB, type Check } from "./check.js";
import { dataOf, gateway, kling, KLING_TASKS, POLL, submitGood, watch, type Target } from "./target.js";
import type { Receiver } from "./web.js";

/** The first repetition comes after about 5 s (src/webhooks/schedule.ts). */
const REPETITION_MS = 30_000;

const goodBody = ({ pictures }: Target) => ({ human_image: pictures.person, cloth_image: pictures.garment });
const statuses = ({ received }: Receiver): readonly unknown[] =>
  received.map(({ body }) => body["task_status"]);

function waitFor(receiver: Receiver, count: number, limitMs: number): Promise<void> {
  return waitUntil(`${count} callbacks`, () => receiver.received.length >= count, limitMs);
}

/** What the receiver of callbacks sees. */
export const CALLBACKS: readonly Check[] = [
  {
    sentence:
      "When `callback_url` was given the server POSTs JSON at every change of `task_status` (`processing`, then `succeed` or `failed`):",
    async run(at) {
      if (at.web === undefined) return NEEDS_WEB;
      const [a, b, failed] = [at.web.receive(), at.web.receive(), at.web.receive()];
      const external_task_id = randomUUID();
      const byA = await submitGood(at, { callback_url: a.url });
      await submitGood(at, { human_image: at.pictures.nobody, callback_url: failed.url });
      dataOf(
        await kling(at, KLING_TASKS, { body: { ...goodBody(at), external_task_id, callback_url: b.url } }),
      );
      await waitFor(a, 2, at.taskLimitMs);
      await waitFor(b, 2, at.taskLimitMs);
      await waitFor(failed, 2, at.taskLimitMs);
      assert.deepEqual(statuses(a), ["processing", "succeed"]);
      assert.deepEqual(statuses(failed), ["processing", "failed"]);
      const polled = dataOf(await gateway(at, POLL, { task_id: byA }));
      assert.deepEqual(a.received[1]?.body, { ...polled, final_unit_deduction: "1" });
      assert.deepEqual(b.received[1]?.body["task_info"], { external_task_id });
      return undefined;
    },
  },
  {
    sentence:
      "Signature headers as in the Standard Webhooks specification, which Kling also uses: `webhook-id` (stable over retries), `webhook-timestamp`, `webhook-signature: v1,<base64 HMAC-SHA256>`, with a secret per subscription.",
    async run(at) {
      if (at.web === undefined) return NEEDS_WEB;
      if (at.operator === undefined) return NEEDS_OPERATOR;
      const [shop, other] = [await at.operator.subscribe(), await at.operator.subscribe()];
      const receiver = at.web.receive((nth) => (nth === 0 ? 500 : 200));
      await submitGood({ ...at, keys: shop.keys }, { callback_url: receiver.url });
      await waitFor(receiver, 3, REPETITION_MS + at.taskLimitMs);
      for (const { text, headers } of receiver.received) {
        const signed = headers as Record<string, string>;
        assert.match(signed["webhook-signature"] ?? "", /^v1,[A-Za-z0-9+/]{43}=$/);
        assert.deepEqual(new Webhook(shop.webhookSecret).verify(text, signed), JSON.parse(text));
        assert.throws(() => new Webhook(other.webhookSecret).verify(text, signed));
      }
      const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
      assert.equal(ids[0], ids[1]);
      assert.notEqual(ids[1], ids[2]);
      return undefined;
    },
  },
  {
    sentence:
      "at least once, in order per task, retried with exponential back-off and jitter for about a day after a network error or a non-2xx answer, never blocking the task itself; a 410 stops it.",
    async run(at) {
      if (at.web === undefined) return NEEDS_WEB;
      const slow = at.web.receive((nth) => (nth === 0 ? 503 : 204));
      const gone = at.web.receive(() => 410);
      const ids = [
        await submitGood(at, { callback_url: slow.url }),
        await submitGood(at, { callback_url: gone.url }),
      ];
      for (const id of ids) assert.equal((await watch(at, id)).data["task_status"], "succeed");
      await waitFor(slow, 3, REPETITION_MS);
      assert.deepEqual(statuses(slow), ["processing", "processing", "succeed"]);
      const [first, second] = slow.received;
      assert.ok(Number(second?.atMs) - Number(first?.atMs) > 2000, "not at once"); // a day of delays: src/webhooks/schedule.test.ts
      assert.deepEqual(statuses(gone), ["processing"]);
      return undefined;
    },
  },
  {
    sentence: "Deliveries survive a restart.",
    async run(at) {
      if (at.lab === undefined || at.web === undefined) return NEEDS_LAB;
      const receiver = at.web.receive((nth) => (nth === 0 ? 500 : 200));
      await watch(at, await submitGood(at, { callback_url: receiver.url }));
      await waitFor(receiver, 1, at.taskLimitMs);
      await at.lab.restart();
      await waitFor(receiver, 3, REPETITION_MS);
      assert.deepEqual(statuses(receiver), ["processing", "processing", "succeed"]);
      return undefined;
    },
  },
];
