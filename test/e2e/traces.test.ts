import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { trace } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { formatTraceparent } from "../../src/lib/traceparent.js";
import { createRunJob } from "../../src/run-job.js";
import { openDiskBlobStore } from "../../src/storage/mod.js";
import { startCallbackReceiver } from "../helpers/callback-receiver.js";
import { DATABASES, POSTGRES, type DatabaseKind } from "../helpers/databases.js";
import { DOUBLE_PNG } from "../helpers/double-runner.js";
import { openTestDatabase } from "../helpers/open-test-database.js";
import { recordSpans } from "../helpers/record-spans.js";
import { makeTempFolder } from "../helpers/temp-folder.js";
import { dataOf, JPEG_BASE64, startTestService, SUBMIT } from "../helpers/test-service.js";
import { waitUntil } from "../helpers/wait-until.js";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const CALLER = "b7ad6b7169203331";
const TRACEPARENT = `00-${TRACE}-${CALLER}-01`;

/** The service with the real work of a task about a double of the engine, and a receiver of its callbacks. */
async function setUp(t: TestContext, kind: DatabaseKind) {
  const dataDir = await makeTempFolder(t);
  const where = await kind.create(t);
  const receiver = await startCallbackReceiver(t);
  const env = { DRAPE_ALLOW_HOSTS: "127.0.0.1", ...(kind === POSTGRES && { DATABASE_URL: where }) };
  const runJob = createRunJob({
    blobs: await openDiskBlobStore(join(dataDir, "blobs")),
    fetcher: { fetch: () => Promise.reject(new Error("Nothing is fetched here")) },
    engines: new Map([
      ["drape", { runTryOn: async () => ({ ok: true, picture: DOUBLE_PNG, report: { score: 1 } as never }) }],
    ]),
    findImageFault: async () => undefined,
    convert: async (png) => png,
  });
  const service = await startTestService(t, { dataDir, env, runJob });
  /** Submits, and waits until all has been told. Gives the task's id and the headers of its callbacks. */
  const tryOn = async (traceparent?: string) => {
    const before = receiver.received.length;
    const body = { human_image: JPEG_BASE64, cloth_image: JPEG_BASE64, callback_url: `${receiver.url}/hook` };
    const reply = await service.post(SUBMIT, body, traceparent === undefined ? {} : { traceparent });
    assert.equal(reply.status, 200);
    await waitUntil("both callbacks", () => receiver.received.length === before + 2);
    const headers = receiver.received.slice(before).map((callback) => callback.headers);
    return { taskId: String(dataOf(reply)["task_id"]), headers };
  };
  const database = kind === POSTGRES ? where : join(dataDir, "drape.db");
  return { tryOn, database };
}

async function readTraceparent(t: TestContext, database: string, taskId: string) {
  const db = await openTestDatabase(database);
  t.after(() => db.destroy());
  const row = db.selectFrom("tasks").select("traceparent").where("id", "=", taskId);
  return (await row.executeTakeFirstOrThrow()).traceparent;
}

for (const kind of DATABASES) {
  const { name, skip } = kind;
  test(`A task on ${name} continues the trace of its submit, up to its callbacks`, { skip }, async (t) => {
    const listSpans = recordSpans(t);
    const { tryOn, database } = await setUp(t, kind);
    const { taskId, headers } = await tryOn(TRACEPARENT);
    const spansOf = (span: string): ReadableSpan[] => listSpans().filter((each) => each.name === span);
    await waitUntil("the callbacks' spans", () => spansOf("drape.callback").length === 2);

    const [submit, ...others] = spansOf("drape.submit");
    assert.ok(submit !== undefined && others.length === 0);
    assert.equal(submit.parentSpanContext?.spanId, CALLER);
    assert.equal(await readTraceparent(t, database, taskId), formatTraceparent(submit.spanContext()));
    const below = (span: ReadableSpan): string | undefined => span.parentSpanContext?.spanId;
    const [job] = spansOf("drape.job");
    assert.ok(job !== undefined);
    for (const span of [job, ...spansOf("drape.callback")])
      assert.equal(below(span), submit.spanContext().spanId, span.name);
    for (const step of ["drape.load", "drape.engine", "drape.store"])
      assert.deepEqual(spansOf(step).map(below), [job.spanContext().spanId], step);
    for (const span of listSpans()) {
      assert.equal(span.spanContext().traceId, TRACE, span.name);
      assert.equal(span.attributes["drape.task.id"], taskId, span.name);
    }
    assert.deepEqual(
      headers.map(({ traceparent }) => traceparent),
      spansOf("drape.callback").map((span) => formatTraceparent(span.spanContext())),
    );
  });
}

test("A malformed traceparent is ignored, and a task without one has a trace of its own", async (t) => {
  const listSpans = recordSpans(t);
  const [sqlite] = DATABASES;
  assert.ok(sqlite !== undefined);
  const { tryOn } = await setUp(t, sqlite);
  const ids = [];
  for (const traceparent of [undefined, "nonsense", `00-${"0".repeat(32)}-${CALLER}-01`, `ff${TRACEPARENT}`])
    ids.push((await tryOn(traceparent)).taskId);
  const submits = listSpans().filter((span) => span.name === "drape.submit");
  assert.deepEqual(
    submits.map((span) => [span.attributes["drape.task.id"], span.parentSpanContext]),
    ids.map((id) => [id, undefined]),
  );
  assert.equal(new Set(submits.map((span) => span.spanContext().traceId)).size, ids.length);
  for (const span of listSpans()) {
    const submit = submits.find(
      (each) => each.attributes["drape.task.id"] === span.attributes["drape.task.id"],
    );
    assert.equal(span.spanContext().traceId, submit?.spanContext().traceId, span.name);
  }
});

test("Without an SDK a task keeps the client's own traceparent, and its callbacks bring it back", async (t) => {
  assert.equal(trace.getActiveSpan(), undefined);
  const [sqlite] = DATABASES;
  assert.ok(sqlite !== undefined);
  const { tryOn, database } = await setUp(t, sqlite);
  const traced = await tryOn(TRACEPARENT);
  assert.equal(await readTraceparent(t, database, traced.taskId), TRACEPARENT);
  assert.deepEqual(
    traced.headers.map(({ traceparent }) => traceparent),
    [TRACEPARENT, TRACEPARENT],
  );
  const plain = await tryOn();
  assert.equal(await readTraceparent(t, database, plain.taskId), null);
  assert.deepEqual(
    plain.headers.map((headers) => "traceparent" in headers),
    [false, false],
  );
});
