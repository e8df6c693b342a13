import assert from "node:assert/strict";
import { PassThrough, Readable } from "node:stream";
import { test } from "node:test";
import { readAtPace, readSmallBody } from "./body-pace.js";

test("readAtPace() gives every piece in order, one at a time", async () => {
  const seen: string[] = [];
  let running = 0;
  await readAtPace(Readable.from([Buffer.from("a"), Buffer.from("b"), Buffer.from("c")]), async (chunk) => {
    assert.equal(running++, 0);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    seen.push(String(Buffer.from(chunk)));
  });
  assert.deepEqual(seen, ["a", "b", "c"]);
});

/** Long enough for a piece that was written to be taken: it waits for a turn of the event loop. */
async function taken(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

test("readAtPace() gives up a trickle, and lets a body pass that keeps the pace", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const pace = { windowMs: 1000, minBytes: 10 };
  const body = new PassThrough();
  const reading = readAtPace(body, async () => {}, pace);
  for (let i = 0; i < 3; i++) {
    body.write(Buffer.alloc(10));
    await taken();
    t.mock.timers.tick(1000);
  }
  body.write(Buffer.alloc(9));
  await taken();
  t.mock.timers.tick(1000);
  await assert.rejects(reading, { code: "BODY_TOO_SLOW" });
});

test("readAtPace() stops reading when a piece is refused, and leaves the body open for the answer", async () => {
  const body = new PassThrough();
  body.write("a");
  body.write("b");
  let count = 0;
  const reading = readAtPace(body, async () => {
    count++;
    throw new Error("enough");
  });
  await assert.rejects(reading, /enough/);
  assert.equal(count, 1);
  assert.equal(body.destroyed, false);
});

test("readAtPace() lets small bodies pass together, and large pieces one in each turn", async () => {
  const countRead = async (sizeBytes: number): Promise<number> => {
    let count = 0;
    const readings = Array.from({ length: 50 }, () => {
      const body = new PassThrough();
      body.end(Buffer.alloc(sizeBytes));
      return readAtPace(body, async () => void count++);
    });
    await taken();
    const seen = count;
    await Promise.all(readings);
    return seen;
  };
  assert.equal(await countRead(100), 50);
  const large = await countRead(8192);
  assert.ok(large > 0 && large <= 6, `${large} large pieces in 5 turns`);
});

test("readSmallBody() gives a body that came in pieces, and one that is empty", async () => {
  assert.equal(String(await readSmallBody(Readable.from([Buffer.from("{"), Buffer.from("}")]))), "{}");
  assert.equal((await readSmallBody(Readable.from([]))).length, 0);
});

test("readSmallBody() gives up a body that does not end in time, and tells of one that is cut off", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const slow = new PassThrough();
  const reading = readSmallBody(slow, { windowMs: 1000 });
  slow.write("{");
  t.mock.timers.tick(1000);
  await assert.rejects(reading, { code: "BODY_TOO_SLOW" });
  const cut = new PassThrough();
  const cutOff = readSmallBody(cut);
  cut.write("{");
  cut.destroy();
  await assert.rejects(cutOff, /cut off/);
});
