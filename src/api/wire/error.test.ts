import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError, type ErrorCode } from "../../lib/errors.js";
import { toWireError } from "./error.js";

const GATEWAY = "/kling-ai-vton/v1/getVirtualTryOnTask";
const KLING = "/v1/images/kolors-virtual-try-on?pageNum=1";
const COSTS = "/account/costs";
const REST = "/v1/try-ons/x";

/** Status and word or number of a refusal in each front. */
function tell(code: ErrorCode): readonly unknown[] {
  const reply = (path: string) => toWireError(new AppError(code), path, "id");
  const gateway = reply(GATEWAY);
  const kling = reply(KLING);
  const rest = reply(REST);
  return [
    [gateway.status, (gateway.body as { error: string }).error],
    [kling.status, (kling.body as { code: number }).code],
    [rest.status, (rest.body as { title: string }).title],
  ];
}

test("toWireError() tells each refusal in the words of the front that was asked", () => {
  const denied = "Access denied for this operation";
  const tooMany = "Rate limit exceeded, please retry later";
  // 403 | key known, but its subscription may not use this API, is disabled or out of quota | `Access denied for this operation`
  // 403 | 1103 | no right to this resource (API or model)
  assert.deepEqual(tell("ACCESS_DENIED"), [
    [403, denied],
    [403, 1103],
    [403, "Forbidden"],
  ]);
  assert.deepEqual(tell("SUBSCRIPTION_DISABLED"), [
    [403, denied],
    [403, 1103],
    [403, "Forbidden"],
  ]);
  // 429 | 1100 / 1101 / 1102 | account abnormal / in arrears / resource pack used up or expired
  assert.deepEqual(tell("QUOTA_EXCEEDED"), [
    [403, denied],
    [429, 1102],
    [403, "Forbidden"],
  ]);
  // 429 | rate or concurrency limit; with `Retry-After` | `Rate limit exceeded, please retry later`
  // 429 | 1302 / 1303 / 1304 | too fast / `parallel task over resource pack limit` / IP not on the allow-list
  assert.deepEqual(tell("RATE_LIMITED"), [
    [429, tooMany],
    [429, 1302],
    [429, "Too Many Requests"],
  ]);
  assert.deepEqual(tell("CONCURRENCY_LIMITED"), [
    [429, tooMany],
    [429, 1303],
    [429, "Too Many Requests"],
  ]);
  assert.deepEqual(tell("METHOD_NOT_ALLOWED"), [
    [404, "Endpoint not found"],
    [404, 1202],
    [405, "Method Not Allowed"],
  ]);
  const { body } = toWireError(new AppError("CONCURRENCY_LIMITED"), COSTS, "id");
  assert.deepEqual(body, { code: 1303, message: "parallel task over resource pack limit", request_id: "id" });
});

test("toWireError() tells when to try again, in whole seconds", () => {
  const after = (error: AppError): number | undefined => toWireError(error, GATEWAY, "id").retryAfter;
  assert.equal(after(new AppError("RATE_LIMITED", { retryAfterMs: 1001 })), 2);
  assert.equal(after(new AppError("RATE_LIMITED", { retryAfterMs: 0 })), 1);
  assert.equal(after(new AppError("CONCURRENCY_LIMITED")), 1);
  assert.equal(after(new AppError("INVALID_REQUEST")), undefined);
});

test("toWireError() lets no words of a defect out", () => {
  for (const [path, text] of [
    [GATEWAY, '"error":"An unexpected error occurred, please try again later"'],
    [KLING, '"code":5000'],
    [REST, '"status":500'],
  ] as const) {
    for (const defect of [
      new Error("secret"),
      new AppError("TIMED_OUT", { cause: new Error("secret") }),
      "secret",
    ]) {
      const { status, code, body } = toWireError(defect, path, "id");
      assert.deepEqual([status, code], [500, "INTERNAL"]);
      assert.match(JSON.stringify(body), new RegExp(text));
      assert.doesNotMatch(JSON.stringify(body), /secret/);
    }
  }
});
