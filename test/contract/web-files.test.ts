import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { brotliDecompressSync } from "node:zlib";
import { addHomeRoute, addWebRoutes, createServer, loadWebFiles } from "../../src/api/mod.js";
import { createLog } from "../../src/lib/log.js";
import { makeTempFolder } from "../helpers/temp-folder.js";

test("Built pages are served compressed, with an ETag, a strict policy, and nothing beside them", async (t) => {
  const folder = await makeTempFolder(t);
  await mkdir(join(folder, "assets"));
  const page = "<!doctype html><title>Drape</title>".repeat(20);
  await writeFile(join(folder, "index.html"), page);
  await writeFile(join(folder, "admin.html"), page);
  await writeFile(join(folder, "widget.js"), "1;");
  await writeFile(join(folder, "assets/index-HASH.js"), "2;");
  await writeFile(join(folder, "secret.key"), "not of a kind that is served");
  const files = await loadWebFiles(pathToFileURL(`${folder}/`));
  const app = createServer({ log: createLog("silent"), trustProxy: false, stopGraceMs: 0 });
  addHomeRoute(app, files.get("index.html"));
  addWebRoutes(app, files);
  t.after(() => app.close());
  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });

  const home = await get("/", { accept: "text/html", "accept-encoding": "gzip, br" });
  assert.equal(brotliDecompressSync(home.rawPayload).toString(), page);
  const policy = String(home.headers["content-security-policy"]);
  assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  assert.equal(home.headers["x-content-type-options"], "nosniff");
  assert.equal(home.headers["vary"], "accept, accept-encoding");
  const again = await get("/", { accept: "text/html", "if-none-match": String(home.headers["etag"]) });
  assert.deepEqual([again.statusCode, again.payload], [304, ""]);
  assert.equal((await get("/admin", { "accept-encoding": "br;q=0" })).payload, page);

  const script = await get("/assets/index-HASH.js");
  assert.equal(script.headers["cache-control"], "public, max-age=31536000, immutable");
  assert.equal(script.headers["access-control-allow-origin"], undefined);
  const widget = await get("/widget.js");
  assert.equal(widget.headers["cache-control"], "public, max-age=300");
  assert.equal(widget.headers["access-control-allow-origin"], "*");
  for (const path of ["/secret.key", "/assets/..%2fsecret.key", "/index.html", "/assets/"])
    assert.equal((await get(path)).statusCode, 404, path);
});

test("loadWebFiles() gives nothing where the pages were not built", async (t) => {
  const files = await loadWebFiles(pathToFileURL(join(await makeTempFolder(t), "none/")));
  assert.equal(files.size, 0);
});
