import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import fc from "fast-check";
import { startApp, type TestApp } from "../helpers/test-app.js";
import { JPEG_BASE64 } from "../helpers/test-service.js";
import { signToken } from "../conformance/target.js";

// Generated requests to each front, 20,000 on the build server: never a 5xx, never a hang, every answer in the front's own shape.

/** All of them on the build server; a tenth elsewhere, to keep `npm test` quick. */
const RUNS = process.env["CI"] === "true" ? 20_000 : 2_000;
const SEED = 20_261_123;

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Front {
  readonly name: string;
  readonly paths: readonly string[];
  readonly fields: readonly string[];
  /** A body that is accepted, if nothing else in the request is wrong. */
  readonly good: object;
  readonly headers: (app: TestApp) => Readonly<Record<string, string>>;
  /** Whether a reply with this status and body is one of the front's. */
  readonly isShaped: (status: number, body: unknown) => boolean;
}

type Json = Readonly<Record<string, unknown>>;
const has = (body: unknown, ...keys: readonly string[]): body is Json =>
  typeof body === "object" && body !== null && keys.every((key) => key in body);
const isEnvelope = (body: unknown): boolean =>
  has(body, "code", "message", "request_id", "data") && body["code"] === 0 && body["message"] === "SUCCEED";

const FRONTS: readonly Front[] = [
  {
    name: "A",
    paths: [
      "/kling-ai-vton/v1/getVirtualTryOnTask",
      "/kling-ai-polling/v1/getVirtualTryOnStatus",
      "/lumalabs-ai-polling/v1/getStatus",
      "/kling-ai-vton/v1/nothing",
    ],
    fields: ["human_image", "cloth_image", "image_tail", "callback_url", "task_id", "model"],
    good: { human_image: JPEG_BASE64, cloth_image: JPEG_BASE64, task_id: "x" },
    headers: ({ keys }) => ({ "ocp-apim-subscription-key": keys.subscriptionKey }),
    isShaped: (status, body) =>
      status === 200
        ? isEnvelope(body)
        : [400, 401, 403, 404, 429].includes(status) && has(body, "error", "details", "request_id"),
  },
  {
    name: "B",
    paths: [
      "/v1/images/kolors-virtual-try-on",
      "/v1/images/kolors-virtual-try-on/x",
      "/v1/images/kolors-virtual-try-on?pageNum=1&pageSize=2",
      "/account/costs?start_time=1&end_time=2",
      "/v1/images/nothing",
    ],
    fields: ["human_image", "cloth_image", "model_name", "model", "callback_url", "external_task_id"],
    good: { human_image: JPEG_BASE64, cloth_image: JPEG_BASE64 },
    headers: ({ keys }) => ({ authorization: `Bearer ${signToken(keys)}` }),
    isShaped: (status, body) =>
      status === 200
        ? isEnvelope(body)
        : [400, 401, 403, 404, 429].includes(status) && has(body, "code", "message", "request_id"),
  },
  {
    name: "/v1/try-ons",
    paths: [
      "/v1/try-ons",
      "/v1/try-ons/x",
      "/v1/try-ons/x/cancel",
      "/v1/try-ons/x/events",
      "/v1/try-ons?limit=3",
    ],
    fields: [
      "person",
      "garment",
      "second_garment",
      "kind",
      "engine",
      "output_format",
      "output_max_side_px",
      "external_id",
    ],
    good: { person: JPEG_BASE64, garment: JPEG_BASE64 },
    headers: ({ keys }) => ({ authorization: `Bearer ${keys.subscriptionKey}` }),
    isShaped: (status, body) =>
      status < 300 || (status < 500 && has(body, "type", "title", "status", "detail", "code", "request_id")),
  },
];

const value = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(JPEG_BASE64, "https://example.com/a.jpg", "", "x", "http://127.0.0.1/"),
  },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  fc.base64String({ maxLength: 80 }),
);

function requests({ paths, fields, good }: Front): fc.Arbitrary<Sent> {
  const tail = fc.oneof(
    { weight: 6, arbitrary: fc.constant("") },
    fc.webQueryParameters({ size: "small" }).map((query) => `?${query}`),
    fc.webPath({ size: "small" }),
  );
  const json = fc.dictionary(fc.constantFrom(...fields, "__proto__", "constructor"), value, { maxKeys: 6 });
  const form = fc
    .array(
      fc.tuple(fc.constantFrom(...fields), fc.string({ unit: "binary-ascii", maxLength: 30 }), fc.boolean()),
    )
    .map((parts) =>
      parts
        .map(([name, text, isFile]) => {
          const file = isFile ? '; filename="a"' : "";
          return `--x\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${text}\r\n`;
        })
        .join("")
        .concat("--x--\r\n"),
    );
  return fc.record({
    method: fc.constantFrom("POST", "POST", "POST", "GET", "GET", "PUT", "DELETE"),
    path: fc.tuple(fc.constantFrom(...paths), tail).map((parts) => parts.join("")),
    headers: fc.record(
      {
        "content-type": fc.constantFrom(
          "application/json",
          "application/json",
          "application/json",
          "multipart/form-data; boundary=x",
          "multipart/form-data",
          "text/plain",
          "nonsense",
        ),
        "idempotency-key": fc.constantFrom("a", "b", ""),
        authorization: fc.constantFrom("Bearer", "Bearer x", "Basic x", "x.y.z"),
      },
      { requiredKeys: [] },
    ),
    body: fc.oneof(
      { weight: 5, arbitrary: json.map((object) => JSON.stringify(object)) },
      json.map((object) => JSON.stringify({ ...object, ...good })),
      fc.constant(JSON.stringify(good)),
      fc.json({ maxDepth: 3 }),
      fc.string({ unit: "binary", maxLength: 60 }),
      form,
    ),
  }) as fc.Arbitrary<Sent>; // fast-check makes optional what is not required; a header that is missing is not sent
}

for (const front of FRONTS) {
  test(
    `Front ${front.name} answers ${RUNS} generated requests in its own shape`,
    { timeout: 600_000 },
    async (t: TestContext) => {
      const app = await startApp(t);
      const known = front.headers(app);
      const statuses = new Map<number, number>();
      await fc.assert(
        fc.asyncProperty(requests(front), fc.integer({ min: 0, max: 9 }), async (sent, dice) => {
          const headers = dice === 0 ? sent.headers : { ...sent.headers, ...known }; // one in ten goes without good keys
          const hasBody = sent.method !== "GET";
          const { status, text } = await app.send({ ...sent, headers, body: hasBody ? sent.body : "" });
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          const body: unknown = status === 204 || !/^[{[]/.test(text) ? text : JSON.parse(text);
          assert.ok(front.isShaped(status, body), `${status} ${text.slice(0, 300)}`);
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: true },
      );
      const accepted = front.name.startsWith("/") ? 202 : 200;
      assert.ok(
        (statuses.get(accepted) ?? 0) > RUNS / 500,
        `hardly any ${accepted}: ${JSON.stringify([...statuses])}`,
      );
    },
  );
}
