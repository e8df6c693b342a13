import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createApp } from "../../src/main.js";
import { loadConfig } from "../../src/config.js";
import { createLog } from "../../src/lib/log.js";
import { openStores } from "../../src/stores.js";
import { makeTempFolder } from "../helpers/temp-folder.js";
import { JPEG_BASE64, makePicture, startTestService } from "../helpers/test-service.js";

// POST /v1/inspections (docs/wire/try-ons.md): what the service thinks of a photo, before anything is made with it.

interface Body {
  readonly person: Readonly<Record<string, unknown>> | null;
  readonly garment: Readonly<Record<string, unknown>> | null;
}

describe("POST /v1/inspections", () => {
  test("looks at the file alone where no engine runs", async (t) => {
    const own = await startTestService(t); // its double of the engine cannot look
    const { status, body } = await own.post("/v1/inspections", { person: JPEG_BASE64 });
    assert.equal(status, 200);
    const { person, garment } = body as unknown as Body;
    assert.equal(garment, null);
    const { usable, error, width, height, analysed, found } = person ?? {};
    assert.deepEqual(
      { usable, error, width, height, analysed, found },
      {
        usable: true,
        error: null,
        width: 300,
        height: 300,
        analysed: false,
        found: null,
      },
    );
  });

  test("answers 200 with the reason for a picture that cannot be used", async (t) => {
    const own = await startTestService(t);
    const small = (await makePicture(120, 90).png().toBuffer()).toString("base64");
    const { status, body } = await own.post("/v1/inspections", { garment: small, person: "aGVsbG8=" });
    assert.equal(status, 200);
    const { person, garment } = body as unknown as Body;
    assert.deepEqual(person?.["error"], { code: "IMAGE_REFUSED", message: "not a JPEG or PNG" });
    assert.deepEqual(garment?.["error"], {
      code: "IMAGE_REFUSED",
      message: "120x90 px is too small: want at least 300 px on each side",
    });
    assert.deepEqual([garment?.["usable"], garment?.["width"], garment?.["height"]], [false, 120, 90]);
  });

  test("hands the engine's reading on, from a form too", async (t) => {
    const config = loadConfig({ DATA_DIR: await makeTempFolder(t), DRAPE_STOP_GRACE_SECONDS: "0" });
    const stores = await openStores(config, createLog("silent"));
    const asked: string[] = [];
    const app = await createApp(
      config,
      stores,
      {
        isReady: () => true,
        async inspectPicture({ role }) {
          asked.push(role);
          return {
            size: { width: 600, height: 800 },
            found: { x: 0, y: 0.25, width: 1, height: 0.5 },
            confidence: 0.75,
            garment: { kind: "lower", style: "skirt" },
            warnings: ["garment-asymmetric"],
            advice: ["lay it flat"],
            refusal: undefined,
          };
        },
      },
      createLog("silent"),
    );
    t.after(async () => {
      await app.close();
      await stores.close();
    });
    const { key } = await stores.subscriptions.create("inspections", { actor: "test" });
    const form = new FormData();
    form.append("garment", new Blob([Buffer.from(JPEG_BASE64, "base64")]), "skirt.jpg");
    const request = new Request("http://drape/v1/inspections", { method: "POST", body: form });
    const reply = await app.inject({
      method: "POST",
      url: "/v1/inspections",
      headers: { authorization: `Bearer ${key}`, "content-type": request.headers.get("content-type") ?? "" },
      payload: Buffer.from(await request.arrayBuffer()),
    });
    assert.equal(reply.statusCode, 200);
    assert.deepEqual(asked, ["garment"]);
    assert.deepEqual(reply.json<Body>().garment, {
      usable: true,
      error: null,
      width: 600,
      height: 800,
      size_bytes: Buffer.from(JPEG_BASE64, "base64").length,
      analysed: true,
      found: { x: 0, y: 0.25, width: 1, height: 0.5 },
      confidence: 0.75,
      kind: "lower",
      style: "skirt",
      sleeves: null,
      warnings: ["garment-asymmetric"],
      advice: ["lay it flat"],
    });
  });

  test("wants a key, a picture, and no URL", async (t) => {
    const own = await startTestService(t);
    const none = await own.post("/v1/inspections", {});
    assert.equal(none.status, 400);
    const url = await own.post("/v1/inspections", { person: "https://example.com/me.jpg" });
    assert.deepEqual(
      [url.status, url.body["detail"]],
      [400, "person: a URL is only fetched for a try-on; send the picture itself"],
    );
    const stranger = await own.post(
      "/v1/inspections",
      { person: JPEG_BASE64 },
      { "ocp-apim-subscription-key": "no" },
    );
    assert.equal(stranger.status, 401);
  });
});
