import assert from "node:assert/strict";
import { test } from "node:test";
import { batchWrites } from "./batch-writes.js";
import { AppError } from "./errors.js";

test("batchWrites() writes what is asked in one turn at once, in its order, and answers each", async () => {
  const groups: (readonly string[])[] = [];
  const write = batchWrites(async (items: readonly string[]) => {
    groups.push(items);
    return items.map((item) => item.toUpperCase());
  });
  assert.deepEqual(await Promise.all(["b", "a", "c"].map(write)), ["B", "A", "C"]);
  assert.deepEqual(groups, [["b", "a", "c"]]);
});

test("batchWrites() gathers what comes while a group is written, and writes no two groups at a time", async () => {
  const groups: (readonly number[])[] = [];
  const gates: (() => void)[] = [];
  const write = batchWrites(async (items: readonly number[]) => {
    groups.push(items);
    await new Promise<void>((resolve) => gates.push(resolve));
    return items;
  });
  const first = write(1);
  await new Promise(setImmediate);
  const others = [write(2), write(3)];
  await new Promise(setImmediate);
  others.push(write(4));
  await new Promise(setImmediate);
  assert.deepEqual(groups, [[1]]);
  gates.shift()?.();
  assert.equal(await first, 1);
  while (gates.length === 0) await new Promise(setImmediate);
  gates.shift()?.();
  assert.deepEqual(await Promise.all(others), [2, 3, 4]);
  assert.deepEqual(groups, [[1], [2, 3, 4]]);
});

test("batchWrites() writes each alone when a group fails: only the bad one is refused", async () => {
  const groups: (readonly string[])[] = [];
  const write = batchWrites(async (items: readonly string[]) => {
    groups.push(items);
    if (items.includes("bad")) throw new Error("a bad row");
    return items;
  });
  const ends = await Promise.allSettled(["a", "bad", "b"].map(write));
  assert.deepEqual(
    ends.map(({ status }) => status),
    ["fulfilled", "rejected", "fulfilled"],
  );
  assert.deepEqual(groups, [["a", "bad", "b"], ["a"], ["bad"], ["b"]]);
});

test("batchWrites() fails all of a group at once where the database is away, and none after it", async () => {
  let calls = 0;
  const write = batchWrites(async (items: readonly string[]) => {
    if (++calls === 1) throw new AppError("STORE_UNAVAILABLE");
    return items;
  });
  const ends = await Promise.allSettled(["a", "b"].map(write));
  assert.deepEqual(
    ends.map(({ status }) => status),
    ["rejected", "rejected"],
  );
  assert.equal(calls, 1);
  assert.equal(await write("a"), "a");
});

test("batchWrites() lets what does not fit wait for a later group", async () => {
  const groups: string[] = [];
  const write = batchWrites(
    async (items: readonly string[]) => {
      groups.push(items.join(" "));
      return items;
    },
    { fits: (item, group) => group.every((other) => other[0] !== item[0]) },
  );
  await Promise.all(["a1", "b1", "a2", "c1", "a3"].map(write));
  assert.deepEqual(groups, ["a1 b1 c1", "a2", "a3"]);
});

test("batchWrites() writes no more than 64 at once", async () => {
  const sizes: number[] = [];
  const write = batchWrites(async (items: readonly number[]) => {
    sizes.push(items.length);
    return items;
  });
  const wanted = Array.from({ length: 150 }, (_, i) => i);
  assert.deepEqual(await Promise.all(wanted.map(write)), wanted);
  assert.deepEqual(sizes, [64, 64, 22]);
});
