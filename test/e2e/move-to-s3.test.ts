import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { moveInstall } from "../../src/move.js";
import { openBlobStore, type BlobStore } from "../../src/storage/mod.js";
import { shareCeph, WHY_NO_CEPH } from "../helpers/ceph.js";
import { POSTGRES } from "../helpers/databases.js";
import { DOUBLE_PNG } from "../helpers/double-runner.js";
import { projectPath, runDrape } from "../helpers/run-drape.js";
import { makeTempFolder } from "../helpers/temp-folder.js";
import { dataOf, JPEG_BASE64, linkOf, pollToEnd, startTestService, SUBMIT } from "../helpers/test-service.js";
import { waitUntil } from "../helpers/wait-until.js";

const FILES = 200; // so many that a move takes seconds, and can be killed half-way
const PREFIX = "moved/";
const SECRET = { DRAPE_SECRET_KEY: Buffer.alloc(32, 6).toString("base64") };

test(
  "drape move takes photos and pictures to S3, goes on where it was killed, and links show the same there",
  { skip: WHY_NO_CEPH ?? POSTGRES.skip },
  async (t) => {
    const dataDir = await makeTempFolder(t);
    const before = await startTestService(t, { dataDir, env: SECRET });
    const image = { human_image: JPEG_BASE64, cloth_image: JPEG_BASE64 };
    const { task_id } = dataOf(await before.post(SUBMIT, image));
    const { pathname, search } = new URL(linkOf(await pollToEnd(before, task_id)));
    await before.service.stop();
    const here = await openBlobStore(undefined, join(dataDir, "blobs"));
    for (let i = 0; i < FILES; i++) await here.put(`results/file-${i}`, Buffer.alloc(1 + i, i));
    const files = (await listAll(here)).length;

    const { bucket, endpoint, region } = (await shareCeph()).location;
    const there = await openBlobStore({ bucket, endpoint, region, prefix: PREFIX }, "");
    t.after(() => there.close?.());
    const blobUrl = `s3://${bucket}/${PREFIX}?endpoint=${endpoint}&region=${region}`;
    const databaseUrl = await POSTGRES.create(t);
    const args = ["move", "--to", databaseUrl, "--blobs", blobUrl, "--data", dataDir];
    const copied = await killHalfWay(args, there);
    assert.ok(copied < files, `it was killed when all ${files} files were there`);

    const again = await runDrape(args, { env: SECRET });
    assert.equal(again.code, 0, again.stderr);
    const [, rows, more, were] =
      /^(\d+) rows copied, (\d+) files copied, (\d+) were there/.exec(again.stdout) ?? [];
    assert.ok(Number(rows) >= 5, again.stdout);
    assert.ok(Number(were) >= copied, again.stdout);
    assert.equal(Number(more) + Number(were), files);
    for (const { key } of await listAll(here))
      assert.ok(
        Buffer.from((await here.get(key)) ?? []).equals((await there.get(key)) ?? Buffer.alloc(0)),
        key,
      );
    const third = await moveInstall(before.config, {
      databaseUrl,
      blobUrl: { bucket, endpoint, region, prefix: PREFIX },
    });
    assert.deepEqual([third.blobs, third.blobsThere], [0, files]);

    const env = { ...SECRET, DATABASE_URL: databaseUrl, BLOB_URL: blobUrl };
    const after = await startTestService(t, { env });
    const picture = await fetch(`${after.service.url}${pathname}${search}`);
    assert.deepEqual(Buffer.from(await picture.arrayBuffer()), DOUBLE_PNG);
  },
);

/** Runs the command and kills it when some files are there. Returns how many were when it was dead. */
async function killHalfWay(args: readonly string[], there: BlobStore): Promise<number> {
  const child = spawn(process.execPath, [projectPath("bin/drape.js"), ...args], {
    env: { ...process.env, ...SECRET },
    stdio: "ignore",
  });
  await waitUntil("some files are copied", async () => (await listAll(there)).length >= 5, 60_000);
  child.kill("SIGKILL");
  await once(child, "exit");
  return (await listAll(there)).length;
}

async function listAll(blobs: BlobStore) {
  const all = [];
  for (const prefix of ["inputs", "results"]) for await (const blob of blobs.list(prefix)) all.push(blob);
  return all;
}
