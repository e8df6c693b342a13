import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { JsonSpooler, MAX_TEXT_BYTES } from "./json-spooler.js";

const FIELDS = new Set(["a", "b"]);

class Collector {
  readonly pieces: Uint8Array[] = [];
  write(bytes: Uint8Array): void {
    this.pieces.push(Uint8Array.from(bytes)); // the spooler uses them again
  }
  get text(): string {
    return Buffer.concat(this.pieces).toString("latin1");
  }
}

/** Feeds a body in pieces of these sizes, again and again. */
function spool(body: string, pieceSizes: readonly number[] = [body.length]) {
  const spooler = new JsonSpooler({ fields: FIELDS, open: () => new Collector() });
  const bytes = Buffer.from(body);
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = pieceSizes[i % pieceSizes.length] ?? 1;
    spooler.push(bytes.subarray(at, at + size));
    at += size;
  }
  return spooler.end();
}

/** Something whose Base64 is long enough to be spooled. */
const picture = (letter: string, length = MAX_TEXT_BYTES): string => letter.repeat(length);
const encode = (text: string): string => Buffer.from(text, "latin1").toString("base64");

test("JsonSpooler spools long Base64 in its fields and keeps everything else", () => {
  const { body, images } = spool(
    `{"a":"${encode(picture("x"))}","c":"kept","b":"https://e.com/b.jpg","n":[1,{"a":null}]}`,
  );
  assert.deepEqual(body, { a: "spooled", c: "kept", b: "https://e.com/b.jpg", n: [1, { a: null }] });
  assert.deepEqual([...images.keys()], ["a"]);
  assert.equal(images.get("a")?.sink.text, picture("x"));
  assert.equal(images.get("a")?.isBase64, true);
});

test("JsonSpooler reads a string the same, however the body is cut and its characters are escaped", () => {
  const base64 = encode(
    Array.from({ length: 9000 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join(""),
  );
  const wanted = Buffer.from(base64, "base64").toString("latin1");
  const writings = [
    base64,
    base64.replaceAll("/", "\\/"), // PHP
    base64.replaceAll("+", "\\u002B"), // .NET
    base64.replaceAll("/", "\\u002f"),
    base64.replace(/.{76}/g, "$&\\r\\n"), // MIME
    base64.replaceAll("+", "-").replaceAll("/", "_"),
    base64.replace(/=+$/, ""),
    ` ${base64} `,
  ];
  for (const writing of writings) {
    for (const sizes of [[1e9], [1], [7, 64, 3], [65_536], [4097]]) {
      const { body, images } = spool(`{ "x" : 1 , "\\u0061" : "${writing}" , "y" : [ ] }`, sizes);
      assert.deepEqual(body, { x: 1, a: "spooled", y: [] });
      assert.equal(images.get("a")?.isBase64, true);
      assert.equal(images.get("a")?.sink.text, wanted, writing.slice(0, 100));
    }
  }
});

test("JsonSpooler tells what is not Base64", () => {
  const long = encode(picture("x"));
  for (const wrong of [
    `${long}!`,
    `!${long}`,
    `${long}ä`,
    `${long}====`,
    `${long}=A`,
    `${long}\\"`,
    `${long}A`,
  ]) {
    const { body, images } = spool(`{"a":"${wrong}"}`);
    assert.deepEqual(body, { a: "spooled" });
    assert.equal(images.get("a")?.isBase64, false, wrong.slice(-10));
  }
});

test("JsonSpooler keeps the beginning of long texts that are no images, and cuts the rest", () => {
  const long = "y".repeat(3 * MAX_TEXT_BYTES);
  const { body, images } = spool(
    `{"c":"${long}","a":"https://e.com/${long}","b":"data:image/png;base64,${long}"}`,
    [100],
  );
  const { a, b, c } = body as Readonly<Record<string, string>>;
  assert.equal(c, long.slice(0, MAX_TEXT_BYTES));
  assert.equal(a?.length, MAX_TEXT_BYTES);
  assert.match(String(b), /^data:image\/png;base64,y+$/);
  assert.equal(images.size, 0);
});

test("JsonSpooler takes the last of two fields with one name, and images of the top object only", () => {
  const image = encode(picture("x"));
  const twice = spool(`{"a":"${image}","a":"short"}`);
  assert.deepEqual([twice.body, twice.images.size], [{ a: "short" }, 0]);
  const other = spool(`{"a":null,"a":"${encode(picture("z"))}"}`);
  assert.equal(other.images.get("a")?.sink.text, picture("z"));
  for (const body of [`{"c":{"a":"${image}"}}`, `["a","${image}"]`, `{"c":["a","${image}"]}`, `"${image}"`])
    assert.equal(spool(body).images.size, 0, body.slice(0, 20));
  const longKey = spool(`{"a":1,"${"k".repeat(2 * MAX_TEXT_BYTES)}":"${image}"}`);
  assert.equal(longKey.images.size, 0);
});

test("JsonSpooler refuses what JSON.parse refuses", () => {
  const image = encode(picture("x"));
  const wrong = ["", "{", `{"a":"${image}`, `{"a":"${image}"`, `{"a":"${image}\n"}`, `{"a":"${image}\\x"}`];
  for (const body of [
    ...wrong,
    `{"a":"${image}\\u12"}`,
    `{"a":"${image}\\u12G4"}`,
    `{"a" "${image}"}`,
    `{"a":"${image}"}}`,
  ])
    assert.throws(() => spool(body), SyntaxError, body.slice(-20));
});

test("JsonSpooler holds no more than 1 MB besides images", () => {
  const spooler = new JsonSpooler({ fields: FIELDS, open: () => new Collector() });
  assert.throws(() => spooler.push(Buffer.from("[".repeat(1024 * 1024 + 1))), RangeError);
});

test("JsonSpooler agrees with JSON.parse about bodies without images", () => {
  const body = fc.oneof(
    fc.json({ depthSize: "medium" }),
    fc.string({ unit: fc.constantFrom(...'{}[]",:\\u01ab \n'.split("")) }),
    fc
      .dictionary(fc.constantFrom("a", "b", "c"), fc.string({ unit: "grapheme", maxLength: 60 }))
      .map((o) => JSON.stringify(o)),
  );
  fc.assert(
    fc.property(
      body,
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
      (text, sizes) => {
        assert.deepEqual(
          attempt(() => spool(text, sizes).body),
          attempt(() => JSON.parse(text) as unknown),
        );
      },
    ),
    { numRuns: 2000, seed: 4 },
  );
});

function attempt(act: () => unknown): unknown {
  try {
    return { value: act() };
  } catch (error) {
    return (error as Error).name;
  }
}
