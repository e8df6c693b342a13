import {
  context,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from "@opentelemetry/api";
import { parseTraceparent } from "./traceparent.js";

export interface SpanOptions {
  readonly attributes: Attributes;
  /**
   * The `traceparent` of the span that this one continues; undefined or malformed: it begins a trace of its own. Work that was begun by
   * chance in another request's turn is no part of that. @default the span that is active
   */
  readonly continues?: string | undefined;
}

/**
 * Runs `act` in a span of this name. It costs nothing until the operator loads an OpenTelemetry SDK before the service
 * (`node --import ./otel.js bin/drape.js serve`); until then the span that `act` gets is the one that it continues, if any. A span that
 * fails has the error's name and code, not its words: those may quote a URL.
 */
export async function withSpan<T>(
  name: string,
  options: SpanOptions,
  act: (span: Span) => Promise<T>,
): Promise<T> {
  const { attributes } = options;
  const parent = "continues" in options ? toContext(options.continues) : context.active();
  return await trace.getTracer("drape").startActiveSpan(name, { attributes }, parent, async (span) => {
    try {
      return await act(span);
    } catch (error) {
      const { name: kind, code } = error as { readonly name?: string; readonly code?: string };
      span.setStatus({ code: SpanStatusCode.ERROR, message: code ?? kind ?? "unknown" });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** As withSpan(), for the work of a request: within the span that instrumentation has begun for it, else continuing its `traceparent`. */
export async function withRequestSpan<T>(
  name: string,
  options: Required<SpanOptions>,
  act: (span: Span) => Promise<T>,
): Promise<T> {
  const { attributes } = options;
  return await withSpan(name, trace.getActiveSpan() === undefined ? options : { attributes }, act);
}

function toContext(traceparent: string | undefined): Context {
  const span = traceparent === undefined ? undefined : parseTraceparent(traceparent);
  return span === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, span);
}
