import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { readManifest } from "./manifest.js";

describe("readManifest()", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "drape-manifest-"));
  });
  after(() => rm(folder, { recursive: true }));
  const read = async (text: string) => {
    await writeFile(join(folder, "rows.csv"), text);
    return readManifest(join(folder, "rows.csv"));
  };

  test("takes paths relative to the file, keeps absolute ones, and ignores other columns", async () => {
    const rows = await read('\uFEFFout,note,person,garment\r\n"a, b.png",x, me.jpg ,/shop/tee.jpg\r\n\r\n');
    assert.deepEqual(rows, [
      { line: 2, person: join(folder, "me.jpg"), garment: "/shop/tee.jpg", out: "a, b.png", fault: null },
    ]);
  });

  test("takes the kind from its column, and refuses others", async () => {
    const rows = await read("person,garment,out,kind\na,b,1.png,lower\na,b,2.png,\na,b,3.png,hat\n");
    assert.deepEqual(
      rows.map(({ kind, fault }) => [kind, fault]),
      [
        ["lower", null],
        [undefined, null],
        [undefined, "Column kind is hat: want upper, lower, dress, or nothing"],
      ],
    );
  });

  test("marks rows that cannot be used and keeps the others", async () => {
    const rows = await read(
      [
        "person,garment,out",
        "a.jpg,b.jpg,1.png",
        "a.jpg",
        "a.jpg,b.jpg,x.gif",
        "a.jpg,b.jpg,../x.png",
        "a.jpg,b.jpg,1.png",
      ].join("\n"),
    );
    assert.deepEqual(
      rows.map(({ line, fault }) => [line, fault]),
      [
        [2, null],
        [3, "Column garment is empty"],
        [4, "Cannot write x.gif: give a name that ends in .png, .jpg or .webp"],
        [5, "Cannot write ../x.png: it lies outside the output folder"],
        [6, "Cannot write 1.png: line 2 writes it already"],
      ],
    );
  });

  test("refuses files that are no manifest", async () => {
    const path = join(folder, "rows.csv");
    const cannotUse = `Cannot use the manifest ${path}:`;
    await assert.rejects(read("person,shirt\na,b\n"), {
      name: "UsageError",
      message: `${cannotUse} it lacks the column garment, out`,
    });
    await assert.rejects(read("person,garment,out\n"), {
      message: `${cannotUse} it has no rows below its heading`,
    });
    await assert.rejects(read(""), { message: `${cannotUse} it has no rows below its heading` });
    await assert.rejects(read('person,garment,out\na,"b,c\n'), {
      name: "UsageError",
      message: /Quote Not Closed/,
    });
  });
});
