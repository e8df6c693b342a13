import { isSpanContextValid, TraceFlags, type SpanContext } from "@opentelemetry/api";

/** Version, trace, parent, flags; what a later version adds comes behind another dash. */
const FORM = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const OUR_VERSION = "00";

/**
 * The span that a `traceparent` header names, undefined where it names none: another form, all zeros. A header is never a reason to fail a
 * request. Source: W3C Trace Context, 2021, §3.2.
 */
export function parseTraceparent(header: string): SpanContext | undefined {
  const [, version, traceId = "", spanId = "", flags = "", more] = FORM.exec(header) ?? [];
  if (version === undefined || (version === OUR_VERSION && more !== undefined)) return undefined;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED; // what other flags mean is not known
  const span = { traceId, spanId, traceFlags, isRemote: true };
  return isSpanContextValid(span) ? span : undefined;
}

/** The `traceparent` header that names a span; undefined where there is none: no SDK is loaded, and no header came. */
export function formatTraceparent(span: SpanContext): string | undefined {
  if (!isSpanContextValid(span)) return undefined;
  const flags = (span.traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, "0");
  return `${OUR_VERSION}-${span.traceId}-${span.spanId}-${flags}`;
}
