import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";

const ENTRY = new URL("./engine-worker.js", import.meta.url);
const LIMIT_MS = 60_000; // it loads its models within seconds, and stayed for good

// the last of them falls between the models' loading and the first message, on one machine or another
for (const waitMs of [0, 300, 400, 500])
  test(`An engine process ends when its host dies ${waitMs} ms after its start, while it loads`, async (t) => {
    const child = fork(ENTRY, [], { stdio: "ignore" });
    t.after(() => child.kill("SIGKILL"));
    await once(child, "spawn");
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    const exited = once(child, "exit", { signal: AbortSignal.timeout(LIMIT_MS) });
    child.disconnect(); // what the end of its host does
    assert.deepEqual(await exited, [0, null]);
  });
