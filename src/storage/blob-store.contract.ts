import assert from "node:assert/strict";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { BlobStore } from "./blob-store.js";

/** What every BlobStore must do. `make` gives an empty store and frees it when the test ends. */
export function testBlobStore(name: string, make: (t: TestContext) => Promise<BlobStore>): void {
  const run = (behaviour: string, body: (store: BlobStore) => Promise<void>): void => {
    test(`${name} ${behaviour}`, async (t) => body(await make(t)));
  };

  run("gives back the bytes that were put", async (store) => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    await store.put("results/a-0.png", bytes);
    assert.deepEqual(new Uint8Array((await store.get("results/a-0.png")) ?? []), bytes);
  });

  run("takes a file over", async (store) => {
    const folder = await mkdtemp(join(tmpdir(), "drape-test-"));
    try {
      const path = join(folder, "file");
      await writeFile(path, "bytes of a file");
      await store.put("a/b", Buffer.from("replaced"));
      await store.putFile("a/b", path);
      assert.equal(String(Buffer.from((await store.get("a/b")) ?? [])), "bytes of a file");
      await assert.rejects(stat(path), { code: "ENOENT" });
      await assert.rejects(store.putFile("a/b", path), { code: "ENOENT" });
      assert.equal((await store.stat("a/b"))?.sizeBytes, 15);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  run("has nothing under a key that was not put", async (store) => {
    assert.equal(await store.get("results/none"), undefined);
    assert.equal(await store.stat("results/none"), undefined);
    await store.delete("results/none");
  });

  run("replaces and deletes", async (store) => {
    await store.put("a", Buffer.from("first"));
    await store.put("a", Buffer.from("second"));
    assert.equal(String(Buffer.from((await store.get("a")) ?? [])), "second");
    await store.delete("a");
    assert.equal(await store.get("a"), undefined);
  });

  run("never shows a part of a blob while it is replaced", async (store) => {
    const size = 300_000;
    await store.put("a", Buffer.alloc(size, 0));
    const writes = Array.from({ length: 10 }, (_, round) => store.put("a", Buffer.alloc(size, round)));
    const reads = Array.from({ length: 30 }, () => store.get("a"));
    for (const bytes of await Promise.all(reads)) {
      assert.equal(bytes?.length, size);
      assert.equal(new Set(bytes).size, 1);
    }
    await Promise.all(writes);
  });

  run("tells size and time", async (store) => {
    const beforeMs = Date.now();
    await store.put("a/b", Buffer.alloc(7));
    const found = await store.stat("a/b");
    assert.equal(found?.key, "a/b");
    assert.equal(found?.sizeBytes, 7);
    assert.ok(Math.abs((found?.storedAtMs ?? 0) - beforeMs) < 5000);
  });

  run("lists what lies under a prefix and nothing else", async (store) => {
    for (const key of ["inputs/a.person", "inputs/b.person", "results/a-0.png"])
      await store.put(key, Buffer.from(key));
    assert.deepEqual(await listKeys(store, "inputs"), ["inputs/a.person", "inputs/b.person"]);
    assert.deepEqual(await listKeys(store, "nothing"), []);
  });

  run("refuses keys that are not of the allowed form", async (store) => {
    for (const key of [
      "",
      "/etc/passwd",
      "../a",
      "a/../b",
      "a//b",
      "a/",
      ".unfinished/x",
      "a\\b",
      "a\0b",
      "ä",
    ]) {
      await assert.rejects(store.put(key, Buffer.alloc(1)), RangeError, JSON.stringify(key));
      await assert.rejects(store.get(key), RangeError, JSON.stringify(key));
      await assert.rejects(store.delete(key), RangeError, JSON.stringify(key));
    }
  });
}

async function listKeys(store: BlobStore, prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys.toSorted();
}
