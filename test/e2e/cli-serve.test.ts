import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { projectPath, runDrape } from "../helpers/run-drape.js";

describe("drape serve and drape keys", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "drape-serve-"));
  });
  after(() => rm(folder, { recursive: true }));

  /** Asks for a task that does not exist: 200 with the right key, 401 with a wrong one. */
  async function pollWith(url: string, key: string): Promise<number> {
    const response = await fetch(`${url}/kling-ai-polling/v1/getVirtualTryOnStatus`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Ocp-Apim-Subscription-Key": key },
      body: JSON.stringify({ task_id: "none" }),
    });
    await response.arrayBuffer();
    return response.status;
  }

  test("serve shows its address and the first key, takes keys made meanwhile, and stops at Ctrl-C", async () => {
    const data = join(folder, "data");
    const child = spawn(
      process.execPath,
      [projectPath("bin/drape.js"), "serve", "--port", "0", "--data", data],
      {
        env: { ...process.env, LOG_LEVEL: "silent" },
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    const lines = createInterface(child.stderr)[Symbol.asyncIterator]();
    const nextLine = async (): Promise<string> => String((await lines.next()).value);
    try {
      const [, url] = /^Drape listens on (http:\/\/127\.0\.0\.1:\d+)$/.exec(await nextLine()) ?? [];
      const [, firstKey] = /^Your subscription key, shown this once: (\S{32,})$/.exec(await nextLine()) ?? [];
      assert.ok(url !== undefined && firstKey !== undefined);
      assert.equal(await pollWith(url, firstKey), 200);
      assert.equal(await pollWith(url, "wrong"), 401);

      const created = await runDrape(["keys", "create", "--name", "shop"], { env: { DATA_DIR: data } });
      assert.match(created.stdout, /^\S{32,}\n$/);
      assert.equal(await pollWith(url, created.stdout.trim()), 200);
      const listed = await runDrape(["keys", "list"], { env: { DATA_DIR: data } });
      assert.match(
        listed.stdout,
        /^\S+ {2}[\d-]{10} {2}first {2}\(no limits\)\n\S+ {2}[\d-]{10} {2}shop {2}\(no limits\)\n$/,
      );
    } finally {
      child.kill("SIGINT");
    }
    const [code] = (await once(child, "close")) as [number | null];
    assert.equal(code, 0);
  });

  test("serve says in one line that its port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await runDrape([
      "serve",
      "--port",
      String(port),
      "--data",
      join(folder, "taken"),
    ]);
    other.close();
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`^drape: Cannot listen on 127\\.0\\.0\\.1:${port}: .*EADDRINUSE.*\n$`));
  });

  test("serve names every setting that it cannot use and exits 2", async () => {
    const { code, stderr } = await runDrape(["serve", "--port", "many"], { env: { LOG_LEVEL: "loud" } });
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^drape: Cannot use the configuration:\n {2}PORT=many: .*\n {2}LOG_LEVEL=loud: .*\n$/,
    );
  });
});
