import assert from "node:assert/strict";
import { NEEDS_LAB, NEEDS_OTHER_KEYS, type Check } from "./check.js";
import {
  call,
  dataOf,
  gateway,
  POLL,
  POLL_LUMALABS,
  submitGood,
  SUBMIT,
  watch,
  type Answer,
  type Target,
} from "./target.js";

const goodBody = ({ pictures }: Target) => ({ human_image: pictures.person, cloth_image: pictures.garment });

async function assertAccepted(
  at: Target,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const answer = await gateway(at, SUBMIT, body, headers);
  assert.equal(dataOf(answer)["task_status"], "submitted");
}

function assertRefused(answer: Answer, details: RegExp): void {
  assert.equal(answer.status, 400, answer.text);
  assert.equal(answer.body["error"], "Invalid request parameters");
  assert.match(String(answer.body["details"]), details);
}

/** Submitting, polling and what tasks tell. */
export const FRONT_A: readonly Check[] = [
  {
    sentence: "Submit | `POST /kling-ai-vton/v1/getVirtualTryOnTask`",
    run: async (at) => void (await submitGood(at)),
  },
  {
    sentence:
      "Poll | `POST /kling-ai-polling/v1/getVirtualTryOnStatus`, and the same handler at `POST /lumalabs-ai-polling/v1/getStatus`",
    async run(at) {
      const task_id = await submitGood(at);
      await watch(at, task_id);
      const [one, other] = [
        await gateway(at, POLL, { task_id }),
        await gateway(at, POLL_LUMALABS, { task_id }),
      ];
      assert.deepEqual(dataOf(one), dataOf(other));
    },
  },
  {
    sentence: "header `Ocp-Apim-Subscription-Key: KEY`",
    async run(at) {
      const headers = { "ocp-apim-subscription-key": at.keys.subscriptionKey }; // names of headers have no case
      assert.equal((await call(at, POLL, { body: { task_id: "x" }, headers })).status, 200);
    },
  },
  {
    sentence: "also query parameter `subscription-key=KEY`, the gateway's own convention",
    async run(at) {
      const path = `${POLL}?subscription-key=${at.keys.subscriptionKey}`;
      assert.equal((await call(at, path, { body: { task_id: "x" } })).status, 200);
    },
  },
  {
    sentence: "JSON, `Content-Type: application/json`; `Cache-Control: no-cache` recommended, never required",
    async run(at) {
      await assertAccepted(at, goodBody(at));
      await assertAccepted(at, goodBody(at), { "cache-control": "no-cache" });
      await assertAccepted(at, goodBody(at), { "content-type": "application/json; charset=utf-8" });
      assertRefused(
        await gateway(at, SUBMIT, goodBody(at), { "content-type": "text/plain" }),
        /Content-Type/,
      );
    },
  },
  {
    sentence: "`human_image` | string, required | URL (`http`/`https`) or raw Base64",
    async run(at) {
      assertRefused(await gateway(at, SUBMIT, { cloth_image: at.pictures.garment }), /^human_image: missing/);
      for (const wrong of [null, 5, true, {}, [], ""])
        assertRefused(await gateway(at, SUBMIT, { ...goodBody(at), human_image: wrong }), /^human_image: /);
      assertRefused(
        await gateway(at, SUBMIT, { ...goodBody(at), human_image: "ftp://example.com/a.jpg" }),
        /http/,
      );
      if (at.web === undefined) return;
      const { person, garment } = at.web.pictureUrls;
      const task = await gateway(at, SUBMIT, { human_image: person, cloth_image: garment });
      const { data } = await watch(at, String(dataOf(task)["task_id"]));
      assert.equal(data["task_status"], "succeed", String(data["task_status_msg"]));
    },
  },
  {
    sentence: "`cloth_image` | string | URL or raw Base64",
    async run(at) {
      await assertAccepted(at, goodBody(at));
      if (at.web !== undefined)
        await assertAccepted(at, { ...goodBody(at), cloth_image: at.web.pictureUrls.garment });
      assertRefused(await gateway(at, SUBMIT, { ...goodBody(at), cloth_image: 7 }), /^cloth_image: /);
    },
  },
  {
    sentence: "without `cloth_image` it is the garment",
    async run(at) {
      const { person, garment } = at.pictures;
      const answer = await gateway(at, SUBMIT, { human_image: person, image_tail: garment });
      const { data } = await watch(at, String(dataOf(answer)["task_id"]));
      assert.equal(data["task_status"], "succeed", String(data["task_status_msg"]));
    },
  },
  {
    sentence: "with `cloth_image` it is a second garment of the same outfit (an upper plus a lower)",
    async run(at) {
      const { data } = await watch(at, await submitGood(at, { image_tail: at.pictures.garment }));
      // an engine that cannot layer garments says so: it never tries on one of two without a word
      if (data["task_status"] === "failed") assert.match(String(data["task_status_msg"]), /garment/i);
    },
  },
  {
    sentence: '`callback_url` | string, `""` or null | empty means none',
    async run(at) {
      for (const callback_url of ["", null]) await assertAccepted(at, { ...goodBody(at), callback_url });
      for (const callback_url of [5, {}, "not a URL", "ftp://example.com/x"])
        assertRefused(await gateway(at, SUBMIT, { ...goodBody(at), callback_url }), /^callback_url: /);
    },
  },
  {
    sentence: "neither `cloth_image` nor `image_tail` → 400",
    async run(at) {
      const { person } = at.pictures;
      assertRefused(await gateway(at, SUBMIT, { human_image: person }), /^cloth_image: missing/);
      const empty = { human_image: person, cloth_image: "", image_tail: null };
      assertRefused(await gateway(at, SUBMIT, empty), /^cloth_image: missing/);
    },
  },
  {
    sentence: "Unknown fields are ignored, never refused (real clients send `model`, `webhook_url`, …)",
    run: (at) =>
      assertAccepted(at, { ...goodBody(at), model: "kolors", webhook_url: "x", deep: { a: [1, null] } }),
  },
  {
    sentence: "A Base64 value with a `data:` prefix → 400 that says to drop the prefix",
    async run(at) {
      for (const field of ["human_image", "cloth_image", "image_tail"]) {
        const body = { ...goodBody(at), [field]: `data:image/jpeg;base64,${at.pictures.person}` };
        assertRefused(await gateway(at, SUBMIT, body), new RegExp(`^${field}: drop the prefix`));
      }
    },
  },
  {
    sentence: "Submit reply (HTTP 200)",
    async run(at) {
      const beforeMs = Date.now();
      const { task_id, task_status, created_at, updated_at, ...rest } = dataOf(
        await gateway(at, SUBMIT, goodBody(at)),
      );
      assert.deepEqual(rest, {});
      assert.match(String(task_id), /^[\w-]{10,}$/);
      assert.equal(task_status, "submitted");
      assert.equal(updated_at, created_at);
      assert.ok(Math.abs(Number(created_at) - beforeMs) < 3600_000, "milliseconds since 1970");
    },
  },
  {
    sentence: "poll reply (HTTP 200)",
    async run(at) {
      const task_id = await submitGood(at);
      const { data } = await watch(at, task_id);
      const keys = [
        "task_id",
        "task_status",
        "task_status_msg",
        "task_info",
        "task_result",
        "created_at",
        "updated_at",
      ];
      assert.deepEqual(Object.keys(data), keys);
      assert.equal(data["task_id"], task_id);
      assert.equal(data["task_status_msg"], "");
      assert.deepEqual(data["task_info"], {});
      const { images } = data["task_result"] as { readonly images: readonly { readonly url: string }[] };
      assert.deepEqual(images, [{ index: 0, url: images[0]?.url }]);
      const picture = await fetch(String(images[0]?.url)); // whoever has the link needs no key
      assert.equal(picture.headers.get("content-type"), "image/png");
      assert.match(Buffer.from(await picture.arrayBuffer()).toString("latin1"), /^\x89PNG/);
    },
  },
  {
    sentence: "`task_status` is `submitted` → `processing` → `succeed` | `failed`",
    async run(at) {
      const { seen } = await watch(at, await submitGood(at));
      const order = ["submitted", "processing", "succeed"];
      assert.deepEqual(
        seen,
        order.filter((status) => seen.includes(status)),
      );
      assert.equal(seen.at(-1), "succeed");
    },
  },
  {
    sentence: "Until it succeeds `task_result` is `{}`",
    async run(at) {
      const task_id = await submitGood(at);
      const data = dataOf(await gateway(at, POLL, { task_id }));
      if (data["task_status"] !== "succeed") assert.deepEqual(data["task_result"], {});
      await watch(at, task_id);
    },
  },
  {
    sentence:
      "A failed task answers HTTP 200, `code` 0, `message` `SUCCEED`, and the reason in `data.task_status_msg`",
    async run(at) {
      const { data } = await watch(at, await submitGood(at, { human_image: at.pictures.nobody }));
      assert.equal(data["task_status"], "failed");
      assert.match(String(data["task_status_msg"]), /there is no human in the image/i);
      assert.deepEqual(data["task_result"], {});
    },
  },
  {
    sentence: "An unknown task, and a task of another subscription, answers HTTP 200",
    async run(at) {
      const notFound = (task_id: string) => ({
        task_id,
        task_status: "failed",
        task_status_msg: "task not found",
      });
      assert.deepEqual(dataOf(await gateway(at, POLL, { task_id: "nope" })), notFound("nope"));
      if (at.otherKeys === undefined) return NEEDS_OTHER_KEYS;
      const task_id = await submitGood(at);
      const headers = { "Ocp-Apim-Subscription-Key": at.otherKeys.subscriptionKey };
      assert.deepEqual(dataOf(await gateway(at, POLL, { task_id }, headers)), notFound(task_id));
      return undefined;
    },
  },
];

