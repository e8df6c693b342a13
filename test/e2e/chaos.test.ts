import assert from "node:assert/strict";
import { test } from "node:test";
import { runChaos } from "../chaos/chaos.js";
import { SKIP_POSTGRES } from "../helpers/postgres.js";

for (const [database, skip] of [
  ["sqlite", false],
  ["postgres", SKIP_POSTGRES],
] as const)
  test(
    `Killing APIs and workers on ${database} loses no task, ends none twice and tells all in order`,
    { skip, timeout: 300_000 },
    async () => {
      const end = await runChaos({ database, tasks: 40, realTasks: 0, killEveryMs: 2000, tell: () => {} });
      assert.equal(end.accepted, 40);
      assert.deepEqual(end.lost, []);
      assert.deepEqual(end.endedTwice, []);
      assert.equal(end.endsCounted.stillOpen, 0);
      assert.equal(end.endsCounted.ledger, end.endsCounted.rows);
      assert.deepEqual(end.toldWrongly, []);
      assert.ok(end.kills > 0, "nothing was killed");
    },
  );
