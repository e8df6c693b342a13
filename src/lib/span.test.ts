import assert from "node:assert/strict";
import { test } from "node:test";
import { context, trace, type Context, type Span, type SpanOptions, type Tracer } from "@opentelemetry/api";
import { recordSpans } from "../../test/helpers/record-spans.js";
import { withRequestSpan, withSpan } from "./span.js";

/** The form of Tracer.startActiveSpan() that is used. */
type StartInContext = (
  name: string,
  options: SpanOptions,
  context: Context,
  act: (span: Span) => unknown,
) => unknown;
const REMOTE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

test("withSpan() gives the result with and without an SDK, and tells an SDK the code of a failure, not its words", async (t) => {
  assert.equal(await withSpan("a", { attributes: {} }, async () => 1), 1);
  const seen: unknown[] = [];
  const span = {
    setStatus: (status: unknown) => seen.push(status),
    end: () => seen.push("end"),
  } as unknown as Span; // the part of a span that is used
  const tracer = {
    startActiveSpan: (...[name, options, , act]: Parameters<StartInContext>) => {
      seen.push([name, options.attributes]);
      return act(span);
    },
  } as unknown as Tracer;
  trace.setGlobalTracerProvider({ getTracer: () => tracer });
  t.after(() => trace.disable());
  const failure = Object.assign(new Error("https://secret.example/?signature=x"), { code: "FETCH_FAILED" });
  await assert.rejects(
    withSpan("b", { attributes: { "drape.task.id": "t" } }, () => Promise.reject(failure)),
    failure,
  );
  assert.deepEqual(seen, [["b", { "drape.task.id": "t" }], { code: 2, message: "FETCH_FAILED" }, "end"]);
  assert.equal(await withSpan("c", { attributes: {} }, async () => "kept"), "kept");
  assert.deepEqual(seen.slice(3), [["c", {}], "end"]);
});

test("withSpan() continues the active span, or what it is told to, and never what is active by chance", async (t) => {
  const listSpans = recordSpans(t);
  const none = async (): Promise<void> => {};
  await withSpan("request", { attributes: {} }, async () => {
    await withSpan("step", { attributes: {} }, none);
    await withSpan("other's", { attributes: {}, continues: REMOTE }, none);
    await withSpan("nobody's", { attributes: {}, continues: undefined }, none);
    await withSpan("malformed", { attributes: {}, continues: "x" }, none);
  });
  const spans = new Map(listSpans().map((span) => [span.name, span]));
  const requestId = spans.get("request")?.spanContext().spanId;
  const parents = [...spans].map(([name, { parentSpanContext }]) => [name, parentSpanContext?.spanId]);
  assert.deepEqual(Object.fromEntries(parents), {
    request: undefined,
    step: requestId,
    "other's": "b7ad6b7169203331",
    "nobody's": undefined,
    malformed: undefined,
  });
});

test("withRequestSpan() is below the span of the operator's instrumentation, else below the caller's", async (t) => {
  const listSpans = recordSpans(t);
  const traced = { attributes: {}, continues: REMOTE };
  const instrumented = trace.getTracer("http").startSpan("POST");
  await context.with(trace.setSpan(context.active(), instrumented), () =>
    withRequestSpan("instrumented", traced, async () => {}),
  );
  await withRequestSpan("alone", traced, async () => {});
  assert.deepEqual(
    listSpans().map(({ name, parentSpanContext }) => [name, parentSpanContext?.spanId]),
    [
      ["instrumented", instrumented.spanContext().spanId],
      ["alone", "b7ad6b7169203331"],
    ],
  );
});
