import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "../lib/errors.js";
import { waitForDatabase } from "./wait-for-database.js";

const away = (): AppError => new AppError("STORE_UNAVAILABLE");

test("waitForDatabase() tries again while the database is away, and gives what it then says", async () => {
  let calls = 0;
  const answer = await waitForDatabase(async () => {
    if (++calls < 3) throw away();
    return "there";
  });
  assert.equal(answer, "there");
  assert.equal(calls, 3);
});

test("waitForDatabase() does not wait for what waiting cannot mend", async () => {
  let calls = 0;
  const defect = new Error("relation does not exist");
  const waiting = waitForDatabase(async () => {
    calls++;
    throw defect;
  });
  await assert.rejects(waiting, defect);
  assert.equal(calls, 1);
});

test("waitForDatabase() gives up when its patience is over, and says how long it waited", async () => {
  const startMs = performance.now();
  const waiting = waitForDatabase(() => Promise.reject(away()), { patienceMs: 1000 });
  await assert.rejects(waiting, { code: "STORE_UNAVAILABLE", details: /away for 1 s: start again/ });
  const tookMs = performance.now() - startMs;
  assert.ok(tookMs >= 190 && tookMs < 1500, `${tookMs} ms`);
});
