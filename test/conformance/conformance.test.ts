import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { projectPath } from "../helpers/run-drape.js";
import { PARTS } from "./all-checks.js";
import { startOwnTarget, type OwnTarget } from "./lab.js";

let own: OwnTarget;
before(async () => {
  own = await startOwnTarget();
});
after(() => own.close());

for (const [part, checks] of Object.entries(PARTS)) {
  describe(part, () => {
    for (const { sentence, run } of checks)
      test(sentence, async () => assert.equal(await run(own.target), undefined));
  });
}

/** Lines of the contract that no check can hold, and why. */
const UNCHECKED: readonly (readonly [start: string, why: string])[] = [
  ["Two public fronts over one service", "says what the document is"],
  ["published documentation", "says what the document is"],
  ["is silent or contradicts", "says what the document is"],
  ["Front A is what", "says what the document is"],
  ["Submit body", "the heading of a table"],
  ["(seen in the wild:", "examples"],
  ["Errors: HTTP status with body", "each row below it is checked with its body"],
  ['Errors: HTTP status with `{"code"', "each row below it is checked with its body"],
  ['`"data":{"task_id":"…","task_status":"failed"', "the end of the sentence above it, which is checked"],
  ["| 400             | 1300 / 1301", "this service has no policies of that kind, so it never answers so"],
];

test("every line of the contract is held by a check, and every check quotes the contract", async () => {
  const text = await readFile(projectPath("docs/wire/protocol.md"), "utf8");
  const { squeezed, lines } = squeeze(text);
  const held = new Set<number>();
  for (const { sentence } of Object.values(PARTS).flat()) {
    const start = squeezed.indexOf(squeeze(sentence).squeezed);
    assert.notEqual(start, -1, `not in the contract: ${sentence}`);
    for (let i = start; i < start + sentence.length; i++) held.add(lines[i] ?? -1);
  }
  const open = text.split("\n").filter((line, index) => isPromise(line) && !held.has(index));
  const unheld = open.filter((line) => !UNCHECKED.some(([start]) => line.startsWith(start)));
  assert.deepEqual(unheld, []);
});

/** Neither a heading nor the frame of a table, nor an example in a fence (the formatter breaks those over lines). */
function isPromise(line: string): boolean {
  return /\w/.test(line) && !/^(#|```|\s*[{}"\]]|\|[\s|-]*\|$|\| (field|status|HTTP) )/.test(line);
}

/** The text with its white space and the borders of its tables' rows reduced to one blank, and the line of each character. */
function squeeze(text: string): { readonly squeezed: string; readonly lines: readonly number[] } {
  const lines: number[] = [];
  let squeezed = "";
  let line = 0;
  for (const char of text.replaceAll("**Rule**: ", "").replaceAll("\n", " \n")) {
    if (char === "\n") line++;
    const wanted = /\s/.test(char) ? " " : char;
    if (wanted === " " && squeezed.endsWith(" ")) continue;
    squeezed += wanted;
    lines.push(line);
  }
  return { squeezed, lines };
}
