import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { createRunJob } from "../../src/run-job.js";
import { AppError } from "../../src/lib/errors.js";
import { createLog } from "../../src/lib/log.js";
import { SafeFetcher } from "../../src/lib/safe-fetch.js";
import { openDiskBlobStore } from "../../src/storage/mod.js";
import type { RunJob } from "../../src/tasks/mod.js";
import { DOUBLE_PNG } from "../helpers/double-runner.js";
import { makeTempFolder } from "../helpers/temp-folder.js";
import {
  dataOf,
  JPEG_BASE64,
  linkOf,
  POLL,
  pollToEnd,
  postAsHost,
  startTestService,
  SUBMIT,
  type Reply,
} from "../helpers/test-service.js";
import { waitUntil } from "../helpers/wait-until.js";

const GOOD = { human_image: JPEG_BASE64, cloth_image: JPEG_BASE64 };

test("The link of a result gives the picture and its report to anyone who has it", async (t) => {
  const service = await startTestService(t);
  const { task_id } = dataOf(await service.post(SUBMIT, GOOD));
  const link = linkOf(await pollToEnd(service, task_id));
  const picture = await fetch(link);
  assert.equal(picture.status, 200);
  assert.equal(picture.headers.get("content-type"), "image/png");
  assert.match(String(picture.headers.get("cache-control")), /^private, max-age=25\d{5}, immutable$/); // 30 days
  assert.deepEqual(Buffer.from(await picture.arrayBuffer()), DOUBLE_PNG);
  const report = await fetch(link.replace(".png", ".json"));
  assert.deepEqual(await report.json(), { score: 1 });
});

test("A changed or unsigned link is refused, and one to no result is not found", async (t) => {
  const service = await startTestService(t);
  const { task_id } = dataOf(await service.post(SUBMIT, GOOD));
  const link = new URL(linkOf(await pollToEnd(service, task_id)));
  const statusWith = async (change: (url: URL) => void): Promise<number> => {
    const url = new URL(link);
    change(url);
    return (await fetch(url)).status;
  };
  assert.equal(await statusWith((url) => url.searchParams.set("expires", "99999999999999")), 403);
  assert.equal(await statusWith((url) => url.searchParams.set("signature", "x".repeat(43))), 403);
  assert.equal(await statusWith((url) => url.searchParams.delete("signature")), 403);
  assert.equal(await statusWith((url) => (url.search = "")), 403);
  assert.equal(await statusWith((url) => (url.pathname = `/results/${"A".repeat(22)}-0.png`)), 403);
  assert.equal(await statusWith((url) => (url.pathname = "/results/..%2F..%2Fdrape.db")), 404);
});

