import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import type { ImageErrorCode } from "../../src/codecs/mod.js";
import { REFUSAL } from "../../src/engine/outcome.js";
import { WARNING } from "../../src/engine/warning.js";
import { ERRORS } from "../../src/lib/errors.js";

const DOC = new URL("../../../docs/errors.md", import.meta.url); // from dist/test/docs

test("docs/errors.md holds exactly the codes of ERRORS, REFUSAL and WARNING (UPDATE=1 rewrites it)", async () => {
  const wanted = renderDoc();
  if (process.env["UPDATE"] === "1") await writeFile(DOC, wanted);
  assert.equal(squeeze(await readFile(DOC, "utf8")), squeeze(wanted));
});

test("every code of the codecs is in ERRORS", () => {
  const codes: Readonly<Record<ImageErrorCode, true>> = {
    IMAGE_NOT_SUPPORTED: true, // a code that is missing here does not compile
    IMAGE_TOO_SMALL: true,
    IMAGE_TOO_LARGE: true,
    IMAGE_BROKEN: true,
  };
  assert.deepEqual(
    Object.keys(codes).filter((code) => !(code in ERRORS)),
    [],
  );
});

test("no code has two meanings", () => {
  assert.deepEqual(
    Object.keys(REFUSAL).filter((code) => code in ERRORS),
    [],
  );
});

/** The formatter pads tables. */
function squeeze(text: string): string {
  return text.replace(/ +\|/g, " |").replace(/-{3,}/g, "---");
}

function renderDoc(): string {
  const entries = Object.entries(ERRORS);
  const replies = entries.filter(([, { status }]) => status !== null);
  const failures = entries.filter(([, { status }]) => status === null);
  return [
    "# Errors",
    "",
    "Made from the tables in `src/lib/errors.ts`, `src/engine/outcome.ts` and `src/engine/warning.ts`; a test holds this page equal to them.",
    "",
    "## Replies",
    "",
    'An error reply is `{"error": "…", "details": "…", "request_id": "…"}`: `error` has the protocol\'s words for the HTTP status,',
    "`details` says what is wrong. The header `X-Error-Code` carries the code below. Retry: the same request may succeed later.",
    "",
    ...renderTable(["Code", "HTTP", "Retry", "Meaning"]),
    ...replies.map(([code, { status, retryable, text }]) =>
      renderRow([`\`${code}\``, String(status), retryable ? "yes" : "no", text]),
    ),
    "",
    "## Failed tasks",
    "",
    "A poll of a failed task answers HTTP 200; `task_status_msg` has the words. The codes stand in the service's log.",
    "",
    ...renderTable(["Code", "Retry", "Meaning"]),
    ...failures.map(([code, { retryable, text }]) =>
      renderRow([`\`${code}\``, retryable ? "yes" : "no", text]),
    ),
    "",
    "## Refused by the engine",
    "",
    "The pictures cannot be used; another photo helps, another try does not.",
    "",
    ...renderTable(["Code", "Meaning"]),
    ...Object.entries(REFUSAL).map(([code, text]) => renderRow([`\`${code}\``, text])),
    "",
    "## Warnings of the quality report",
    "",
    "The picture was made, and something may be wrong with it. The report's `warnings` has the names, `advice` the words.",
    "",
    ...renderTable(["Warning", "Advice"]),
    ...Object.entries(WARNING).map(([name, text]) => renderRow([`\`${name}\``, text])),
    "",
  ].join("\n");
}

function renderTable(titles: readonly string[]): string[] {
  return [renderRow(titles), renderRow(titles.map(() => "---"))];
}

function renderRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
