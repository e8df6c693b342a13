import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { runDrape } from "../helpers/run-drape.js";

describe("drape doctor", () => {
  test("tries everything out, names what is wrong, goes on past it and leaves nothing behind", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    const dataDir = join(tmpdir(), "drape-doctor-made-nothing");
    const { code, stdout } = await runDrape(["doctor"], { env: { DATA_DIR: dataDir, PORT: String(port) } });
    taken.close();

    assert.equal(code, 1);
    const lines = stdout.trimEnd().split("\n");
    assert.match(lines[0]!, /^ok {4}node {4}\d+\.\d+\.\d+ on /);
    assert.match(lines[1]!, /^(ok {4}|FAIL {2})disk .* GB free in /);
    assert.equal(
      lines[2],
      `FAIL  port    Cannot listen on 127.0.0.1:${port}: is Drape running already? Else set PORT`,
    );
    assert.match(lines[3]!, /^ok {4}models {2}loaded in \d+ ms$/);
    assert.match(lines[4]!, /^ok {4}try-on {2}a picture in \d+ ms, score [01]\.\d\d$/);
    assert.equal(existsSync(dataDir), false);
  });
});
