import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { makeTempFolder } from "../../test/helpers/temp-folder.js";
import { cacheStatements } from "./cache-statements.js";
import { openLibsql } from "./libsql.js";

test("cacheStatements() prepares a statement once, and it works again after an error", async (t) => {
  const database = await openLibsql(join(await makeTempFolder(t), "a.db"), 100);
  let prepared = 0;
  const counting = {
    prepare: (sql: string) => {
      prepared++;
      return database.prepare(sql);
    },
    close: () => database.close(),
  };
  const cached = cacheStatements(counting);
  t.after(() => cached.close());
  cached.prepare("create table a (id text primary key)").run([]);
  const insert = () => cached.prepare("insert into a values (?)");
  insert().run(["x"]);
  assert.throws(() => insert().run(["x"]), /UNIQUE/);
  insert().run(["y"]);
  assert.deepEqual(
    cached
      .prepare("select id from a order by id")
      .all([])
      .map((row) => (row as { readonly id: string }).id),
    ["x", "y"],
  );
  assert.equal(prepared, 3);
  for (let i = 0; i < 500; i++) cached.prepare(`select ${i}`).all([]);
  insert().run(["z"]); // forgotten meanwhile, and prepared again
  assert.equal(prepared, 504);
});
