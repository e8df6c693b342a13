import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { createLog } from "../../src/lib/log.js";
import { withAccounts } from "../../src/main.js";
import { resultKey, type RunJob } from "../../src/tasks/mod.js";
import { signToken } from "../conformance/target.js";
import { startCallbackReceiver } from "../helpers/callback-receiver.js";
import {
  dataOf,
  JPEG_BASE64,
  linkOf,
  POLL,
  pollToEnd,
  startTestService,
  SUBMIT,
} from "../helpers/test-service.js";
import { waitUntil } from "../helpers/wait-until.js";

const ADMIN_TOKEN = "an-operators-token-of-32-characters-or-more";
const FAILING: RunJob = () => Promise.reject(new RangeError("a defect of the engine"));

test("The log of a whole run has the ids of requests, tasks and subscriptions, and no key, image or signed URL", async (t) => {
  let log = "";
  const images = createServer((_request, response) => response.end(Buffer.from(JPEG_BASE64, "base64")));
  await new Promise<void>((resolve) => images.listen(0, "127.0.0.1", resolve));
  t.after(() => images.close());
  const receiver = await startCallbackReceiver(t, () => 500);
  let runs = 0;
  const service = await startTestService(t, {
    env: { DRAPE_ADMIN_TOKEN: ADMIN_TOKEN, DRAPE_ALLOW_HOSTS: "127.0.0.1", LOG_LEVEL: "trace" },
    log: createLog("trace", { write: (line: string) => (log += line) }),
    runJob: async (job, context) => {
      if (runs++ === 1) return await FAILING(job, context);
      return { state: "succeeded", resultKey: resultKey(job.taskId), report: {} };
    },
  });
  const url = service.service.url;
  const owner = await withAccounts(service.config, ({ subscriptions }) =>
    subscriptions.create("shop", { actor: "test" }),
  );
  const imageUrl = `http://127.0.0.1:${(images.address() as AddressInfo).port}/a.jpg?X-Signature=of-the-image`;
  const keys = [service.key, owner.key, owner.secretKey, ADMIN_TOKEN, signToken(owner), "not-a-key"];
  const data = ["X-Signature=of-the-image", "token=of-the-callback", JPEG_BASE64.slice(0, 40)];

  // Each front, with images and with URLs, by every way to send a key; one task fails by a defect.
  const body = { human_image: JPEG_BASE64, cloth_image: JPEG_BASE64 };
  const callback_url = `${receiver.url}/?token=of-the-callback`;
  const first = await service.post(SUBMIT, { ...body, callback_url });
  const link = linkOf(await pollToEnd(service, dataOf(first).task_id));
  const second = await service.post(`${SUBMIT}?subscription-key=${owner.key}`, {
    ...body,
    cloth_image: imageUrl,
  });
  await pollToEnd(service, dataOf(second).task_id);
  const authorization = `Bearer ${signToken(owner)}`;
  await service.post("/v1/images/kolors-virtual-try-on", body, { authorization });
  const created = await service.post("/v1/try-ons", { person: imageUrl, garment: imageUrl });
  assert.equal(created.status, 202);
  await fetch(link);
  await fetch(link.replace("signature=", "signature=x"));
  await service.post(POLL, { task_id: "x" }, { "ocp-apim-subscription-key": "not-a-key" });
  await service.post(SUBMIT, `{"human_image": "${JPEG_BASE64}", broken`);
  await fetch(`${url}/admin/v1/subscriptions`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  await waitUntil("a callback fails", () => receiver.received.length > 0);
  await service.service.stop();

  const signature = new URL(link).searchParams.get("signature") ?? assert.fail("the link has no signature");
  for (const secret of [...keys, ...data, signature])
    assert.ok(!log.includes(secret), `the log has ${secret}`);
  const lines = log.split("\n").filter((line) => line !== "");
  const entries = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  const find = (msg: string) => entries.filter((entry) => entry["msg"] === msg);
  const [accepted] = find("task accepted");
  assert.equal(accepted?.["taskId"], dataOf(first).task_id);
  assert.equal(accepted?.["requestId"], first.headers.get("x-request-id"));
  const [ended] = find("task ended");
  assert.equal(ended?.["taskId"], dataOf(first).task_id);
  assert.equal(ended?.["subscriptionId"], accepted?.["subscriptionId"]);
  const requests = find("request").filter(({ path }) => path === SUBMIT);
  assert.equal(requests[0]?.["subscriptionId"], accepted?.["subscriptionId"]);
  assert.equal(find("job failed").length, 1);
  assert.equal(find("task accepted").length, 4);
});
