import assert from "node:assert/strict";
import { test } from "node:test";
import { batchReads, padToPowerOfTwo } from "./batch-reads.js";

test("batchReads() asks once for the reads of a turn, and once for equal keys", async () => {
  const asked: (readonly string[])[] = [];
  const find = batchReads(async (keys: readonly string[]) => {
    asked.push(keys);
    return new Map(keys.filter((key) => key !== "none").map((key) => [key, key.toUpperCase()]));
  });
  assert.deepEqual(await Promise.all(["a", "b", "a", "none"].map(find)), ["A", "B", "A", undefined]);
  assert.deepEqual(asked, [["a", "b", "none"]]);
});

test("batchReads() keeps nothing: a later read sees what has changed", async () => {
  let value = 1;
  const find = batchReads(async (keys: readonly string[]) => new Map(keys.map((key) => [key, value])));
  assert.equal(await find("a"), 1);
  value = 2;
  assert.equal(await find("a"), 2);
});

test("batchReads() lets a read that is asked before the query begins see what was written before it was asked", async () => {
  let value = 1;
  const find = batchReads(async (keys: readonly string[]) => new Map(keys.map((key) => [key, value])));
  const first = find("a");
  value = 2;
  const second = find("a");
  assert.deepEqual(await Promise.all([first, second]), [2, 2]);
});

test("batchReads() does not add a read to a query that has begun", async () => {
  let value = 1;
  const gates: (() => void)[] = [];
  const find = batchReads(async (keys: readonly string[]) => {
    const found = new Map(keys.map((key) => [key, value]));
    await new Promise<void>((resolve) => gates.push(resolve));
    return found;
  });
  const first = find("a");
  await new Promise(setImmediate);
  value = 2;
  const second = find("a");
  await new Promise(setImmediate);
  for (const open of gates) open();
  assert.deepEqual(await Promise.all([first, second]), [1, 2]);
});

test("batchReads() fails all reads of a query that fails, and none after it", async () => {
  let fails = true;
  const find = batchReads(async (keys: readonly string[]) => {
    if (fails) throw new Error("away");
    return new Map(keys.map((key) => [key, key]));
  });
  const ends = await Promise.allSettled([find("a"), find("b")]);
  assert.deepEqual(
    ends.map(({ status }) => status),
    ["rejected", "rejected"],
  );
  fails = false;
  assert.equal(await find("a"), "a");
});

test("batchReads() asks for no more than 128 keys at once", async () => {
  const sizes: number[] = [];
  const find = batchReads(async (keys: readonly number[]) => {
    sizes.push(keys.length);
    return new Map(keys.map((key) => [key, key]));
  });
  const wanted = Array.from({ length: 300 }, (_, i) => i);
  assert.deepEqual(await Promise.all(wanted.map(find)), wanted);
  assert.deepEqual(sizes, [128, 128, 44]);
});

test("padToPowerOfTwo() repeats the last key", () => {
  assert.deepEqual(padToPowerOfTwo(["a"]), ["a"]);
  assert.deepEqual(padToPowerOfTwo(["a", "b", "c"]), ["a", "b", "c", "c"]);
  assert.throws(() => padToPowerOfTwo([]), RangeError);
});