test("Links name the host that the client used, or PUBLIC_URL", async (t) => {
  const service = await startTestService(t);
  const { task_id } = dataOf(await service.post(SUBMIT, GOOD));
  await pollToEnd(service, task_id);
  const linkFor = async (host: string): Promise<string> => {
    const text = await postAsHost(service.service.url + POLL, host, { task_id }, service.key);
    return linkOf({ body: JSON.parse(text) as Reply["body"] } as Reply);
  };
  assert.match(await linkFor("192.168.1.20:8080"), /^http:\/\/192\.168\.1\.20:8080\/results\//);
  assert.equal((await linkFor('evil"><script>')).startsWith(`${service.service.url}/results/`), true);

  const published = await startTestService(t, { env: { PUBLIC_URL: "https://try-on.example.com/base/" } });
  const { task_id: id } = dataOf(await published.post(SUBMIT, GOOD));
  assert.match(linkOf(await pollToEnd(published, id)), /^https:\/\/try-on\.example\.com\/base\/results\//);
});

test("A shopper's photos are deleted when the task ends, the result stays", async (t) => {
  const dataDir = await makeTempFolder(t);
  const service = await startTestService(t, { dataDir, delayMs: 100 });
  const { task_id } = dataOf(await service.post(SUBMIT, GOOD));
  const inputs = join(dataDir, "blobs", "inputs");
  assert.equal((await readdir(inputs)).length, 2);
  await pollToEnd(service, task_id);
  await waitUntil("inputs deleted", async () => (await readdir(inputs)).length === 0);
  assert.equal((await readdir(join(dataDir, "blobs", "results"))).length, 1);
});

test("A task whose engine crashes gets another attempt, and the others go on meanwhile", async (t) => {
  const ended: string[] = [];
  let crashes = 1;
  const service = await startTestService(t, {
    runJob: async ({ taskId }) => {
      if (crashes-- > 0) throw new AppError("ENGINE_CRASHED");
      ended.push(taskId);
      return { state: "failed", code: "PERSON_NOT_FOUND", message: "nobody there" };
    },
  });
  const first = dataOf(await service.post(SUBMIT, GOOD));
  const second = dataOf(await service.post(SUBMIT, GOOD));
  for (const { task_id: id } of [second, first])
    assert.equal(dataOf(await pollToEnd(service, id))["task_status_msg"], "nobody there");
  assert.deepEqual(ended, [second["task_id"], first["task_id"]]);
});

test("Images behind URLs are fetched by the worker; a private address is refused even after a redirect", async (t) => {
  const picture = Buffer.from(JPEG_BASE64, "base64");
  const web = createServer((request, response) => {
    if (request.url === "/inside") response.writeHead(302, { location: "http://[::1]:1/secret" }).end();
    else response.end(picture);
  });
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  t.after(() => web.close());
  const origin = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  const sizes: number[] = [];
  const service = await startTestService(t, {
    env: { DRAPE_ALLOW_HOSTS: "127.0.0.1" },
    runJob: await createUrlJob(await makeTempFolder(t), sizes),
  });
  const good = dataOf(
    await service.post(SUBMIT, { human_image: `${origin}/p.jpg`, cloth_image: `${origin}/g.jpg` }),
  );
  assert.equal(dataOf(await pollToEnd(service, good["task_id"]))["task_status"], "succeed");
  assert.deepEqual(sizes, [picture.length, picture.length]);
  const bad = dataOf(
    await service.post(SUBMIT, { human_image: `${origin}/inside`, cloth_image: `${origin}/g.jpg` }),
  );
  assert.equal(
    dataOf(await pollToEnd(service, bad["task_id"]))["task_status_msg"],
    "person image: [::1] is not a public address: use a URL on the public internet, or send the image as Base64",
  );
});

async function createUrlJob(folder: string, sizes: number[]): Promise<RunJob> {
  return createRunJob({
    blobs: await openDiskBlobStore(folder),
    fetcher: new SafeFetcher({ allowHosts: ["127.0.0.1"] }),
    findImageFault: async () => undefined,
    convert: async (png) => png,
    engines: new Map([
      [
        "drape",
        {
          runTryOn: async ({ person, garments }) => {
            sizes.push(person.length, ...garments.map((garment) => garment.length));
            return {
              ok: true,
              picture: DOUBLE_PNG,
              report: { score: 1, confidence: {}, warnings: [], advice: [], timingsMs: {} },
            };
          },
        },
      ],
    ]),
  });
}

test("A stop gives running tasks back, and the next start finishes them with the same key", async (t) => {
  const dataDir = await makeTempFolder(t);
  const first = await startTestService(t, { dataDir, runJob: () => new Promise(() => {}) });
  const { task_id } = dataOf(await first.post(SUBMIT, GOOD));
  await first.service.stop();
  const second = await startTestService(t, { dataDir });
  assert.equal(second.service.firstKey, undefined); // shown once
  const post = (path: string, body: unknown): Promise<Reply> =>
    second.post(path, body, { "ocp-apim-subscription-key": first.key });
  assert.equal(dataOf(await pollToEnd({ post }, task_id))["task_status"], "succeed");
});

test("A stop waits neither for idle connections nor for ones that never sent a request", async (t) => {
  const { service, post } = await startTestService(t, { env: { DRAPE_STOP_GRACE_SECONDS: "60" } });
  await post(POLL, { task_id: "x" }); // fetch keeps the connection open
  const silent = connect(Number(new URL(service.url).port), "127.0.0.1");
  t.after(() => silent.destroy());
  await new Promise((resolve) => silent.once("connect", resolve));
  const startedMs = performance.now();
  await service.stop();
  assert.ok(performance.now() - startedMs < 2000, `stop took ${performance.now() - startedMs} ms`);
});

test("A stop ends a half-sent request when the grace is over", async (t) => {
  const { service } = await startTestService(t, { env: { DRAPE_STOP_GRACE_SECONDS: "1" } });
  const half = connect(Number(new URL(service.url).port), "127.0.0.1");
  t.after(() => half.destroy());
  await new Promise((resolve) => half.once("connect", resolve));
  half.write(`POST ${POLL} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n`);
  await waitUntil("the service read it", async () => (await fetch(`${service.url}/healthz`)).ok);
  const startedMs = performance.now();
  await service.stop();
  const tookMs = performance.now() - startedMs;
  assert.ok(tookMs > 900 && tookMs < 3000, `stop took ${tookMs} ms`);
});

test("A start that fails on its port has made no key, and leaves nothing open", async (t) => {
  const taken = await startTestService(t);
  const dataDir = await makeTempFolder(t);
  const env = { PORT: new URL(taken.service.url).port };
  await assert.rejects(startTestService(t, { dataDir, env }), { code: "EADDRINUSE" });
  const next = await startTestService(t, { dataDir });
  assert.match(next.key, /^[0-9a-f]{64}$/);
});

test("The log has a line a request and neither keys, signatures nor images", async (t) => {
  let text = "";
  const log = createLog("trace", { write: (line: string) => void (text += line) });
  const service = await startTestService(t, { log });
  const { task_id } = dataOf(await service.post(SUBMIT, GOOD));
  const link = linkOf(await pollToEnd(service, task_id));
  await fetch(link);
  await fetch(`${service.service.url}${POLL}?subscription-key=${service.key}`, { method: "POST" });
  await waitUntil("the last line", () => text.includes('"status":400'));
  const lines = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  const submits = lines.filter(({ msg, path }) => msg === "request" && path === SUBMIT);
  assert.deepEqual(
    submits.map(({ method, status }) => [method, status]),
    [["POST", 200]],
  );
  const secrets = [service.key, new URL(link).searchParams.get("signature") ?? "", JPEG_BASE64.slice(0, 60)];
  for (const secret of secrets) assert.equal(text.includes(secret), false);
});

test("/healthz and /readyz answer, and / tells what this is", async (t) => {
  const { service } = await startTestService(t);
  await service.ready();
  const read = async (path: string): Promise<unknown> => await (await fetch(service.url + path)).json();
  assert.deepEqual(await read("/healthz"), { status: "ok" });
  assert.deepEqual(await read("/readyz"), { status: "ready" });
  assert.equal(((await read("/")) as { readonly name: string }).name, "Drape");
});
