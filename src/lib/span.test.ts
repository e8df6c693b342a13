import assert from "node:assert/strict";
import { test } from "node:test";
import { trace, type Span, type Tracer } from "@opentelemetry/api";
import { withSpan } from "./span.js";

test("withSpan() gives the result with and without an SDK, and tells an SDK the code of a failure, not its words", async (t) => {
  assert.equal(await withSpan("a", {}, async () => 1), 1);
  const seen: unknown[] = [];
  const span = {
    setStatus: (status: unknown) => seen.push(status),
    end: () => seen.push("end"),
  } as unknown as Span; // the part of a span that is used
  const tracer = {
    startActiveSpan: (name: string, { attributes }: { attributes: object }, act: (span: Span) => unknown) => {
      seen.push([name, attributes]);
      return act(span);
    },
  } as unknown as Tracer;
  trace.setGlobalTracerProvider({ getTracer: () => tracer });
  t.after(() => trace.disable());
  const failure = Object.assign(new Error("https://secret.example/?signature=x"), { code: "FETCH_FAILED" });
  await assert.rejects(
    withSpan("b", { "drape.task.id": "t" }, () => Promise.reject(failure)),
    failure,
  );
  assert.deepEqual(seen, [["b", { "drape.task.id": "t" }], { code: 2, message: "FETCH_FAILED" }, "end"]);
  assert.equal(await withSpan("c", {}, async () => "kept"), "kept");
  assert.deepEqual(seen.slice(3), [["c", {}], "end"]);
});
