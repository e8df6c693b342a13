import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

// The drawings need the SVG loader that the service blocks in its whole process, where all tests run: so these have their own.
test("the example pictures pass their checks in a process of their own", async () => {
  const file = fileURLToPath(new URL("./pictures-check.js", import.meta.url));
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  const { code, output } = await new Promise<{ code: number | string; output: string }>((resolve) => {
    execFile(process.execPath, ["--test", file], { env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : (error.code ?? "killed"), output: stdout + stderr }),
    );
  });
  assert.equal(code, 0, output);
  assert.match(output, /# pass 9|pass 9/);
});
