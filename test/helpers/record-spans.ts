import type { TestContext } from "node:test";
import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from "@opentelemetry/sdk-trace-base";

/** Loads OpenTelemetry's SDK for this test, as an operator does for the service. Gives the spans that have ended so far. */
export function recordSpans(t: TestContext): () => readonly ReadableSpan[] {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  t.after(async () => {
    trace.disable();
    context.disable();
    await provider.shutdown();
  });
  return () => exporter.getFinishedSpans();
}
