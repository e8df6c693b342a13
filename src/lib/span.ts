import { SpanStatusCode, trace, type Attributes } from "@opentelemetry/api";

/**
 * Runs `act` in a span of this name. It costs nothing until the operator loads an OpenTelemetry SDK before the service
 * (`node --import ./otel.js bin/drape.js serve`). A span that fails has the error's name and code, not its words: those may quote a URL.
 */
export async function withSpan<T>(name: string, attributes: Attributes, act: () => Promise<T>): Promise<T> {
  return await trace.getTracer("drape").startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await act();
    } catch (error) {
      const { name: kind, code } = error as { readonly name?: string; readonly code?: string };
      span.setStatus({ code: SpanStatusCode.ERROR, message: code ?? kind ?? "unknown" });
      throw error;
    } finally {
      span.end();
    }
  });
}
