import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { createKey } from "../../src/main.js";
import { signToken } from "../conformance/target.js";
import {
  JPEG_BASE64,
  linkOf,
  POLL,
  POLL_LUMALABS,
  pollToEnd,
  startTestService,
  SUBMIT,
} from "../helpers/test-service.js";

// Two subscriptions can't see, list, cancel or fetch each other's tasks and results in any front.

type Json = Readonly<Record<string, unknown>>;

const KLING = "/v1/images/kolors-virtual-try-on";
const REST = "/v1/try-ons";
const GATEWAY_BODY = { human_image: JPEG_BASE64, cloth_image: JPEG_BASE64 };
const REST_BODY = { person: JPEG_BASE64, garment: JPEG_BASE64 };
/** Both give their tasks this name. */
const NAME = "order 7";

/** A service whose tasks wait until they are told to end, and two clients of it. */
async function setUp(t: TestContext) {
  const service = await startTestService(t, { delayMs: 100 });
  const join = async (name: string) => {
    const { key, accessKey, secretKey } = await createKey(service.config, name);
    const send = async (method: string, path: string, options: { body?: object; token?: string } = {}) => {
      const { body, token = key } = options;
      const response = await fetch(service.service.url + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          "idempotency-key": "the same",
          ...(body && { "content-type": "application/json" }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: (text === "" ? {} : JSON.parse(text)) as Json };
    };
    return {
      gateway: (path: string, body: object) => service.post(path, body, { "ocp-apim-subscription-key": key }),
      kling: (method: string, path: string, body?: object) =>
        send(method, path, { ...(body && { body }), token: signToken({ accessKey, secretKey }) }),
      rest: (method: string, path: string, body?: object) => send(method, path, body && { body }),
    };
  };
  return { owner: await join("owner"), stranger: await join("stranger") };
}

const dataOf = ({ body }: { readonly body: Json }): Json => body["data"] as Json;

test("Front A: another subscription's task is not found, running or ended, by either path", async (t) => {
  const { owner, stranger } = await setUp(t);
  const { task_id } = dataOf(await owner.gateway(SUBMIT, GATEWAY_BODY));
  const assertHidden = async (): Promise<void> => {
    for (const path of [POLL, POLL_LUMALABS]) {
      const wanted = { task_id, task_status: "failed", task_status_msg: "task not found" };
      assert.deepEqual(dataOf(await stranger.gateway(path, { task_id })), wanted);
    }
  };
  await assertHidden();
  const ended = await pollToEnd({ post: (path, body) => owner.gateway(path, body as object) }, task_id);
  await assertHidden();
  // the result: only who was given the link has it
  const link = new URL(linkOf(ended));
  assert.equal((await fetch(link)).status, 200);
  assert.equal((await fetch(link.origin + link.pathname)).status, 403);
  link.searchParams.set("signature", "A".repeat(link.searchParams.get("signature")?.length ?? 0));
  assert.equal((await fetch(link)).status, 403);
});

test("Front B: another subscription's task is not found by id or name, nor listed", async (t) => {
  const { owner, stranger } = await setUp(t);
  const created = await owner.kling("POST", KLING, { ...GATEWAY_BODY, external_task_id: NAME });
  const { task_id } = dataOf(created);
  for (const id of [String(task_id), encodeURIComponent(NAME)]) {
    const { status, body } = await stranger.kling("GET", `${KLING}/${id}`);
    assert.deepEqual([status, body["code"]], [404, 1203]);
    assert.equal((await owner.kling("GET", `${KLING}/${id}`)).status, 200);
  }
  assert.deepEqual((await stranger.kling("GET", KLING)).body["data"], []);
  const own = await stranger.kling("POST", KLING, { ...GATEWAY_BODY, external_task_id: NAME });
  assert.equal(own.status, 200); // names are unique in a subscription, not in the service
  const found = dataOf(await stranger.kling("GET", `${KLING}/${encodeURIComponent(NAME)}`));
  assert.equal(found["task_id"], dataOf(own)["task_id"]);
  assert.equal(((await owner.kling("GET", KLING)).body["data"] as readonly Json[]).length, 1);
});

test("/v1/try-ons: another subscription's try-on is not seen, listed, followed, reported, canceled or deleted", async (t) => {
  const { owner, stranger } = await setUp(t);
  const made = await owner.rest("POST", REST, { ...REST_BODY, external_id: NAME });
  assert.equal(made.status, 202);
  const id = String(made.body["id"]);
  const assertHidden = async (): Promise<void> => {
    for (const [method, path] of [
      ["GET", ""], // status, result with its link, report and warnings
      ["GET", "/events"],
      ["POST", "/cancel"],
      ["DELETE", ""],
    ] as const) {
      const { status, body } = await stranger.rest(method, `${REST}/${id}${path}`);
      assert.deepEqual([status, body["code"]], [404, "TASK_NOT_FOUND"], `${method} ${path}`);
    }
  };
  await assertHidden();
  assert.deepEqual((await stranger.rest("GET", REST)).body, { try_ons: [] });
  // an idempotency key belongs to its subscription: the same one with another body is no conflict, and gives nothing away
  const own = await stranger.rest("POST", REST, { ...REST_BODY, external_id: NAME, output_format: "webp" });
  assert.equal(own.status, 202);
  assert.notEqual(own.body["id"], id);
  await pollToEnd({ post: (path, body) => owner.gateway(path, body as object) }, id);
  await assertHidden();
  const { status, body } = await owner.rest("GET", `${REST}/${id}`);
  assert.deepEqual([status, body["status"]], [200, "succeeded"]);
});

test("A task of one front is its owner's in the others, and nobody else's", async (t) => {
  const { owner, stranger } = await setUp(t);
  const { task_id } = dataOf(await owner.gateway(SUBMIT, GATEWAY_BODY));
  const id = String(task_id);
  assert.equal((await owner.kling("GET", `${KLING}/${id}`)).status, 200);
  assert.equal((await owner.rest("GET", `${REST}/${id}`)).status, 200);
  assert.equal((await stranger.kling("GET", `${KLING}/${id}`)).status, 404);
  assert.equal((await stranger.rest("DELETE", `${REST}/${id}`)).status, 404);
  assert.equal((await owner.rest("GET", `${REST}/${id}`)).status, 200);
});
