import assert from "node:assert/strict";
import { fork, type ChildProcess } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { openDatabase } from "../../src/db/mod.js";
import { makeTempFolder } from "../helpers/temp-folder.js";
import {
  dataOf,
  JPEG_BASE64,
  POLL,
  pollToEnd,
  postJson,
  SUBMIT,
  type Reply,
} from "../helpers/test-service.js";

const KILLS = 20;
const CLIENTS = 3;
const SERVE = fileURLToPath(new URL("../helpers/serve-double.js", import.meta.url));

interface Serving {
  readonly child: ChildProcess;
  readonly url: string;
  readonly firstKey: string | undefined;
}

test(
  `Killing the process ${KILLS} times loses no accepted task, and each ends exactly once`,
  { timeout: 300_000 },
  async (t) => {
    const dataDir = await makeTempFolder(t);
    let serving = await serve(dataDir);
    t.after(() => serving.child.kill("SIGKILL"));
    const key = serving.firstKey ?? "";
    const headers = { "content-type": "application/json", "ocp-apim-subscription-key": key };
    const accepted: string[] = [];
    for (let round = 0; round < KILLS; round++) {
      const clients = Array.from({ length: CLIENTS }, () =>
        submitUntilItDies(serving.url, headers, accepted),
      );
      await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 300));
      await kill(serving.child);
      await Promise.all(clients);
      serving = await serve(dataDir);
    }
    const { url } = serving;
    const post = (path: string, body: unknown): Promise<Reply> => postJson(url + path, body, headers);
    const ends = new Map<string, unknown>();
    for (const id of accepted) ends.set(id, dataOf(await pollToEnd({ post }, id, 60_000)));
    assert.ok(accepted.length >= KILLS, `only ${accepted.length} tasks were accepted`);
    for (const [id, data] of ends)
      assert.equal((data as { readonly task_status: string }).task_status, "succeed", id);
    // Exactly once: an end never changes afterwards.
    for (const [id, data] of ends) assert.deepEqual(dataOf(await post(POLL, { task_id: id })), data);
    await stop(serving.child);
    await assertNothingLeft(dataDir, accepted);
  },
);

/** Every row has ended, and of the blobs only the results are left. */
async function assertNothingLeft(dataDir: string, accepted: readonly string[]): Promise<void> {
  const db = await openDatabase(join(dataDir, "drape.db"));
  const rows = await db.selectFrom("tasks").select(["id", "state", "inputs", "lease"]).execute();
  await db.destroy();
  const unended = rows.filter(
    ({ state, inputs, lease }) => state !== "succeeded" || inputs !== null || lease !== null,
  );
  assert.deepEqual(unended, []);
  const ids = new Set(rows.map(({ id }) => id));
  assert.deepEqual(
    accepted.filter((id) => !ids.has(id)),
    [],
  );
  const results = await readdir(join(dataDir, "blobs", "results"));
  assert.deepEqual(results.toSorted(), [...ids].map((id) => `${id}-0.png`).toSorted());
}

/** Submits one task after the other, and notes what was acknowledged, until the service is gone. */
async function submitUntilItDies(
  url: string,
  headers: Readonly<Record<string, string>>,
  accepted: string[],
): Promise<void> {
  for (;;) {
    try {
      const reply = await postJson(
        url + SUBMIT,
        { human_image: JPEG_BASE64, cloth_image: JPEG_BASE64 },
        headers,
      );
      assert.equal(reply.status, 200);
      accepted.push(String(dataOf(reply)["task_id"]));
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      return; // the connection broke: the service was killed
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

async function serve(dataDir: string): Promise<Serving> {
  const env = { ...process.env, PORT: "0", DATA_DIR: dataDir, DRAPE_WORKERS: "4" };
  const child = fork(SERVE, { env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  return await new Promise((resolve, reject) => {
    child.once("message", (message) => resolve({ child, ...(message as Omit<Serving, "child">) })); // sent by serve-double
    child.once("exit", (code) => reject(new Error(`The service ended with ${code} before it listened`)));
  });
}

function kill(child: ChildProcess): Promise<void> {
  return endWith(child, "SIGKILL");
}

function stop(child: ChildProcess): Promise<void> {
  return endWith(child, "SIGTERM");
}

async function endWith(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await ended;
}
