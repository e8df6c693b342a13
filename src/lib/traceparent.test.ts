import assert from "node:assert/strict";
import { test } from "node:test";
import { formatTraceparent, parseTraceparent } from "./traceparent.js";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const SPAN = "b7ad6b7169203331";
const NAMED = { traceId: TRACE, spanId: SPAN, traceFlags: 1, isRemote: true };

test("parseTraceparent() reads the standard's form, and of a later version what it knows", () => {
  assert.deepEqual(parseTraceparent(`00-${TRACE}-${SPAN}-01`), NAMED);
  assert.deepEqual(parseTraceparent(`00-${TRACE}-${SPAN}-00`), { ...NAMED, traceFlags: 0 });
  assert.deepEqual(parseTraceparent(`00-${TRACE}-${SPAN}-ff`), NAMED); // unknown flags are not passed on
  assert.deepEqual(parseTraceparent(`cc-${TRACE}-${SPAN}-01-what-the-future-will-be-like`), NAMED);
  assert.deepEqual(parseTraceparent(`cc-${TRACE}-${SPAN}-01`), NAMED);
});

test("parseTraceparent() ignores what is malformed", () => {
  const malformed = [
    "",
    "nonsense",
    `ff-${TRACE}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}`,
    `00-${TRACE}-${SPAN}-01-more`,
    `00-${TRACE}-${SPAN}-01.`,
    `cc-${TRACE}-${SPAN}-01.what`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${"0".repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${"0".repeat(16)}-01`,
    `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`, // two headers, as Node joins them
    ` 00-${TRACE}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01\n`,
  ];
  for (const header of malformed) assert.equal(parseTraceparent(header), undefined, JSON.stringify(header));
});

test("formatTraceparent() writes what parseTraceparent() reads, and nothing for a span that is none", () => {
  assert.equal(formatTraceparent(NAMED), `00-${TRACE}-${SPAN}-01`);
  assert.equal(formatTraceparent({ ...NAMED, traceFlags: 0 }), `00-${TRACE}-${SPAN}-00`);
  assert.equal(formatTraceparent({ ...NAMED, traceId: "0".repeat(32) }), undefined);
});
