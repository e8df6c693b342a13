import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { PostgresServer, SKIP_POSTGRES } from "../helpers/postgres.js";
import {
  dataOf,
  POLL,
  pollToEnd,
  startTestService,
  SUBMIT,
  type Reply,
  type TestService,
} from "../helpers/test-service.js";
import { waitUntil } from "../helpers/wait-until.js";

const URLS = { human_image: "https://example.com/p.jpg", cloth_image: "https://example.com/g.jpg" };
const TASKS = 6;

/** Submits as soon as the service has the time: on a busy machine it may refuse the first ones as OVERLOADED. */
async function submit({ post }: TestService): Promise<Reply> {
  for (;;) {
    const reply = await post(SUBMIT, URLS);
    if (reply.headers.get("x-error-code") !== "OVERLOADED") return reply;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What a client is told while nothing can be stored. */
function assertRefused({ status, headers }: Reply): void {
  assert.equal(status, 503);
  assert.equal(headers.get("x-error-code"), "STORE_UNAVAILABLE");
  assert.match(headers.get("retry-after") ?? "", /^\d+$/);
}

test(
  "While PostgreSQL is away requests are refused, and afterwards every accepted task ends by itself",
  { skip: SKIP_POSTGRES, timeout: 120_000 },
  async (t) => {
    const server = await PostgresServer.create({ isDurable: true });
    t.after(() => server.remove());
    const env = { DATABASE_URL: await server.createDatabase(), DRAPE_WORKERS: "2" };
    const service = await startTestService(t, { env, delayMs: 300 });
    const ids: unknown[] = [];
    for (let i = 0; i < TASKS; i++) ids.push(dataOf(await submit(service))["task_id"]);
    await server.crash(); // two are running, the others wait
    assertRefused(await submit(service));
    assertRefused(await service.post(POLL, { task_id: ids[0] }));
    await new Promise((resolve) => setTimeout(resolve, 1000)); // running jobs end meanwhile
    await server.start();
    for (const id of ids)
      assert.equal(dataOf(await pollToEnd(service, id, 30_000))["task_status"], "succeed");
    assert.equal((await submit(service)).status, 200);
  },
);

/** A file system of so many bytes; undefined where this process may not make one. */
async function mountSmall(t: TestContext, sizeMb: number): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "drape-test-"));
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${sizeMb}m`, "tmpfs", folder]);
  t.after(async () => {
    if (status === 0) spawnSync("umount", ["--lazy", folder]);
    await rm(folder, { recursive: true });
  });
  return status === 0 ? folder : undefined;
}

test(
  "While the disk is full submits are refused, and with room again every accepted task ends by itself",
  { timeout: 120_000 },
  async (t) => {
    const dataDir = await mountSmall(t, 8);
    if (dataDir === undefined) return t.skip("NOT TESTED: a full disk; only root may mount a small one");
    let release = (): void => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const service = await startTestService(t, {
      dataDir,
      runJob: async ({ taskId }) => {
        await released;
        return { state: "succeeded", resultKey: `results/${taskId}-0.png`, report: null };
      },
    });
    const { task_id: first } = dataOf(await submit(service));
    const ballast = join(dataDir, "ballast");
    const { bavail, bsize } = await statfs(dataDir);
    await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - 64 * 1024)));
    const accepted = [first];
    let reply = await submit(service);
    for (let i = 0; i < 200 && reply.status === 200; i++) {
      accepted.push(dataOf(reply)["task_id"]);
      reply = await submit(service);
    }
    assertRefused(reply);
    assert.equal((await service.post(POLL, { task_id: first })).status, 200); // what is there can be read
    release(); // its end cannot be recorded yet
    await new Promise((resolve) => setTimeout(resolve, 500));
    await rm(ballast);
    for (const id of accepted)
      assert.equal(dataOf(await pollToEnd(service, id, 60_000))["task_status"], "succeed");
    await waitUntil("submits again", async () => (await submit(service)).status === 200);
  },
);
