import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { shareCeph, WHY_NO_CEPH } from "../../test/helpers/ceph.js";
import { makeTempFolder } from "../../test/helpers/temp-folder.js";
import { AppError } from "../lib/errors.js";
import { randomId } from "../lib/random-id.js";
import { testBlobStore } from "./blob-store.contract.js";
import type { BlobStore } from "./blob-store.js";
import { openS3BlobStore, type S3Location } from "./s3.js";

const skip = WHY_NO_CEPH ?? false;

/** An empty place in the bucket. */
async function makeLocation(): Promise<S3Location> {
  return { ...(await shareCeph()).location, prefix: `test/${randomId()}/` };
}

async function makeStore(t: TestContext, change: Partial<S3Location> = {}): Promise<BlobStore> {
  const store = openS3BlobStore({ ...(await makeLocation()), ...change });
  t.after(() => store.close?.());
  return store;
}

const isUnavailable = (error: unknown): boolean =>
  error instanceof AppError && error.code === "STORE_UNAVAILABLE" && error.cause instanceof Error;

if (WHY_NO_CEPH === undefined) testBlobStore("S3BlobStore on Ceph", (t) => makeStore(t));

test("S3BlobStore keeps to its prefix", { skip }, async (t) => {
  const location = await makeLocation();
  const [mine, others] = [openS3BlobStore(location), await makeStore(t)];
  t.after(() => mine.close?.());
  await mine.put("inputs/a", Buffer.from("mine"));
  assert.equal(await others.get("inputs/a"), undefined);
  const whole = await makeStore(t, { prefix: "" });
  assert.equal((await whole.stat(`${location.prefix}inputs/a`))?.sizeBytes, 4);
});

test("S3BlobStore lists more than one page", { skip }, async (t) => {
  const store = await makeStore(t);
  const keys = Array.from({ length: 1010 }, (_, index) => `inputs/${index}`); // a page has 1,000
  for (let start = 0; start < keys.length; start += 50)
    await Promise.all(keys.slice(start, start + 50).map((key) => store.put(key, Buffer.from("x"))));
  const found: string[] = [];
  for await (const { key } of store.list("inputs")) found.push(key);
  assert.deepEqual(found.toSorted(), keys.toSorted());
});

test(
  "S3BlobStore makes links that anyone can read for a time, and nobody can change",
  { skip },
  async (t) => {
    const store = await makeStore(t);
    const bytes = Uint8Array.from({ length: 5000 }, (_, index) => index);
    await store.put("results/a-0.png", bytes);
    const url = (await store.makeUrl?.("results/a-0.png", 60_000)) ?? "";
    const reply = await fetch(url);
    assert.equal(reply.status, 200);
    assert.deepEqual(new Uint8Array(await reply.arrayBuffer()), bytes);
    assert.equal((await fetch(url.replace("a-0.png", "b-0.png"))).status, 403);
    assert.equal((await fetch(url.replace(/\?.*/, ""))).status, 403);
  },
);

test(
  "S3BlobStore says STORE_UNAVAILABLE when the bucket is missing or nobody answers",
  { skip },
  async (t) => {
    const places = [{ bucket: "no-such-bucket" }, { endpoint: "http://127.0.0.1:1" }]; // nothing listens on port 1
    for (const place of places) {
      const store = await makeStore(t, place);
      await assert.rejects(store.put("a", Buffer.from("x")), isUnavailable);
      await assert.rejects(store.get("a"), isUnavailable);
      await assert.rejects(async () => {
        for await (const { key } of store.list("a")) assert.fail(key);
      }, isUnavailable);
    }
  },
);

test("S3BlobStore.putFile() leaves the file alone when the bucket does not take it", { skip }, async (t) => {
  const path = join(await makeTempFolder(t), "file");
  await writeFile(path, "a photo");
  const down = await makeStore(t, { endpoint: "http://127.0.0.1:1" });
  await assert.rejects(down.putFile("a", path), isUnavailable);
  const up = await makeStore(t);
  await up.putFile("a", path);
  assert.equal(String(Buffer.from((await up.get("a")) ?? [])), "a photo");
});
