import assert from "node:assert/strict";
import { test } from "node:test";
import { resultKey } from "../../src/tasks/mod.js";
import { openBlobStore } from "../../src/storage/mod.js";
import { shareCeph, WHY_NO_CEPH } from "../helpers/ceph.js";
import { DOUBLE_PNG } from "../helpers/double-runner.js";
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

/** How long S3 stays down, besides the time that the questions take. */
const OUTAGE_MS = Number(process.env["OUTAGE_SECONDS"] ?? 0) * 1000;
const GOOD = { human_image: JPEG_BASE64, cloth_image: JPEG_BASE64 };

test(
  "While S3 is down submits are answered 503; what was accepted is tried again and ends when S3 is back",
  { skip: WHY_NO_CEPH ?? false },
  async (t) => {
    const ceph = await shareCeph();
    const { bucket, endpoint, region } = ceph.location;
    const env = { BLOB_URL: `s3://${bucket}/outage?endpoint=${endpoint}&region=${region}` };
    const blobs = await openBlobStore({ bucket, endpoint, region, prefix: "outage/" }, "");
    t.after(() => blobs.close?.());
    let tries = 0;
    const service = await startTestService(t, {
      env,
      runJob: async ({ taskId }) => {
        if (tries++ === 0) await ceph.stopGateway(); // between the submit and the result
        await blobs.put(resultKey(taskId), DOUBLE_PNG);
        return { state: "succeeded", resultKey: resultKey(taskId), report: {} };
      },
    });
    t.after(() => ceph.startGateway());
    const { task_id } = dataOf(await service.post(SUBMIT, GOOD));
    await waitUntil("the task goes back to the queue", async () => {
      const { task_status } = dataOf(await service.post(POLL, { task_id }));
      return tries === 1 && task_status === "submitted";
    });

    const refused = await service.post(SUBMIT, GOOD);
    assert.equal(refused.status, 503);
    assert.equal(refused.headers.get("x-error-code"), "STORE_UNAVAILABLE");
    assert.equal(refused.headers.get("retry-after"), "10");
    assert.equal((await fetch(`${service.service.url}/readyz`)).status, 200);

    await new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));
    assert.equal(dataOf(await service.post(POLL, { task_id })).task_status, "submitted");

    await ceph.startGateway();
    const link = linkOf(await pollToEnd(service, task_id, 30_000));
    const picture = await fetch(link);
    assert.deepEqual(Buffer.from(await picture.arrayBuffer()), DOUBLE_PNG);
    const next = dataOf(await service.post(SUBMIT, GOOD)).task_id;
    assert.equal((await pollToEnd(service, next)).body["code"], 0);
  },
);

test(
  "DRAPE_REDIRECT_TO_BLOBS sends who asks for a result on to the bucket",
  { skip: WHY_NO_CEPH ?? false },
  async (t) => {
    const { bucket, endpoint, region } = (await shareCeph()).location;
    const BLOB_URL = `s3://${bucket}/redirect?endpoint=${endpoint}&region=${region}`;
    const service = await startTestService(t, { env: { BLOB_URL, DRAPE_REDIRECT_TO_BLOBS: "true" } });
    const link = linkOf(await pollToEnd(service, dataOf(await service.post(SUBMIT, GOOD)).task_id));
    const reply = await fetch(link, { redirect: "manual" });
    assert.equal(reply.status, 302);
    assert.equal(reply.headers.get("cache-control"), "no-store");
    const location = String(reply.headers.get("location"));
    assert.ok(location.startsWith(`${endpoint}/${bucket}/redirect/results/`));
    const picture = await fetch(link);
    assert.deepEqual(Buffer.from(await picture.arrayBuffer()), DOUBLE_PNG);
  },
);
