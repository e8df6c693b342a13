import assert from "node:assert/strict";
import { NEEDS_OPERATOR, NEEDS_WEB, type Check } from "./check.js";
import {
  dataOf,
  gateway,
  kling,
  KLING_TASKS,
  POLL,
  submitGood,
  SUBMIT,
  watch,
  type Answer,
  type Operator,
  type Subscribed,
  type Target,
} from "./target.js";

/** The same target for a client of a new subscription with this policy. */
async function subscribe(at: Target, operator: Operator, policy: object) {
  const subscription = await operator.subscribe(policy);
  return { as: { ...at, keys: subscription.keys }, subscription };
}

const goodBody = ({ pictures }: Target) => ({ human_image: pictures.person, cloth_image: pictures.garment });
const create = (at: Target): Promise<Answer> => kling(at, KLING_TASKS, { body: goodBody(at) });
const poll = (at: Target): Promise<Answer> => gateway(at, POLL, { task_id: "x" });

function assertGateway({ status, body, text }: Answer, wanted: number, error: string): void {
  assert.deepEqual([status, body["error"]], [wanted, error], text);
}

function assertCode({ status, body, text }: Answer, wanted: number, code: number): void {
  assert.deepEqual([status, body["code"]], [wanted, code], text);
}

const DENIED = "Access denied for this operation";
const TOO_MANY = "Rate limit exceeded, please retry later";

function assertTooMany(answer: Answer): void {
  assertGateway(answer, 429, TOO_MANY);
  assert.match(answer.headers.get("retry-after") ?? "", /^[1-9]\d*$/);
}

/** What a subscription's policy forbids, in the words of both fronts. */
export const LIMITS: readonly Check[] = [
  {
    sentence:
      "403 | key known, but its subscription may not use this API, is disabled or out of quota | `Access denied for this operation`",
    async run(at) {
      if (at.operator === undefined) return NEEDS_OPERATOR;
      const kinds = await subscribe(at, at.operator, { fronts: ["kling"] });
      assertGateway(await poll(kinds.as), 403, DENIED);
      const disabled = await disable(at, at.operator);
      assertGateway(await poll(disabled), 403, DENIED);
      const { as } = await subscribe(at, at.operator, { monthly_quota: 1 });
      await submitGood(as);
      assertGateway(await gateway(as, SUBMIT, goodBody(as)), 403, DENIED);
      assert.equal((await poll(as)).status, 200); // what was made can still be asked for
      return undefined;
    },
  },
  {
    sentence:
      "429 | rate or concurrency limit; with `Retry-After` | `Rate limit exceeded, please retry later`",
    async run(at) {
      if (at.operator === undefined) return NEEDS_OPERATOR;
      const rated = await subscribe(at, at.operator, { requests_per_minute: 2 });
      for (let i = 0; i < 2; i++) assert.equal((await poll(rated.as)).status, 200);
      assertTooMany(await poll(rated.as));
      const { as } = await subscribe(at, at.operator, { concurrent_tasks: 0 });
      assertTooMany(await gateway(as, SUBMIT, goodBody(as)));
      return undefined;
    },
  },
  {
    sentence: "429 | 1100 / 1101 / 1102 | account abnormal / in arrears / resource pack used up or expired",
    async run(at) {
      if (at.operator === undefined) return NEEDS_OPERATOR;
      const { as } = await subscribe(at, at.operator, { monthly_quota: 1 });
      assert.equal(dataOf(await create(as))["task_status"], "submitted");
      assertCode(await create(as), 429, 1102); // 1100 and 1101 are about money: never sent
      return undefined;
    },
  },
  {
    sentence: "403 | 1103 | no right to this resource (API or model)",
    async run(at) {
      if (at.operator === undefined) return NEEDS_OPERATOR;
      const { as } = await subscribe(at, at.operator, { fronts: ["gateway"] });
      assertCode(await kling(as, KLING_TASKS), 403, 1103);
      const engines = await subscribe(at, at.operator, { engines: ["another"] });
      assertCode(await create(engines.as), 403, 1103);
      assertCode(await kling(await disable(at, at.operator), KLING_TASKS), 403, 1103);
      return undefined;
    },
  },
  {
    sentence:
      "429 | 1302 / 1303 / 1304 | too fast / `parallel task over resource pack limit` / IP not on the allow-list",
    async run(at) {
      if (at.operator === undefined) return NEEDS_OPERATOR;
      const rated = await subscribe(at, at.operator, { requests_per_minute: 1 });
      await kling(rated.as, KLING_TASKS);
      assertCode(await kling(rated.as, KLING_TASKS), 429, 1302);
      const { as } = await subscribe(at, at.operator, { concurrent_tasks: 0 });
      const refused = await create(as); // there are no allow-lists of clients' addresses: 1304 is never sent
      assertCode(refused, 429, 1303);
      assert.equal(refused.body["message"], "parallel task over resource pack limit");
      return undefined;
    },
  },
  {
    sentence: "Concurrency is counted per account over tasks not yet finished; queries never count.",
    async run(at) {
      if (at.operator === undefined) return NEEDS_OPERATOR;
      if (at.web === undefined) return NEEDS_WEB;
      const { as } = await subscribe(at, at.operator, { concurrent_tasks: 1 });
      const held = at.web.holdPicture();
      const taskId = await submitGood(as, { human_image: held.url });
      for (let i = 0; i < 3; i++) assert.equal((await poll(as)).status, 200);
      for (let i = 0; i < 3; i++) assert.equal((await kling(as, KLING_TASKS)).status, 200);
      assertCode(await create(as), 429, 1303); // one count for both fronts
      assertTooMany(await gateway(as, SUBMIT, goodBody(as)));
      held.release();
      await watch(as, taskId);
      assert.equal((await create(as)).status, 200);
      return undefined;
    },
  },
];

async function disable(at: Target, operator: Operator): Promise<Target> {
  const subscription: Subscribed = await operator.subscribe();
  await operator.disable(subscription);
  return { ...at, keys: subscription.keys };
}
