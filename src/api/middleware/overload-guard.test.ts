import assert from "node:assert/strict";
import { test } from "node:test";
import { createOverloadGuard } from "./overload-guard.js";

const overloaded = (retryAfterMs: number) => ({ code: "OVERLOADED", retryAfterMs });

test("createOverloadGuard() refuses while as many tasks are open as may be", async () => {
  let open = 4;
  const limits: number[] = [];
  const countOpen = async (limit: number): Promise<number> => (limits.push(limit), open);
  const makeGuard = () => createOverloadGuard({ countOpen, maxOpen: 5, readLagMs: () => 0 });
  await makeGuard().check();
  open = 5;
  await assert.rejects(makeGuard().check(), overloaded(15_000));
  assert.deepEqual(limits, [5, 5]);
});

test("createOverloadGuard() counts once for submits that come together", async () => {
  let counts = 0;
  const countOpen = async (): Promise<number> => ++counts;
  const guard = createOverloadGuard({ countOpen, maxOpen: 100, readLagMs: () => 0 });
  await Promise.all(Array.from({ length: 50 }, () => guard.check()));
  assert.equal(counts, 1);
});

test("createOverloadGuard() refuses while the event loop is slow, without a question to the database", async () => {
  let lagMs = 1001;
  const guard = createOverloadGuard({ countOpen: async () => 0, maxOpen: 1, readLagMs: () => lagMs });
  await assert.rejects(guard.check(), overloaded(3000));
  lagMs = 999;
  await guard.check();
});

test("createOverloadGuard() passes on that the count failed, and counts anew", async () => {
  let isDown = true;
  const countOpen = async (): Promise<number> => (isDown ? Promise.reject(new Error("down")) : 0);
  const guard = createOverloadGuard({ countOpen, maxOpen: 1, readLagMs: () => 0 });
  await assert.rejects(guard.check(), { message: "down" });
  isDown = false;
  await assert.rejects(guard.check(), { message: "down" }, "for a quarter of a second");
  await new Promise((resolve) => setTimeout(resolve, 260));
  await guard.check();
});

test("createOverloadGuard() measures a blocked event loop by itself", async (t) => {
  const guard = createOverloadGuard({ countOpen: async () => 0, maxOpen: 1 });
  t.after(() => guard.close());
  const endMs = performance.now() + 3500;
  while (performance.now() < endMs) {
    const turnMs = performance.now() + 1100;
    while (performance.now() < turnMs); // as a handler would that computes
    await new Promise((resolve) => setImmediate(resolve));
  }
  await new Promise((resolve) => setTimeout(resolve, 0));
  await assert.rejects(guard.check(), overloaded(3000));
});
