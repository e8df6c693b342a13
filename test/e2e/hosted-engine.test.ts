import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, test, type TestContext } from "node:test";
import { convertPng } from "../../src/codecs/mod.js";
import { createKlingEngine } from "../../src/jobs/mod.js";
import { SafeFetcher } from "../../src/lib/safe-fetch.js";
import { createRunJob } from "../../src/run-job.js";
import { openDiskBlobStore } from "../../src/storage/mod.js";
import { startOwnTarget, type OwnTarget } from "../conformance/lab.js";
import type { Keys } from "../conformance/target.js";
import { startTestService, type TestService } from "../helpers/test-service.js";
import { waitUntil } from "../helpers/wait-until.js";

// Two services in a row: the first one's engine `kling` is the second one's front B.

type Json = Readonly<Record<string, unknown>>;

/** A service whose engine `kling` forwards to `url`. */
async function startForwarding(
  t: TestContext,
  url: string,
  { accessKey, secretKey }: Keys,
): Promise<TestService> {
  const pictures = new SafeFetcher({ allowHosts: ["127.0.0.1"] });
  t.after(() => pictures.close());
  const kling = createKlingEngine({
    baseUrl: url,
    accessKey,
    secretKey,
    pollMs: 5,
    fetchPicture: (link, options) => pictures.fetch(link, options),
  });
  const service: TestService = await startTestService(t, {
    env: { DRAPE_KLING_URL: url, DRAPE_KLING_ACCESS_KEY: accessKey, DRAPE_KLING_SECRET_KEY: secretKey },
    runJob: async (job, context) =>
      await createRunJob({
        blobs: await openDiskBlobStore(join(service.config.dataDir, "blobs")),
        fetcher: pictures,
        findImageFault: async () => undefined,
        convert: convertPng,
        engines: new Map([["kling", kling]]),
      })(job, context),
  });
  return service;
}

async function dress(service: TestService, person: string, garment: string): Promise<Json> {
  const headers = { authorization: `Bearer ${service.key}`, "content-type": "application/json" };
  const body = JSON.stringify({ person, garment, engine: "kling" });
  const created = await fetch(`${service.service.url}/v1/try-ons`, { method: "POST", headers, body });
  const { id } = (await created.json()) as { readonly id: string };
  let tryOn: Json = {};
  await waitUntil(
    "the hosted try-on",
    async () => {
      tryOn = (await (await fetch(`${service.service.url}/v1/try-ons/${id}`, { headers })).json()) as Json;
      return tryOn["ended_at"] !== null;
    },
    15_000,
  );
  return tryOn;
}

describe("the engine kling", () => {
  let hosted: OwnTarget;
  before(async () => {
    hosted = await startOwnTarget();
  });
  after(() => hosted.close());

  test("copies the picture that the other service made", async (t) => {
    const { url, keys, pictures } = hosted.target;
    const service = await startForwarding(t, url, keys);
    const { status, result } = await dress(service, pictures.person, pictures.garment);
    assert.equal(status, "succeeded");
    const { url: link, report } = result as { readonly url: string; readonly report: Json };
    assert.equal(report["engine"], "kling");
    const picture = Buffer.from(await (await fetch(link)).arrayBuffer());
    assert.match(picture.toString("latin1"), /^\x89PNG/);
    assert.ok(link.startsWith(service.service.url), "the picture is a copy");
  });

  test("tells why the other service failed, or refused", async (t) => {
    const { url, keys, pictures } = hosted.target;
    const service = await startForwarding(t, url, keys);
    assert.deepEqual((await dress(service, pictures.nobody, pictures.garment))["error"], {
      code: "HOSTED_FAILED",
      message: "There is no human in the image",
    });
    const stranger = await startForwarding(t, url, { ...keys, secretKey: "wrong" });
    const { error } = await dress(stranger, pictures.person, pictures.garment);
    assert.equal((error as Json)["code"], "HOSTED_REFUSED");
    assert.match(String((error as Json)["message"]), /\(1000\)$/);
  });

  test("waits while the other service is busy or away for a moment, and gives up when it stays away", async (t) => {
    const answers = [
      [429, { code: 1303, message: "parallel task over resource pack limit" }],
      [429, { code: 1302, message: "too fast" }],
      [503, { code: 5001, message: "draining" }],
      [400, { code: 1201, message: "human_image: nothing for us" }],
    ] as const;
    let calls = 0;
    const other = createServer((request, response) => {
      request.resume().on("end", () => {
        const [status, body] = answers[calls++] ?? [503, { code: 5001, message: "gone" }];
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    t.after(() => other.close());
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const { keys, pictures } = hosted.target;
    const service = await startForwarding(t, url, keys);
    const refused = await dress(service, pictures.person, pictures.garment);
    assert.equal(calls, 4);
    const message = "The hosted engine refused: human_image: nothing for us (1201)";
    assert.deepEqual(refused["error"], { code: "HOSTED_REFUSED", message });
    const away = await dress(service, pictures.person, pictures.garment);
    assert.equal((away["error"] as Json)["code"], "HOSTED_UNAVAILABLE");
    assert.equal(calls, 4 + 6);
  });
});
