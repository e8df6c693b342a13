import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { findImageFault } from "../../src/codecs/mod.js";
import { SafeFetcher } from "../../src/lib/safe-fetch.js";
import { createRunJob } from "../../src/run-job.js";
import type { RunJob } from "../../src/tasks/mod.js";
import { HOSTILE, resolveNames } from "../helpers/hostile-urls.js";
import { dataOf, pollToEnd, startTestService, SUBMIT } from "../helpers/test-service.js";

// Images behind URLs, through the whole service: nothing may reach a listener on loopback.

const PUBLIC = "https://public.test/a.jpg"; // a name that is not known

async function startListener(t: TestContext) {
  const reached: string[] = [];
  const server = createServer((request, response) => {
    reached.push(request.url ?? "");
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, reached };
}

/** The real work of a task up to the engine, on a name server where some names lead inside. */
function createFetchingJob(t: TestContext, allowHosts: readonly string[] = []): RunJob {
  const fetcher = new SafeFetcher({ resolve: resolveNames, allowHosts, timeoutMs: 2000 });
  t.after(() => fetcher.close());
  const never = (): never => {
    throw new Error("Not reached: no image is ever fetched here");
  };
  const blobs = { put: never, putFile: never, get: never, stat: never, delete: never, list: never };
  return createRunJob({
    blobs,
    fetcher,
    engines: new Map([["drape", { runTryOn: never }]]),
    findImageFault,
    convert: never,
  });
}

test("Hostile image URLs are refused at once, or fail their task when their name is resolved", async (t) => {
  const { port, reached } = await startListener(t);
  const service = await startTestService(t, { runJob: createFetchingJob(t) });
  const refusals = { atOnce: 0, byTheWorker: 0 };
  for (const url of HOSTILE) {
    for (const field of ["human_image", "cloth_image"]) {
      const body = { human_image: PUBLIC, cloth_image: PUBLIC, [field]: url.replace("PORT", String(port)) };
      const reply = await service.post(SUBMIT, body);
      if (reply.status === 400) {
        refusals.atOnce++;
        assert.match(String(reply.body["details"]), new RegExp(`^${field}: `), url);
        continue;
      }
      refusals.byTheWorker++;
      const data = dataOf(await pollToEnd(service, dataOf(reply)["task_id"]));
      assert.equal(data["task_status"], "failed", url);
      assert.match(
        String(data["task_status_msg"]),
        /^(person|garment) image: .*or send the image as Base64$/,
      );
    }
  }
  assert.deepEqual(reached, []);
  assert.ok(refusals.atOnce >= 2 * 22, JSON.stringify(refusals));
  assert.ok(refusals.byTheWorker >= 2 * 5, JSON.stringify(refusals));
});

test("DRAPE_ALLOW_HOSTS lets images come from inside; what fails is said with what to do", async (t) => {
  const { port, reached } = await startListener(t);
  const service = await startTestService(t, {
    env: { DRAPE_ALLOW_HOSTS: "127.0.0.1" },
    runJob: createFetchingJob(t, ["127.0.0.1"]),
  });
  const url = `http://127.0.0.1:${port}/a.jpg`;
  const reply = await service.post(SUBMIT, { human_image: url, cloth_image: url });
  const { task_status_msg: message } = dataOf(await pollToEnd(service, dataOf(reply)["task_id"]));
  assert.equal(
    message,
    "person image: the server answered 404: check that anyone can open the URL, or send the image as Base64",
  );
  assert.deepEqual(reached, ["/a.jpg", "/a.jpg"]);
});
