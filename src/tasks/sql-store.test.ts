import { join } from "node:path";
import { makeTempFolder } from "../../test/helpers/temp-folder.js";
import { openDatabase } from "../db/mod.js";
import { SqlTaskStore } from "./sql-store.js";
import { RESULT_TTL_MS, testTaskStore } from "./store.contract.js";

testTaskStore("SqlTaskStore on SQLite", async (t, clock) => {
  const db = await openDatabase(join(await makeTempFolder(t), "tasks.db"));
  t.after(() => db.destroy());
  return new SqlTaskStore(db, clock, { resultTtlMs: RESULT_TTL_MS });
});