/** The error table and the rule about it. */
export const FRONT_A_ERRORS: readonly Check[] = [
  {
    sentence:
      "400 | bad JSON, missing or wrong fields, images refused before a task exists | `Invalid request parameters`",
    async run(at) {
      assertRefused(await gateway(at, SUBMIT, "{"), /JSON/);
      assertRefused(await gateway(at, SUBMIT, ""), /body/);
      for (const wrong of ["[]", "5", "null", '"text"'])
        assertRefused(await gateway(at, SUBMIT, wrong), /body/);
      assertRefused(await gateway(at, POLL, {}), /^task_id: missing$/);
      assertRefused(await gateway(at, POLL, { task_id: 5 }), /^task_id: /);
      const text = Buffer.from("hello").toString("base64");
      assertRefused(
        await gateway(at, SUBMIT, { ...goodBody(at), human_image: text }),
        /^human_image: not a JPEG or PNG$/,
      );
    },
  },
  {
    sentence: "401 | key missing or unknown | `Invalid or missing authentication`",
    async run(at) {
      for (const path of [SUBMIT, POLL, POLL_LUMALABS]) {
        const missing = await call(at, path, { body: "{" });
        const unknown = await call(at, path, {
          body: "{",
          headers: { "Ocp-Apim-Subscription-Key": "f".repeat(64) },
        });
        for (const { status, body } of [missing, unknown])
          assert.deepEqual([status, body["error"]], [401, "Invalid or missing authentication"]);
      }
    },
  },
  {
    sentence: "404 | no such path (or method) | `Endpoint not found`",
    async run(at) {
      const paths = [SUBMIT, POLL, POLL_LUMALABS];
      const answers = await Promise.all([
        ...paths.map((path) => call(at, path)),
        ...paths.map((path) => call(at, path, { method: "DELETE" })),
        gateway(at, "/kling-ai-vton/v1/nothing", {}),
        gateway(at, "/nothing", {}),
      ]);
      for (const { status, body } of answers)
        assert.deepEqual([status, body["error"]], [404, "Endpoint not found"]);
    },
  },
  {
    sentence: "500 | anything unexpected | `An unexpected error occurred, please try again later`",
    async run(at) {
      if (at.lab === undefined) return NEEDS_LAB;
      await at.lab.breakStorage(async () => {
        const { status, body } = await gateway(at, SUBMIT, goodBody(at));
        const error = "An unexpected error occurred, please try again later";
        assert.deepEqual([status, body["error"]], [500, error]);
      });
      await submitGood(at); // and the service goes on
      return undefined;
    },
  },
  {
    sentence: "`error` is that exact string; a second field `details` says what is wrong",
    async run(at) {
      const { body } = await gateway(at, SUBMIT, {});
      assert.deepEqual(Object.keys(body).slice(0, 2), ["error", "details"]);
      assert.equal(body["details"], "human_image: missing");
    },
  },
  {
    sentence: "every reply carries `request_id` in the body or the `X-Request-Id` header",
    async run(at) {
      const answers = await Promise.all([
        gateway(at, SUBMIT, {}),
        gateway(at, POLL, { task_id: "x" }),
        call(at, POLL, { body: "{}" }),
        call(at, "/nothing"),
      ]);
      const ids = answers.map(
        ({ body, headers }) =>
          (body["request_id"] as string | undefined) ?? headers.get("x-request-id") ?? "",
      );
      for (const id of ids) assert.match(id, /^[\w-]{10,}$/);
      assert.equal(new Set(ids).size, ids.length);
    },
  },
];
