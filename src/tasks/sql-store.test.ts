import { DATABASES, makeTestDatabase } from "../../test/helpers/databases.js";
import { SqlTaskStore } from "./sql-store.js";
import { RESULT_TTL_MS } from "./store-fixtures.contract.js";
import { testTaskStore } from "./store.contract.js";

for (const kind of DATABASES)
  testTaskStore(
    kind,
    async (t, clock) =>
      new SqlTaskStore(await makeTestDatabase(t, kind), clock, { resultTtlMs: RESULT_TTL_MS }),
  );
